"""Reading periods and the rounds of their routes: opened, given to readers, checked, closed, opened again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.choices import Role
from gis_core.models import User
from meters.choices import RoundState, SlipState
from meters.errors import ReadingRefused, RoundRefused
from meters.models import Reading, ReadingPeriod, ReadingRound, Route, Slip
from meters.services.estimates import estimate_slips
from meters.services.reading_writes import announce_yield
from meters.sql.slips import insert_slip_rows, mark_known_rows
from meters.types import NewPeriod


class Unvisited(StrEnum):
    """What becomes of the meters that nobody reached when a round is closed."""

    ESTIMATE = "estimate"
    LEAVE = "leave"


@transaction.atomic
def open_period(
    *,
    actor: User | None,
    new: NewPeriod,
    routes: Iterable[Route],
    readers: Mapping[int, User] | None = None,
) -> ReadingPeriod:
    """Open a period for routes: a slip for every meter that hangs on an active connection, in walking order.

    The same call again makes what is missing (further routes, meters hung since) and changes nothing else. `readers`
    gives rounds out by route. What was read in the days of the period already is marked so. Raises RoundRefused:
    period_differs, route_open (another period's round of the route is not closed), no_routes, not_a_reader.
    """
    wanted = sorted(routes, key=lambda route: route.pk)
    if not wanted:
        raise RoundRefused(_("Choose at least one route."), code="no_routes")
    if new.ends_on < new.starts_on:
        raise RoundRefused(_("The period ends before it begins."), code="period_days")
    given = readers or {}
    for reader in given.values():
        _check_reader(reader)
    period, _made = ReadingPeriod.objects.get_or_create(
        code=new.code.strip(),
        defaults={"name": new.name, "starts_on": new.starts_on, "ends_on": new.ends_on, "opened_by": actor},
    )
    if (period.starts_on, period.ends_on) != (new.starts_on, new.ends_on):
        raise RoundRefused(_("A period with this code has other days."), code="period_differs")
    # One at a time: of two that open the same route the second finds the round of the first.
    list(
        Route.objects.select_for_update(no_key=True)
        .filter(pk__in=[route.pk for route in wanted])
        .order_by("pk")
    )
    _refuse_open_elsewhere(period, wanted)
    present = set(period.rounds.values_list("route_id", flat=True))
    ReadingRound.objects.bulk_create(
        [
            ReadingRound(period=period, route=route, reader=given.get(route.pk))
            for route in wanted
            if route.pk not in present
        ]
    )
    rounds = ReadingRound.objects.filter(period=period, route__in=wanted).exclude(state=RoundState.CLOSED)
    ids = list(rounds.values_list("pk", flat=True))
    insert_slip_rows(ids, min(max(timezone.localdate(), period.starts_on), period.ends_on))
    if mark_known_rows(ids):
        started = Slip.objects.filter(round__in=ids, state=SlipState.READ).values("round")
        ReadingRound.objects.filter(pk__in=started, state=RoundState.OPEN).update(state=RoundState.READING)
    return period


@transaction.atomic
def assign_reader(*, actor: User, reading_round: ReadingRound, reader: User | None) -> ReadingRound:
    """Give a round to a reader, or take it back; raises RoundRefused: round_closed, not_a_reader."""
    if reader is not None:
        _check_reader(reader)
    locked = _lock(reading_round)
    _refuse_closed(locked)
    locked.reader = reader
    locked.save(update_fields=["reader"])
    return locked


@transaction.atomic
def check_round(*, actor: User, reading_round: ReadingRound) -> ReadingRound:
    """Say that the office looked through a round; raises RoundRefused: round_closed, nothing_read."""
    locked = _lock(reading_round)
    _refuse_closed(locked)
    if locked.state == RoundState.OPEN:
        raise RoundRefused(_("Nobody has been there yet."), code="nothing_read")
    if locked.state != RoundState.CHECKED:
        locked.state, locked.checked_at = RoundState.CHECKED, timezone.now()
        locked.save(update_fields=["state", "checked_at"])
    return locked


@transaction.atomic
def close_round(*, actor: User, reading_round: ReadingRound, unvisited: Unvisited) -> int:
    """Close a round; return how many estimates were written for the meters without a reading.

    What nobody visited counts as not read. With `Unvisited.ESTIMATE` what was not read gets an estimate by the
    stated rules, on the last day of the period or today when that comes first; where nothing tells what ran, none.
    Closing a closed round changes nothing.
    """
    locked = _lock(reading_round)
    if locked.state == RoundState.CLOSED:
        return 0
    locked.slips.filter(state=SlipState.WAITING).update(state=SlipState.NOT_READ)
    written: Mapping[int, int] = {}
    if unvisited == Unvisited.ESTIMATE:
        day = min(timezone.localdate(), locked.period.ends_on)
        written = estimate_slips(
            actor=actor, reading_round=locked, read_on=day, reason=_("Not read in this round.")
        )
    locked.state, locked.closed_at = RoundState.CLOSED, timezone.now()
    locked.save(update_fields=["state", "closed_at"])
    return len(written)


@transaction.atomic
def reopen_round(*, actor: User, reading_round: ReadingRound) -> ReadingRound:
    """Open a closed round again: what nobody visited waits again, estimates stand until a reading comes.

    Raises RoundRefused: billed (a bill stands on one of its readings), route_open (a later period's round is open).
    """
    locked = _lock(reading_round)
    if locked.state != RoundState.CLOSED:
        return locked
    _refuse_open_elsewhere(locked.period, [locked.route])
    read = Reading.objects.filter(
        stands=True, installation__slips__round=locked,
        read_on__range=(locked.period.starts_on, locked.period.ends_on),
    )  # fmt: skip
    _refuse_billed(list(read.values_list("pk", flat=True)))
    locked.slips.filter(state=SlipState.NOT_READ, visited_at__isnull=True).update(state=SlipState.WAITING)
    locked.state, locked.closed_at = RoundState.CHECKED, None
    locked.save(update_fields=["state", "closed_at"])
    return locked


def start_reading(*, reading_round: ReadingRound) -> None:
    """Say that somebody has begun; rounds that were begun, checked or closed stay as they are."""
    ReadingRound.objects.filter(pk=reading_round.pk, state=RoundState.OPEN).update(state=RoundState.READING)


def _lock(reading_round: ReadingRound) -> ReadingRound:
    return (
        ReadingRound.objects.select_for_update(of=("self",), no_key=True)
        .select_related("period", "route")
        .get(pk=reading_round.pk)
    )


def _refuse_closed(reading_round: ReadingRound) -> None:
    if reading_round.state == RoundState.CLOSED:
        raise RoundRefused(_("The round is closed."), code="round_closed")


def _check_reader(reader: User) -> None:
    if not reader.is_active or not reader.has_any_role(Role.READER, Role.BILLING, Role.ADMINISTRATOR):
        raise RoundRefused(_("%(name)s does not read meters.") % {"name": reader}, code="not_a_reader")


def _refuse_open_elsewhere(period: ReadingPeriod, routes: Sequence[Route]) -> None:
    others = (
        ReadingRound.objects.filter(route__in=routes).exclude(period=period).exclude(state=RoundState.CLOSED)
    )
    codes = list(others.order_by("route__code").values_list("route__code", flat=True))
    if codes:
        raise RoundRefused(
            _("Close the rounds of earlier periods first: %(routes)s.") % {"routes": ", ".join(codes[:10])},
            code="route_open",
        )


def _refuse_billed(reading_ids: list[int]) -> None:
    """Ask whether the readings could yield; what receivers let go of meanwhile is put back."""
    try:
        with transaction.atomic():
            announce_yield(reading_ids)
            transaction.set_rollback(True)
    except ReadingRefused as error:
        raise RoundRefused(
            _("A bill stands on readings of this round: it cannot be opened again."), code="billed"
        ) from error
