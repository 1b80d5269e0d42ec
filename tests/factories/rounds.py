"""Makers of a street with five meters and a round of readings on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.utils import timezone
from PIL import Image

from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection, Installation, NoteCode, ReadingPeriod, ReadingRound, Route, Slip
from meters.services.rounds import open_period
from meters.services.slips import RecordedVisit, record_slip
from meters.types import NewPeriod, Visit
from tests.factories.billing import make_connection, make_user, read_meter
from tests.factories.network import point

#: Metres east of the town's corner at which the five houses of Ερμού stand, at y = 210.
HOUSES = (10, 30, 50, 70, 90)


@dataclass
class Round:
    """A route of five meters that used a cubic metre every three days, opened for today's readings."""

    route: Route
    houses: list[Connection]
    period: ReadingPeriod
    round: ReadingRound
    clerk: User
    reader: User
    today: date = field(default_factory=timezone.localdate)

    def slip(self, number: int) -> Slip:
        """Return the slip of a house as it stands, 1 to 5."""
        return Slip.objects.get(round=self.round, position=number)

    def installation(self, number: int) -> Installation:
        """Return what hangs at a house."""
        return self.slip(number).installation


def make_houses(route: Route) -> list[Connection]:
    """Make five houses with a year of readings: 100 m³ a year ago, 221 m³ ninety days ago."""
    today = timezone.localdate()
    houses = []
    for number, east in enumerate(HOUSES, 1):
        house = make_connection(route, number)
        house.geom, house.address = point(east, 210), f"Ερμού {2 * number - 1}"
        house.save()
        read_meter(house, today - timedelta(days=455), "100")
        read_meter(house, today - timedelta(days=90), "221")
        houses.append(house)
    return houses


def make_round(*, code: str = "07") -> Round:
    """Open a period of a month around today for a route of five meters, given to the reader Petros."""
    today = timezone.localdate()
    route = Route.objects.create(code=code, name="Κέντρο")
    houses = make_houses(route)
    clerk = User.objects.filter(username="eleni").first() or make_user("eleni", Role.BILLING)
    reader = User.objects.filter(username="petros").first() or make_user("petros", Role.READER)
    period = open_period(
        actor=clerk, new=NewPeriod("26Γ", "Γ΄ τρίμηνο", today - timedelta(days=15), today + timedelta(days=15)),
        routes=[route], readers={route.pk: reader},
    )  # fmt: skip
    return Round(route, houses, period, ReadingRound.objects.get(period=period), clerk, reader)


def now() -> datetime:
    """Return this moment without its fractions, as telephones tell it."""
    return timezone.now().replace(microsecond=0)


def visit(
    town: Round, number: int, value: str | None = None, *, note: str = "", key: str = "", **more: object
) -> RecordedVisit:
    """Let the reader send a value or a note code from a house."""
    code = NoteCode.objects.get(code=note).pk if note else None
    sent = Visit(
        key=key or str(uuid4()), visited_at=now(), value_m3=None if value is None else Decimal(value),
        note_code_id=code, **more,  # type: ignore[arg-type]  # the fields of a visit, each of its own type
    )  # fmt: skip
    return record_slip(actor=town.reader, slip=town.slip(number), sent=sent)


def beside(town: Round, number: int, metres: float) -> Point:
    """Return a point so many metres east of a house."""
    place = town.houses[number - 1].geom
    return Point(place.x + metres, place.y, srid=place.srid)


def draw_photo() -> bytes:
    """Return a small picture."""
    buffer = BytesIO()
    Image.new("RGB", (64, 48), (11, 94, 138)).save(buffer, "PNG")
    return buffer.getvalue()
