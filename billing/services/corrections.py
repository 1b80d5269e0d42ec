"""What becomes of bills when a reading that they use is corrected, withdrawn or held."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from billing.choices import BillState
from billing.sql import corrections
from billing.sql.corrections import ChangedDraft
from meters.errors import ReadingRefused

#: Reason of the run's list for a draft whose reading yielded to another.
CHANGED = "reading_changed"


def let_go_of_readings(reading_ids: Sequence[int]) -> int:
    """Let the drafts that use the readings fall away; return how many.

    Waits for a run that is issuing them. Raises ReadingRefused `billed` when an issued bill stands on one: a billed
    reading does not change.
    """
    used = corrections.lock_users_of_readings(reading_ids)
    for bill in used:
        if bill.state == BillState.ISSUED:
            raise ReadingRefused(
                _(
                    "Bill %(number)s stands on this reading, so it cannot change. Write the next reading as it "
                    "is: the next bill evens it out."
                )
                % {"number": f"{bill.series_code}-{bill.year}-{bill.number:06d}"},
                code="billed",
            )
    drafts = [ChangedDraft(bill.bill_id, 0, None, CHANGED) for bill in used]
    return corrections.drop_drafts(drafts) if drafts else 0


def leave_out_changed(*, run_id: int, connection_ids: Sequence[int]) -> list[int]:
    """Lock the run's drafts of the connections, leave out those that may not be issued; return who is left.

    Left out is what uses a reading that no longer stands, or lies across one that a rule holds; each is listed with
    its reason.
    """
    held = corrections.lock_drafts(run_id=run_id, connection_ids=connection_ids)
    changed = corrections.list_changed(run_id=run_id, connection_ids=held)
    if not changed:
        return held
    corrections.drop_drafts(changed)
    gone = {draft.connection_id for draft in changed}
    return [connection_id for connection_id in held if connection_id not in gone]
