"""Decisions on flagged readings: accept, correct, estimate, have it read again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldwork.choices import TaskPriority
from fieldwork.models import Task
from fieldwork.services.tasks import open_task
from fieldwork.types import NewTask
from gis_core.models import User
from meters.choices import HOLDING_FLAGS, FlagState
from meters.errors import FlagDecided
from meters.models import Reading, ReadingFlag
from meters.services.estimates import replace_by_estimate
from meters.services.readings import correct_reading
from meters.sql import reading_import

#: The kind of task that has a meter read again.
REREAD = "reread"
#: Within so many days somebody goes there again.
REREAD_DAYS = 7


@transaction.atomic
def accept_flag(*, actor: User, flag: ReadingFlag, reason: str = "") -> ReadingFlag:
    """Let the reading count as it is, as far as this rule goes. Raises FlagDecided when somebody was faster."""
    return _decide([_hold(flag)], actor, FlagState.ACCEPTED, reason)[0]


@transaction.atomic
def accept_reading(*, actor: User, reading: Reading, reason: str = "") -> list[ReadingFlag]:
    """Let the reading count as it is, whatever rules it fell under. Raises FlagDecided when none is open."""
    flags = _hold_all(reading)
    return _decide(flags, actor, FlagState.ACCEPTED, reason)


@transaction.atomic
def correct_flagged(*, actor: User, reading: Reading, value_m3: Decimal, reason: str) -> Reading:
    """Write another value in place of the flagged one; it is checked anew and may be flagged itself.

    Raises FlagDecided when nothing is open any more, ReadingRefused like `correct_reading`.
    """
    _hold_all(reading)
    return correct_reading(actor=actor, reading=reading, value_m3=value_m3, reason=reason)


@transaction.atomic
def estimate_flagged(*, actor: User, reading: Reading, reason: str) -> Reading:
    """Let an estimate take the place of the flagged reading; what was read is kept beside it.

    Raises FlagDecided when nothing is open any more, EstimateRefused, ReadingRefused.
    """
    _hold_all(reading)
    return replace_by_estimate(actor=actor, reading=reading, reason=reason)


@transaction.atomic
def order_reread(
    *,
    actor: User,
    reading: Reading,
    assignee: User | None = None,
    due_on: date | None = None,
    reason: str = "",
) -> Task:
    """Have the meter read again: one task while one lives; the reading stays held until it is decided.

    Raises FlagDecided when nothing is open any more.
    """
    flags = _hold_all(reading)
    installation = reading.installation
    connection = installation.connection
    task = open_task(
        actor=actor,
        new=NewTask(
            kind=REREAD,
            title=_("Read meter %(serial)s again") % {"serial": installation.meter.serial},
            details=reason,
            target=reading,
            address=connection.address,
            geom=installation.geom or connection.geom,
            due_on=due_on or timezone.localdate() + timedelta(days=REREAD_DAYS),
            priority=TaskPriority.NORMAL,
            assignee=assignee,
            key=f"{REREAD}:{installation.pk}",
        ),
    )
    _decide([flag for flag in flags if flag.state == FlagState.OPEN], actor, FlagState.REREAD, reason)
    return task


def _hold(flag: ReadingFlag) -> ReadingFlag:
    """Return the flag, nobody else deciding it; raise FlagDecided when somebody has."""
    # Who writes readings of a meter waits for it first and meets its flags then: so does who decides.
    reading_import.wait_for_meter(flag.reading.installation_id)
    held = ReadingFlag.objects.select_for_update().get(pk=flag.pk)
    if held.state not in HOLDING_FLAGS:
        raise FlagDecided(held.get_state_display())
    return held


def _hold_all(reading: Reading) -> list[ReadingFlag]:
    """Return the reading's flags that nobody decided, in one order; raise FlagDecided when there is none."""
    reading_import.wait_for_meter(reading.installation_id)
    flags = list(
        ReadingFlag.objects.select_for_update()
        .filter(reading=reading, state__in=HOLDING_FLAGS)
        .order_by("pk")
    )
    if not flags:
        last = ReadingFlag.objects.filter(reading=reading).order_by("-decided_at").first()
        raise FlagDecided(last.get_state_display() if last is not None else "")
    return flags


def _decide(flags: Sequence[ReadingFlag], actor: User, state: FlagState, reason: str) -> list[ReadingFlag]:
    for flag in flags:
        flag.state = state
        flag.decided_by = actor
        flag.decided_at = timezone.now()
        flag.decision_note = reason[:200]
        flag.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    return list(flags)
