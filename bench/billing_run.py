"""A bill run, preview to issue, beside bare INSERT … SELECT of the same rows and beside a loop over the ORM.

Ours does all that the product does: pairs of readings, rating, drafts and lines, the check of what was
approved, numbers, RF codes, ledger, journal and the closing checks, with all triggers on. The limit puts the
same finished rows into tables with the same indexes and constraints, and does nothing else. The peer makes a
sample of the same bills one by one through the ORM, a transaction each, and is scaled up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench import billing_limit
from bench.billing_peer import bill_by_orm
from bench.billing_town import build_town, empty_bills
from bench.report import Row, seconds, tell
from billing.models import Bill, BillRun
from billing.services.runs import approve_run, issue_run, preview_run, start_run
from gis_core.models import User

SIZE = 50_000
MOST_RATIO = 2.0
LEAST_PEER_RATIO = 50.0
SAMPLE = 200
#: The machine is shared: each is measured so many times in turn, and the best of each counts.
ROUNDS = 3


def measure(size: int) -> Iterator[Row]:
    """Yield the run's row: seconds for so many connections."""
    tell(f"billing-run: a town of {size} connections")
    clerk, director = build_town(size)
    ours: list[float] = []
    limits: list[float] = []
    for turn in range(ROUNDS if size <= 100_000 else 1):
        empty_bills()
        ours.append(_run(clerk, director, size))
        billing_limit.make_clones()
        billing_limit.keep_rows()
        billing_limit.empty_clones()
        limits.append(seconds(billing_limit.insert_rows))
        tell(f"  turn {turn + 1}: ours {ours[-1]:.2f} s, limit {limits[-1]:.2f} s")
    empty_bills()
    billing_limit.drop_clones()
    sample = min(SAMPLE, size)
    run = _start(clerk)
    peer = seconds(lambda: bill_by_orm(actor=clerk, run=run, sample=sample)) * size / sample
    empty_bills()
    ratio, peer_ratio = min(ours) / min(limits), peer / min(ours)
    yield Row(
        "billing-run", size, min(ours), min(limits), ratio, peer, peer_ratio, "s",
        ratio <= MOST_RATIO and peer_ratio >= LEAST_PEER_RATIO,
    )  # fmt: skip


def _run(clerk: User, director: User, size: int) -> float:
    """Take the run from preview to issue; return the seconds, each step told."""
    run = _start(clerk)
    steps = {
        "preview": lambda: preview_run(actor=clerk, run=run),
        "approve": lambda: approve_run(actor=director, run=run),
        "issue": lambda: issue_run(actor=clerk, run=run),
    }
    times = {name: seconds(step) for name, step in steps.items()}
    tell("  " + ", ".join(f"{name} {taken:.2f} s" for name, taken in times.items()))
    issued = Bill.objects.issued().count()
    if issued != size:
        message = f"{issued} bills issued of {size}"
        raise RuntimeError(message)
    return sum(times.values())


def _start(clerk: User) -> BillRun:
    return start_run(
        actor=clerk, route=None, read_from=date(2026, 11, 1), read_to=date(2026, 11, 19),
        issue_date=date(2026, 11, 20), due_date=date(2026, 12, 21), title="Γ΄ τετράμηνο 2026",
    )  # fmt: skip
