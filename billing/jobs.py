"""Long work of billing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from billing.models import BillRun
from billing.services import runs
from gis_core.jobs import JobContext, register_job


def preview_run(context: JobContext) -> dict[str, Any]:
    """Make the drafts of the run named by the job's parameters."""
    run = BillRun.objects.get(pk=context.parameters["run_id"])
    run = runs.preview_run(actor=context.job.started_by, run=run, report=context.report)
    return {"bills": run.bill_count, "total": str(run.net_total + run.vat_total)}


def issue_run(context: JobContext) -> dict[str, Any]:
    """Issue the run named by the job's parameters, from where an earlier try left off."""
    run = BillRun.objects.get(pk=context.parameters["run_id"])
    run = runs.issue_run(actor=context.job.started_by, run=run, report=context.report)
    return {"bills": run.bill_count, "total": str(run.net_total + run.vat_total)}


register_job("billing.preview_run", preview_run, _("Preview of bills"))
register_job("billing.issue_run", issue_run, _("Issue of bills"), is_chunked=True)
