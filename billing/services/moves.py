"""The closing bill of a payer who moves out."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounting.errors import PeriodClosed
from billing.errors import RunError
from billing.models import BillRun
from billing.services.runs import note_job, start_run
from gis_core.models import User
from gis_core.services.jobs import enqueue_job
from meters.models import Connection, Reading

#: How long whoever moved out has to pay.
PAY_WITHIN_DAYS = 30


def bill_leaver(*, actor: User | None, connection: Connection, moved_on: date) -> BillRun | None:
    """Open the run of the connection's readings of that day and ring for its preview; another approves it.

    The reading that closes the leaver's bill opens the newcomer's. None, and the next run bills the leaver, where
    nobody acts, no meter was read on the day, the books of today are closed, or a run of that day is there already.
    """
    read = Reading.objects.filter(installation__connection=connection, read_on=moved_on, stands=True).exists()
    if actor is None or not read:
        return None
    issued_on = max(timezone.localdate(), moved_on)
    try:
        run = start_run(
            actor=actor, connection=connection, read_from=moved_on, read_to=moved_on, issue_date=issued_on,
            due_date=issued_on + timedelta(PAY_WITHIN_DAYS),
            title=_("Closing bill of %(supply)s") % {"supply": connection.supply_number},
        )  # fmt: skip
    except (RunError, PeriodClosed):
        return None
    ring_preview(actor=actor, run=run)
    return run


@transaction.atomic
def ring_preview(*, actor: User, run: BillRun) -> None:
    """Hand the run's preview to the worker; a second ring while it works is the same job."""
    job = enqueue_job(
        actor=actor,
        kind="billing.preview_run",
        title=_("Preview of %(run)s") % {"run": run.title},
        parameters={"run_id": run.pk},
        key=f"billing.run.{run.pk}.preview",
    )
    note_job(run=run, job=job)
