"""Statements for readings that change under a bill, and for drafts that fall away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from billing.sql.statement import execute, fetch


@dataclass(frozen=True)
class BillOnReading:
    """A bill or draft that uses a reading."""

    bill_id: int
    state: str
    series_code: str
    year: int
    number: int | None


@dataclass(frozen=True)
class ChangedDraft:
    """A draft that cannot be issued, with the reading that changed and the reason's code."""

    bill_id: int
    connection_id: int
    reading_id: int | None
    reason: str


def lock_users_of_readings(reading_ids: Sequence[int]) -> list[BillOnReading]:
    """Lock and return the bills and drafts that use the readings; waits for who issues them."""
    return [BillOnReading(*row) for row in fetch("lock_users_of_readings", reading_ids=list(reading_ids))]


def lock_drafts(*, run_id: int, connection_ids: Sequence[int]) -> list[int]:
    """Lock the run's drafts of the connections; return the connections that have one still."""
    rows = fetch("lock_drafts", run_id=run_id, connection_ids=list(connection_ids))
    return [row[0] for row in rows]


def list_changed(*, run_id: int, connection_ids: Sequence[int]) -> list[ChangedDraft]:
    """Return the drafts of the connections whose readings no longer stand or are held by a rule."""
    rows = fetch("list_changed", run_id=run_id, connection_ids=list(connection_ids))
    return [ChangedDraft(*row) for row in rows]


def has_changed(run_id: int) -> bool:
    """Say whether a draft of the run fell away since its preview or uses a reading that yielded."""
    return bool(fetch("has_changed", run_id=run_id)[0][0])


def drop_drafts(drafts: Sequence[ChangedDraft]) -> int:
    """Let locked drafts fall away, each listed as not billed; return how many."""
    return execute(
        "drop_drafts",
        bill_ids=[draft.bill_id for draft in drafts],
        reasons=[draft.reason for draft in drafts],
        reading_ids=[draft.reading_id for draft in drafts],
    )
