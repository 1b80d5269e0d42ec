"""A bill run from its scope to its approval; issuing stands in `issue.py`."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounting.services.periods import check_open
from billing.choices import BillState, RunState
from billing.errors import RunError, RunExistsError
from billing.models import BillRun
from billing.services.issue import Report, issue_run
from billing.sql import preview
from billing.sql.corrections import has_changed
from billing.sql.issue import run_totals
from gis_core.choices import Role
from gis_core.models import Job, User
from meters.models import Connection, Route

__all__ = [
    "Report",
    "approve_run",
    "cancel_run",
    "issue_run",
    "note_job",
    "preview_run",
    "start_run",
]

#: Scope of a run over all routes.
ALL = "all"


@transaction.atomic
def start_run(
    *,
    actor: User,
    route: Route | None = None,
    connection: Connection | None = None,
    read_from: date,
    read_to: date,
    issue_date: date,
    due_date: date,
    title: str,
) -> BillRun:
    """Open a run for a route, one connection or all, over the readings of some days; nothing is charged yet.

    Raises RunExistsError with the run that bills the same scope up to the same day, RunError `dates`, and
    PeriodClosed where the books of the day of issue are closed.
    """
    if read_to < read_from or due_date < issue_date:
        raise RunError(_("The days of the run are not in order."), code="dates")
    if read_to > issue_date:
        raise RunError(_("Readings after the day of issue cannot be billed."), code="dates")
    check_open(day=issue_date)
    if route is not None and connection is not None:
        raise RunError(_("A run is of a route or of one connection, not of both."), code="scope")
    scope_key = f"#{connection.pk}" if connection is not None else ALL if route is None else route.code
    try:
        with transaction.atomic():
            return BillRun.objects.create(
                title=title, route=route, connection=connection, scope_key=scope_key, read_from=read_from,
                read_to=read_to, issue_date=issue_date, due_date=due_date, created_by=actor,
            )  # fmt: skip
    except IntegrityError:
        first = (
            BillRun.objects.filter(scope_key=scope_key, read_to=read_to)
            .exclude(state=RunState.CANCELLED)
            .first()
        )
        if first is None:
            raise
        raise RunExistsError(run_id=first.pk, title=first.title) from None


@transaction.atomic
def preview_run(*, actor: User | None, run: BillRun, report: Report | None = None) -> BillRun:
    """Make the run's drafts from the readings as they are now, in place of earlier ones.

    Whoever is not billed is listed with a reason. Raises RunError `state` once the run is approved.
    """
    tell = report or (lambda done, total=None, step="": None)
    preview.lock_previews()
    run = lock_run(run)
    if run.state not in {RunState.DRAFT, RunState.PREVIEWED}:
        raise RunError(_("An approved run is not previewed again; cancel it first."), code="state")
    tell(0, 4, str(_("Reading the meters")))
    preview.delete_drafts(run.pk)
    preview.collect_pairs(
        route_id=run.route_id, connection_id=run.connection_id, read_from=run.read_from, read_to=run.read_to
    )
    tell(1, 4, str(_("Applying the tariffs")))
    preview.split_by_version()
    preview.mark_unpriced()
    preview.charge()
    tell(2, 4, str(_("Writing the drafts")))
    preview.check_keys_at_once()
    preview.insert_bills(run.pk)
    preview.insert_lines(run.pk)
    preview.insert_meters(run.pk)
    preview.insert_exclusions(run.pk)
    preview.check_keys_at_commit()
    preview.drop_work_tables()
    tell(3, 4, str(_("Adding up")))
    preview.delete_fallen(run.pk)
    totals = run_totals(run.pk)
    run.bill_count = totals.bill_count
    run.net_total = totals.net
    run.vat_total = totals.vat
    run.consumption_m3 = totals.consumption_m3
    run.fingerprint = totals.fingerprint
    run.state = RunState.PREVIEWED
    run.save()
    return run


@transaction.atomic
def approve_run(*, actor: User, run: BillRun, seen: str | None = None) -> BillRun:
    """Approve what the preview made, as someone other than its maker.

    `seen` is the print of the preview that the approver looked at. Raises RunError `state`, `same_person`, `role`,
    `empty`, `changed` (drafts differ from the preview, or the preview was made again since it was seen).
    """
    run = lock_run(run)
    if run.state != RunState.PREVIEWED:
        raise RunError(_("Only a previewed run can be approved."), code="state")
    if run.created_by_id == actor.pk:
        raise RunError(_("A run is approved by someone other than who made it."), code="same_person")
    if not actor.has_any_role(Role.DIRECTOR, Role.BILLING):
        raise RunError(_("Your roles do not allow you to approve runs."), code="role")
    if run.bill_count == 0:
        raise RunError(_("The run has no bills."), code="empty")
    if seen is not None and seen != run.fingerprint:
        raise RunError(
            _("The preview was made again meanwhile; look at it before you approve."), code="changed"
        )
    if run_totals(run.pk).fingerprint != run.fingerprint:
        raise RunError(_("The drafts are not those of the preview; make it again."), code="changed")
    if has_changed(run.pk):
        raise RunError(
            _("Readings changed since the preview, so drafts fell away; make the preview again."),
            code="changed",
        )
    run.state = RunState.APPROVED
    run.approved_by = actor
    run.approved_at = timezone.now()
    run.save()
    return run


@transaction.atomic
def cancel_run(*, actor: User, run: BillRun) -> BillRun:
    """Give the run up before any bill is issued: its drafts are deleted, its readings free for another.

    Raises RunError `state` when it is issued, whole or in part, or cancelled already.
    """
    run = lock_run(run)
    is_open = run.state in {RunState.DRAFT, RunState.PREVIEWED, RunState.APPROVED}
    if not is_open or run.bills.filter(state=BillState.ISSUED).exists():
        raise RunError(_("A run whose bills are issued is not cancelled."), code="state")
    preview.delete_drafts(run.pk)
    run.state = RunState.CANCELLED
    run.save()
    return run


def note_job(*, run: BillRun, job: Job) -> None:
    """Remember the job that works for the run, for its page."""
    BillRun.objects.filter(pk=run.pk).update(job=job)
    run.job = job


def lock_run(run: BillRun) -> BillRun:
    """Return the run as it is now, locked until the transaction ends."""
    return BillRun.objects.select_for_update(no_key=True).get(pk=run.pk)
