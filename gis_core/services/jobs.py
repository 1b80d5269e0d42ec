"""Long work: the row is the truth, the broker only a bell.

A worker holds an advisory lock of the database for the length of a job, which the server frees when the
worker dies. Whatever rings twice therefore runs once; whatever was never rung is found by the sweep. A worker
that lost its connection lost the lock too: attempts are numbered, and one that is not the last writes no end.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import Any

import pghistory
from celery import current_app
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gis_core.choices import JobState
from gis_core.errors import DomainError
from gis_core.jobs import JobContext, JobKind, JobLost, JobStopped, get_job_kind
from gis_core.models import Job, User

logger = logging.getLogger(__name__)

#: First key of the advisory locks of jobs; the second is the job's id.
LOCK_SPACE = 4711
#: A job that takes its worker down so often is not begun again by itself.
MAX_ATTEMPTS = 100
#: A job queued or silent for longer is rung again; if a worker still holds it, the ring has no effect.
SILENCE = timedelta(seconds=30)


def enqueue_job(
    *, actor: User | None, kind: str, title: str, parameters: dict[str, Any], key: str | None = None
) -> Job:
    """Write the job in the caller's transaction and ring for a worker after the commit.

    While an unfinished job holds the same key, that job is returned and no second one is made.
    """
    get_job_kind(kind)
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, key=key, title=title, parameters=parameters, started_by=actor)
    except IntegrityError:
        existing = Job.objects.unfinished().filter(key=key).first()
        if existing is None:
            raise
        return existing
    ring(job)
    return job


def ring(job: Job) -> None:
    """Tell a worker after the commit; a broker that is down is no loss, the sweep rings again."""
    transaction.on_commit(partial(_ring_now, job.pk), robust=True)


def _ring_now(job_id: int) -> None:
    try:
        current_app.send_task("gis_core.tasks.run_job", args=[job_id], retry=False)
    except Exception:  # whatever the broker's client raises, the row stays queued
        logger.warning("job %s was not rung, the sweep will", job_id, exc_info=True)


def request_stop(*, actor: User, job: Job) -> None:
    """Stop a queued job at once, a running one at its next safe place."""
    stopped = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.STOPPED, ended_at=timezone.now()
    )
    if not stopped:
        Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(stop_requested=True)
    job.refresh_from_db()


def resume_job(*, actor: User, job: Job) -> None:
    """Queue a stopped or failed job again; it goes on where its committed steps end."""
    try:
        with transaction.atomic():
            resumed = Job.objects.filter(pk=job.pk, state__in=[JobState.STOPPED, JobState.FAILED]).update(
                state=JobState.QUEUED, stop_requested=False, error="", ended_at=None, heartbeat_at=None
            )
    except IntegrityError:
        raise DomainError(
            _("The same work has been started again meanwhile."), code="job_key_taken"
        ) from None
    if resumed:
        ring(job)
    job.refresh_from_db()


def run_job_now(job_id: int) -> bool:
    """Run the job if it is unfinished and nobody else holds it; say whether this call did the work."""
    if not _try_lock(job_id):
        return False
    try:
        started = (
            Job.objects.filter(pk=job_id)
            .unfinished()
            .update(
                state=JobState.RUNNING,
                attempts=F("attempts") + 1,
                started_at=timezone.now(),
                heartbeat_at=timezone.now(),
            )
        )
        if not started:
            return False
        job = Job.objects.select_related("started_by").get(pk=job_id)
        if job.attempts > MAX_ATTEMPTS:
            _end(
                job,
                JobState.FAILED,
                error=_("The work was begun %(count)d times and never ended.") % {"count": MAX_ATTEMPTS},
            )
            return False
        _work(job)
        return True
    finally:
        _unlock(job_id)


def sweep_jobs() -> int:
    """Ring again for jobs that are queued or silent for too long; return how many."""
    quiet_since = timezone.now() - SILENCE
    with transaction.atomic():
        silent = list(
            Job.objects.unfinished()
            .filter(
                Q(heartbeat_at__isnull=True, created_at__lt=quiet_since) | Q(heartbeat_at__lt=quiet_since)
            )
            .select_for_update(skip_locked=True)
            .order_by("pk")[:200]
        )
        Job.objects.filter(pk__in=[job.pk for job in silent]).update(heartbeat_at=timezone.now())
        for job in silent:
            ring(job)
    return len(silent)


def _work(job: Job) -> None:
    """Run the job's function and write its end; nothing of a failed transaction stays."""
    language = job.started_by.language if job.started_by is not None else "el"
    context = JobContext(job)
    try:
        kind = get_job_kind(job.kind)
        with translation.override(language), pghistory.context(user=job.started_by_id, job=job.pk):
            _run(kind, context)
    except JobStopped:
        _end(job, JobState.STOPPED)
    except JobLost:
        logger.warning("job %s is another worker's by now", job.pk)
    except DomainError as error:
        with translation.override(language):
            _end(job, JobState.FAILED, error=str(error))
    except Exception as error:
        logger.exception("job %s failed", job.pk)
        if not _holds_lock(job.pk):  # the connection was lost: the sweep begins the job again
            return
        _end(job, JobState.FAILED, error=f"{type(error).__name__}: {error}")
    finally:
        context.close()


def _run(kind: JobKind, context: JobContext) -> None:
    """Run in one transaction with the end state, or step by step and then write the end state."""
    if kind.is_chunked:
        result = kind.run(context)
        _end(context.job, JobState.DONE, result=result)
        return
    with transaction.atomic():
        result = kind.run(context)
        _end(context.job, JobState.DONE, result=result)


def _end(job: Job, state: JobState, *, error: str = "", result: dict[str, Any] | None = None) -> None:
    """Write the end of this attempt; raise JobLost, so that its effect is undone, when another has begun."""
    ended = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
        state=state, error=error, result=result or {}, ended_at=timezone.now(), stop_requested=False
    )
    if not ended:
        raise JobLost


def _try_lock(job_id: int) -> bool:
    """Take the job's lock for this connection; the server frees it when the connection ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, job_id % 2**31])
        return bool(cursor.fetchone()[0])


def _holds_lock(job_id: int) -> bool:
    """Say whether this connection still lives and holds the job's lock."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
                " AND classid = %s AND objid = %s)",
                [LOCK_SPACE, job_id % 2**31],
            )
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        connection.close()
        return False


def _unlock(job_id: int) -> None:
    """Free the lock; a connection that cannot is closed for good rather than given back with it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, job_id % 2**31])
    except Exception:
        logger.warning("job %s: the connection was lost", job_id, exc_info=True)
        if connection.connection is not None:  # else the pool would give it out again, and the lock with it
            connection.connection.close()
        connection.close()
