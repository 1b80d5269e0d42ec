"""Pages of long work: what runs, how far, stop and resume."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gis_core.choices import JobState
from gis_core.models import Job, User
from gis_core.pages.access import allow_staff
from gis_core.services.jobs import request_stop, resume_job

TONES = {"queued": "info", "running": "info", "stopped": "warn", "done": "good", "failed": "bad"}


def _context(job: Job) -> dict[str, object]:
    """Return how far the job is and how long it may still take."""
    percent = None
    seconds_left = None
    if job.total_count:
        percent = min(100, round(100 * job.done_count / job.total_count))
        if job.state == JobState.RUNNING and job.started_at and job.done_count:
            passed = (timezone.now() - job.started_at).total_seconds()
            seconds_left = round(passed * (job.total_count - job.done_count) / job.done_count)
    return {
        "job": job,
        "tone": TONES[job.state],
        "percent": percent,
        "seconds_left": seconds_left,
        "is_live": job.state in {JobState.QUEUED, JobState.RUNNING},
        "may_resume": job.state in {JobState.STOPPED, JobState.FAILED},
    }


def _job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(
        Job.objects.visible_to(cast(User, request.user)).select_related("started_by"), pk=pk
    )


@allow_staff
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """List the user's jobs; all of them for administrators and auditors."""
    jobs = Job.objects.visible_to(cast(User, request.user)).select_related("started_by")
    page = Paginator(jobs, 50).get_page(request.GET.get("page"))
    for job in page.object_list:
        job.tone = TONES[job.state]  # type: ignore[attr-defined]  # for the template only
    return render(request, "gis_core/job_list.html", {"page": page})


@allow_staff
@require_GET
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job."""
    return render(request, "gis_core/job_detail.html", _context(_job(request, pk)))


@allow_staff
@require_GET
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the part of the page that is asked for again every two seconds while the job lives."""
    context = _context(_job(request, pk))
    response = render(request, "gis_core/partials/job_progress.html", context)
    if not context["is_live"] and request.GET.get("was") == "live":
        response["HX-Refresh"] = "true"
    return response


@allow_staff
@require_POST
def job_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the job to stop at its next safe place."""
    request_stop(actor=cast(User, request.user), job=_job(request, pk))
    return redirect("gis_core:job_detail", pk=pk)


@allow_staff
@require_POST
def job_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a stopped or failed job go on."""
    resume_job(actor=cast(User, request.user), job=_job(request, pk))
    return redirect("gis_core:job_detail", pk=pk)
