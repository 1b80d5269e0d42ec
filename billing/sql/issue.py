"""The statements that number and book the drafts of a run, chunk by chunk, and check the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.sql.statement import execute, fetch
from billing.types import RunTotals


@dataclass(frozen=True)
class RunCheck:
    """Sums in euros that are equal when a run is issued, and what is left to do."""

    drafts: int
    bills: int
    billed: Decimal
    lines: Decimal
    ledger: Decimal
    journal: Decimal

    @property
    def is_sound(self) -> bool:
        """Say whether bills, lines, ledger and journal agree and no draft is left."""
        return self.drafts == 0 and self.billed == self.lines == self.ledger == self.journal


def run_totals(run_id: int) -> RunTotals:
    """Return the sums over the run's bills, drafts or issued, and the print of their content."""
    return RunTotals(*fetch("run_totals", run_id=run_id)[0])


def list_routes_to_issue(run_id: int) -> list[tuple[int, int]]:
    """Return the id of each route with drafts and how many they are, in the order of the routes' codes."""
    return [(row[0], row[1]) for row in fetch("list_routes_to_issue", run_id=run_id)]


def lock_chunk(*, run_id: int, route_ids: Sequence[int]) -> list[int]:
    """Lock and return the connections of the routes whose drafts are next."""
    return [row[0] for row in fetch("lock_chunk", run_id=run_id, route_ids=list(route_ids))]


def issue_chunk(
    *, run_id: int, connection_ids: Sequence[int], first_number: int, rf_prefix: str
) -> dict[str, Decimal]:
    """Number, code and charge the drafts of these connections; return the sums by service."""
    rows = fetch(
        "issue_chunk",
        run_id=run_id,
        connection_ids=list(connection_ids),
        first_number=first_number,
        rf_prefix=rf_prefix,
    )
    return dict(rows)


def allocate_credits(*, connection_ids: Sequence[int], allocated_on: date) -> int:
    """Cover open charges of these connections by money at hand; return how many allocations were made."""
    return execute("allocate_credits", connection_ids=list(connection_ids), allocated_on=allocated_on)


def check_run(run_id: int) -> RunCheck:
    """Return what must agree when the run is issued."""
    return RunCheck(*fetch("check_run", run_id=run_id)[0])
