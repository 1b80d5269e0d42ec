"""Issuing an approved run: route after route, a few at a time, numbered and booked in one transaction of their own.

A worker that dies leaves whole routes behind it; called again, the work goes on at the next, so the numbers and
amounts are those of an undisturbed run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Protocol

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounting.services.journal import post_entry
from accounting.types import Leg
from billing.choices import BillState, RunState, Service
from billing.domain.rf import ONE_OFF, bill_payment_number
from billing.errors import RunError
from billing.models import BillRun
from billing.selectors.fallen import sum_fallen
from billing.services.corrections import leave_out_changed
from billing.sql import issue
from documents.services.series import take_numbers
from gis_core.models import User, Utility

#: Name of a bill run among the journal's sources.
SOURCE = "billing.run"

#: Routes go into one transaction, and one entry of the journal, while they have no more bills than this: enough that
#: commit, entry and series cost little beside the bills; few enough that a till waits a fraction of a second.
CHUNK_BILLS = 2_500

#: Purpose of the account that each service's amounts are credited to.
INCOME = {
    Service.WATER: "water_income",
    Service.WATER_FIXED: "water_fixed_income",
    Service.SEWER: "sewer_income",
    Service.SPECIAL_FEE: "special_fee",
    Service.OTHER: "other_income",
    Service.VAT: "vat_output",
}


class Report(Protocol):
    """Tells how far work is; may raise to stop it at a safe place."""

    def __call__(self, done: int, total: int | None = None, step: str = "") -> None:
        """Take the figures."""


def issue_run(*, actor: User | None, run: BillRun, report: Report | None = None) -> BillRun:
    """Number and book the bills of an approved run; safe to call again until it is issued, and after.

    Commits a few routes at a time: call it outside a transaction. Raises RunError `state`, `changed` where the drafts
    are not those approved, `unsound` where bills, lines, ledger and journal do not agree in the end.
    """
    run.refresh_from_db()
    if run.state == RunState.ISSUED:
        return run
    _check_approved(run)
    done = run.bills.filter(state=BillState.ISSUED).count()
    rf_prefix = _rf_prefix(run)
    # Asked again until none is left: a connection may be put on a route that is done.
    while routes := issue.list_routes_to_issue(run.pk):
        for route_ids in _chunks(routes):
            if report is not None:
                report(done, run.bill_count, _("Issuing"))
            done += issue_routes(actor=actor, run=run, route_ids=route_ids, rf_prefix=rf_prefix)
    if report is not None:
        report(done, run.bill_count, _("Checking"))
    return _close(run)


@transaction.atomic
def issue_routes(*, actor: User | None, run: BillRun, route_ids: Sequence[int], rf_prefix: str = "") -> int:
    """Number, charge and book the run's drafts of these routes; return how many: 0 when none are left.

    A draft whose reading changed since the approval, or is held by a rule, is left out and listed with the reason.

    `rf_prefix` is what the run's RF codes begin with, where the caller knows it.
    """
    state = BillRun.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=run.pk)
    if state != RunState.APPROVED:
        raise RunError(gettext_lazy("Only an approved run can be issued."), code="state")
    locked = issue.lock_chunk(run_id=run.pk, route_ids=route_ids)
    connection_ids = leave_out_changed(run_id=run.pk, connection_ids=locked)
    if not connection_ids:
        return 0
    numbers = take_numbers(
        code=run.series_code, year=run.issue_date.year, count=len(connection_ids), title=_("Water bills")
    )
    charged = issue.issue_chunk(
        run_id=run.pk,
        connection_ids=connection_ids,
        first_number=numbers[0],
        rf_prefix=rf_prefix or _rf_prefix(run),
    )
    issue.allocate_credits(connection_ids=connection_ids, allocated_on=run.issue_date)
    _book(actor, run, charged, f"{run.series_code}-{run.issue_date.year}-{numbers[0]:06d}")
    return len(connection_ids)


def _chunks(routes: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield the routes (id, drafts) in their order, as many at a time as make one transaction, and never none."""
    chunk: list[int] = []
    bills = 0
    for route_id, drafts in routes:
        if chunk and bills + drafts > CHUNK_BILLS:
            yield chunk
            chunk, bills = [], 0
        chunk.append(route_id)
        bills += drafts
    if chunk:
        yield chunk


def _check_approved(run: BillRun) -> None:
    """Refuse a run that nobody approved, or whose drafts have changed since."""
    if run.state != RunState.APPROVED:
        raise RunError(gettext_lazy("Only an approved run can be issued."), code="state")
    if issue.run_totals(run.pk).fingerprint != run.fingerprint:
        raise RunError(
            gettext_lazy("The drafts are not those that were approved; cancel the run and make another."),
            code="changed",
        )


def _rf_prefix(run: BillRun) -> str:
    """Return what the RF codes of the run begin with, before the nine digits of a bill's number."""
    payment_number = bill_payment_number(series_code=run.series_code, year=run.issue_date.year, number=0)
    return f"{Utility.objects.get().rf_organisation}{ONE_OFF}{payment_number // 10**9:06d}"


def _book(actor: User | None, run: BillRun, charged: dict[str, Decimal], first_reference: str) -> None:
    """Post receivables against income and VAT; bills at 0 € alone have nothing to post."""
    total = sum(charged.values(), Decimal(0))
    if not total:
        return
    with translation.override("el"):
        description = _("Bills from %(number)s: %(run)s") % {"number": first_reference, "run": run.title}
    legs = [Leg("receivables", debit=total)]
    legs += [
        Leg(INCOME[service], credit=charged[service]) for service in INCOME if charged.get(service.value)
    ]
    post_entry(
        actor=actor,
        entry_date=run.issue_date,
        description=description[:200],
        source=SOURCE,
        source_id=run.pk,
        source_part=first_reference,
        lines=legs,
    )


@transaction.atomic
def _close(run: BillRun) -> BillRun:
    """Check the whole and mark the run issued."""
    run = BillRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if run.state == RunState.ISSUED:
        return run
    check = issue.check_run(run.pk)
    fallen = sum_fallen(run.pk)
    if not check.is_sound or check.bills + fallen.bill_count != run.bill_count:
        raise RunError(
            gettext_lazy("Bills, lines, ledger and journal of the run do not agree; call for help."),
            code="unsound",
        )
    run.bill_count -= fallen.bill_count
    run.net_total -= fallen.net
    run.vat_total -= fallen.vat
    run.consumption_m3 -= fallen.consumption_m3
    run.state = RunState.ISSUED
    run.issued_at = timezone.now()
    run.save()
    return run
