"""The readings of these days in the demonstration: a period open, two rounds half read, a window for consumers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random

from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils import timezone

from gis_core.models import User
from meters.models import NoteCode, ReadingRound, Route, Slip
from meters.selectors.rounds import list_expectations, list_slips
from meters.services.media import keep_media
from meters.services.rounds import open_period
from meters.services.slips import record_slip
from meters.services.windows import open_window
from meters.types import NewPeriod, SlipRow, Visit
from portal.demo.photos import draw_meter_box

#: Rounds that are half read; the third is open and untouched.
HALF_READ, ROUNDS = 2, 3
#: A street's worth of doors: of so many, one is shut.
SHUT = 14


def load_readings(*, clerk: User, reader: User, home: Route, seed: int, today: date) -> None:
    """Open a period for three routes, read two of them half way by telephone, let a consumer's route send its own."""
    random = Random(f"{seed} rounds")
    routes = list(Route.objects.exclude(pk=home.pk).order_by("code")[:ROUNDS])
    new = NewPeriod(
        f"{today:%y-%m}", f"Καταμέτρηση {today:%m/%Y}", today - timedelta(days=4), today + timedelta(days=17)
    )
    period = open_period(actor=clerk, new=new, routes=routes, readers={route.pk: reader for route in routes})
    yesterday = today - timedelta(days=1)
    codes = {code.code: code.pk for code in NoteCode.objects.all()}
    for reading_round in ReadingRound.objects.filter(period=period).order_by("route__code")[:HALF_READ]:
        rows = list_slips(reading_round)
        expected = list_expectations(rows, yesterday)
        for number, row in enumerate(rows[: len(rows) // 2]):
            moment = timezone.make_aware(datetime.combine(yesterday, time(8))) + timedelta(minutes=number)
            _visit(reader, row, expected[row.slip_id].value_m3, moment, random, codes)
    open_window(
        actor=clerk, name=f"Ενδείξεις καταναλωτών {today:%m/%Y}", route=home, first_day=today - timedelta(days=2),
        last_day=today + timedelta(days=5), period=None,
    )  # fmt: skip


def _visit(
    reader: User,
    row: SlipRow,
    expected: Decimal | None,
    moment: datetime,
    random: Random,
    codes: dict[str, int],
) -> None:
    """Let the reader stand at a meter: most are read, some gates are shut, some leak and are photographed."""
    if row.reading_id is not None:
        return
    slip = Slip.objects.get(pk=row.slip_id)
    place = slip.installation.connection.geom
    point = Point(
        place.x + random.uniform(-5, 5), place.y + random.uniform(-5, 5), srid=settings.STORAGE_SRID
    )
    chance = random.randint(1, SHUT)
    media: tuple[str, ...] = ()
    note, value = "", expected
    if chance == 1 or expected is None:
        note, value = "closed_gate", None
    elif chance == 2:
        note = "leak"
        photo = draw_meter_box(random)
        media = (sha256(photo).hexdigest(),)
        keep_media(actor=reader, digest=media[0], content=photo)
    elif chance == 3:
        value = expected + Decimal(random.randint(60, 140))
    record_slip(
        actor=reader, slip=slip,
        sent=Visit(
            key=f"demo-{row.slip_id}", visited_at=moment, value_m3=value, note_code_id=codes[note] if note else None,
            point=point, accuracy_m=round(random.uniform(3, 9), 1), media=media,
        ),
    )  # fmt: skip
