"""How staged readings are written: what yields is told, then measured, written, flagged and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import HOLDING_FLAGS, ReadingSource
from meters.errors import ReadingRefused
from meters.events import reading_recorded, reading_yields
from meters.sql import reading_import

Rules = Sequence[dict[str, object]]


@dataclass(frozen=True)
class Written:
    """What was written: the readings, and how many of them are held back by a flag."""

    reading_ids: Sequence[int]
    flagged: int


def announce_yield(reading_ids: Sequence[int]) -> None:
    """Tell others that the readings are about to yield; raises ReadingRefused where a bill stands on one."""
    reading_yields.send(sender=None, reading_ids=list(reading_ids))


def let_yield(*, dry_run: bool = False) -> None:
    """Let estimates yield to the actual readings of their days; lines whose estimate cannot are refused."""
    yielding = reading_import.list_yielding()
    if not yielding or _may_yield(list(yielding.values()), dry_run=dry_run):
        return
    stuck = [line for line, reading in yielding.items() if not _may_yield([reading], dry_run=dry_run)]
    reading_import.refuse(stuck, "billed")


def _may_yield(reading_ids: list[int], *, dry_run: bool) -> bool:
    try:
        with transaction.atomic():
            announce_yield(reading_ids)
            if dry_run:
                # Receivers let go of what they drew from them: only to see whether they can.
                transaction.set_rollback(True)
    except ReadingRefused:
        return False
    return True


def write_taken(*, actor: User | None, source: ReadingSource, batch_id: int | None, rules: Rules) -> Written:
    """Write the lines that are taken with their flags, mark their slips, look anew at what stands next; tell others."""
    user_id = actor.pk if actor else None
    reading_import.measure(rules)
    reading_import.insert(source=source, batch_id=batch_id, user_id=user_id)
    raised = reading_import.flag(rules)
    reading_import.mark_slips(user_id)
    written = reading_import.list_written()
    held = {one.reading_id for one in raised if one.state in HOLDING_FLAGS}
    following = reading_import.list_following()
    # What is doubtful itself says nothing against the reading after it.
    for is_doubtful in (False, True):
        after = [reading for reading, before in following.items() if (before in held) is is_doubtful]
        if after:
            hold_anew(after, user_id=user_id, rules=rules, may_add=not is_doubtful)
    for start in range(0, len(written), reading_import.PORTION):
        reading_recorded.send(sender=None, reading_ids=written[start : start + reading_import.PORTION])
    return Written(written, len(held))


def hold_anew(reading_ids: Sequence[int], *, user_id: int | None, rules: Rules, may_add: bool = True) -> None:
    """Hold standing readings against their neighbours once more: what was decided stays, what is open may close."""
    reading_import.stage_again(reading_ids)
    reading_import.measure(rules)
    reading_import.set_reading_ids()
    raised = reading_import.flag(rules, may_add=may_add)
    reading_import.close_flags(
        reading_ids=reading_ids, raised=raised, user_id=user_id,
        note=_("The readings before it changed; the rule no longer holds."),
    )  # fmt: skip
