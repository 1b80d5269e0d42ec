"""Windows in which consumers send the reading of their own meter, and what they send."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.services.files import attach_file, store_file
from documents.services.images import clean_photo
from gis_core.models import User
from meters.choices import ReadingSource, RoundState, SlipState
from meters.errors import WindowRefused
from meters.models import Connection, Installation, Reading, ReadingPeriod, ReadingWindow, Route, Slip
from meters.selectors.windows import find_open_window, list_my_meters
from meters.services.readings import correct_reading, record_reading, withdraw_reading


@transaction.atomic
def open_window(
    *,
    actor: User | None,
    name: str,
    route: Route | None,
    first_day: date,
    last_day: date,
    period: ReadingPeriod | None = None,
) -> ReadingWindow:
    """Let consumers of a route (of all, without one) send readings from the first day to the last, both included.

    Raises WindowRefused: days (the last before the first), overlaps (another window of the route on one of the days).
    """
    if last_day < first_day:
        raise WindowRefused(_("The window ends before it begins."), code="days")
    days = DateRange(first_day, last_day + timedelta(days=1))
    if route is None and ReadingWindow.objects.filter(route__isnull=True, days__overlap=days).exists():
        raise WindowRefused(_("Another window is open on some of these days."), code="overlaps")
    try:
        with transaction.atomic():
            return ReadingWindow.objects.create(
                name=name, route=route, days=days, period=period, opened_by=actor
            )
    except IntegrityError as error:
        raise WindowRefused(_("Another window is open on some of these days."), code="overlaps") from error


@transaction.atomic
def end_window(*, actor: User, window: ReadingWindow) -> None:
    """Shut a window: one that has not begun goes, an open one ends with today, a past one stays as it was."""
    locked = ReadingWindow.objects.select_for_update(of=("self",)).get(pk=window.pk)
    today = timezone.localdate()
    if locked.days.lower > today:
        locked.delete()
    elif locked.days.upper > today + timedelta(days=1):
        locked.days = DateRange(locked.days.lower, today + timedelta(days=1))
        locked.save(update_fields=["days"])


@transaction.atomic
def record_own_reading(
    *,
    actor: User,
    connection: Connection,
    installation: Installation,
    value_m3: Decimal,
    photo: bytes | None = None,
    key: str = "",
) -> Reading:
    """Take the reading that a consumer sends of their own meter today, inside an open window, with a photo if any.

    The consumer's own reading of today is corrected by another value; the same again changes nothing. Raises
    WindowRefused: not_yours, no_window; ReadingRefused for what cannot be true of the register, and DomainErrors of a
    photo that is none.
    """
    _check_own(actor, connection, installation)
    today = timezone.localdate()
    if find_open_window(connection, today) is None:
        raise WindowRefused(_("Readings are not taken on these days."), code="no_window")
    clean = clean_photo(photo) if photo is not None else None
    mine = find_own_reading(actor=actor, installation=installation)
    if mine is not None and mine.read_on == today:
        reading = correct_reading(
            actor=actor, reading=mine, value_m3=value_m3, reason=_("Sent again by the consumer."),
            source=ReadingSource.CONSUMER,
        )  # fmt: skip
    else:
        reading = record_reading(
            actor=actor, installation=installation, read_on=today, value_m3=value_m3,
            source=ReadingSource.CONSUMER, key=key,
        )  # fmt: skip
    Slip.objects.filter(installation=installation, reading__read_on=today).exclude(
        round__state=RoundState.CLOSED
    ).update(reading=reading)
    if clean is not None:
        file = store_file(content=clean, media_type="image/jpeg")
        attach_file(actor=actor, target=reading, file=file, kind="photo", name=f"{today:%Y-%m-%d}-photo.jpg")
    return reading


@transaction.atomic
def withdraw_own_reading(*, actor: User, connection: Connection, installation: Installation) -> Reading:
    """Take back the reading that the consumer sent in the window that is open; its slip waits again.

    Raises WindowRefused: not_yours, nothing_to_undo, used (the round is closed); ReadingRefused: billed.
    """
    _check_own(actor, connection, installation)
    mine = find_own_reading(actor=actor, installation=installation)
    window = find_open_window(connection, timezone.localdate())
    if mine is None or window is None or mine.read_on < window.days.lower:
        raise WindowRefused(_("There is no reading of yours to take back."), code="nothing_to_undo")
    slips = Slip.objects.filter(installation=installation, reading__read_on=mine.read_on)
    if slips.filter(round__state=RoundState.CLOSED).exists():
        raise WindowRefused(_("Your reading has been used already: write to us about it."), code="used")
    withdrawal = withdraw_reading(actor=actor, reading=mine, reason=_("Taken back by the consumer."))
    slips.update(state=SlipState.WAITING, reading=None, visited_at=None, visited_by=None)
    return withdrawal


def find_own_reading(*, actor: User, installation: Installation) -> Reading | None:
    """Return the newest standing reading of the meter when the consumer sent it, None otherwise."""
    newest = Reading.objects.filter(installation=installation, stands=True).order_by("-read_on").first()
    if newest is None or newest.source != ReadingSource.CONSUMER or newest.recorded_by_id != actor.pk:
        return None
    return newest


def _check_own(actor: User, connection: Connection, installation: Installation) -> None:
    if installation.pk not in {meter.pk for meter in list_my_meters(actor, connection)}:
        raise WindowRefused(_("This meter is not on your list."), code="not_yours")
