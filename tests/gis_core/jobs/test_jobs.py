"""Jobs: one end for each, stopped and resumed by people, brought back by the sweep."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import NumberSeries
from documents.services.series import take_numbers
from gis_core import jobs as registry
from gis_core.choices import JobState, Role
from gis_core.errors import DomainError
from gis_core.jobs import JobContext, UnknownJobKind, register_job
from gis_core.models import Job
from gis_core.services import jobs
from tests.factories.people import make_staff


def _meanwhile(statement: str, job: Job) -> None:
    """Do what somebody else does, over a connection of their own."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(statement, [job.pk])
    other.close()


def _write(context: JobContext) -> dict[str, object]:
    take_numbers(code="JOB", year=2026, count=1, title="Job")
    for step in range(context.parameters.get("steps", 1)):
        context.report(step + 1, context.parameters.get("steps", 1), "writing")
        if context.parameters.get("refuse"):
            raise DomainError("Line 3 is wrong.", code="wrong_line")
        if context.parameters.get("break"):
            raise ZeroDivisionError("by zero")
        if context.parameters.get("stop_itself"):
            other = connection.copy()
            with other.cursor() as cursor:
                cursor.execute(
                    "UPDATE gis_core_job SET stop_requested = true WHERE id = %s", [context.job.pk]
                )
            other.close()
        if context.parameters.get("taken_over"):
            other = connection.copy()
            with other.cursor() as cursor:
                cursor.execute(
                    "UPDATE gis_core_job SET attempts = attempts + 1 WHERE id = %s", [context.job.pk]
                )
            other.close()
    return {"summary": "one number"}


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(jobs, "_ring_now", lambda job_id: None)
    register_job("test.write", _write, "Write")


def start(key: str | None = None, **parameters: object) -> Job:
    return jobs.enqueue_job(actor=None, kind="test.write", title="Write", parameters=parameters, key=key)


def last_number() -> int:
    series = NumberSeries.objects.filter(code="JOB").first()
    return series.last_number if series else 0


def test_a_job_ends_with_its_effect_and_does_not_run_twice(committed_db: None) -> None:
    job = start(steps=3)
    assert jobs.run_job_now(job.pk)
    assert not jobs.run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done_count, job.total_count, job.attempts) == (JobState.DONE, 3, 3, 1)
    assert job.result == {"summary": "one number"}
    assert last_number() == 1


@pytest.mark.parametrize(
    ("parameters", "state", "error"),
    [
        ({"refuse": True}, JobState.FAILED, "Line 3 is wrong."),
        ({"break": True}, JobState.FAILED, "ZeroDivisionError: by zero"),
        ({"stop_itself": True, "steps": 2}, JobState.STOPPED, ""),
    ],
)
def test_a_job_that_does_not_end_well_leaves_nothing(
    committed_db: None, parameters: dict[str, Any], state: JobState, error: str
) -> None:
    job = start(**parameters)
    assert jobs.run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (state, error)
    assert last_number() == 0


@pytest.mark.parametrize("steps", [1, 2])
def test_a_worker_whose_job_was_taken_over_writes_nothing(committed_db: None, steps: int) -> None:
    job = start(taken_over=True, steps=steps)
    jobs.run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 2)
    assert last_number() == 0


def test_a_job_held_by_another_worker_is_left_alone(committed_db: None) -> None:
    job = start()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [jobs.LOCK_SPACE, job.pk])
        assert not jobs.run_job_now(job.pk)
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [jobs.LOCK_SPACE, job.pk])
    other.close()
    assert jobs.run_job_now(job.pk)


def test_a_lock_that_could_not_be_freed_does_not_outlive_its_attempt(committed_db: None) -> None:
    job = start()

    def refuse(execute: Any, statement: str, *rest: Any) -> Any:
        if "pg_advisory_unlock" in statement:
            raise OperationalError("canceled")
        return execute(statement, *rest)

    with connection.execute_wrapper(refuse):
        assert jobs.run_job_now(job.pk)
    # The connection was closed: its server goes, and the lock with it, a moment later.
    until = time.monotonic() + 10
    while _held_locks() and time.monotonic() < until:
        time.sleep(0.05)
    assert _held_locks() == 0


def _held_locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [jobs.LOCK_SPACE],
        )
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_same_work_is_not_begun_twice() -> None:
    first, second, third = start("run:1"), start("run:1"), start("run:2")
    assert first == second != third
    jobs.run_job_now(first.pk)
    assert start("run:1") != first


@pytest.mark.django_db
def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownJobKind):
        jobs.enqueue_job(actor=None, kind="test.nothing", title="Nothing", parameters={})
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_the_sweep_rings_for_what_is_silent_and_only_once() -> None:
    now = timezone.now()
    fresh, lost, quiet, done = start(), start(), start(), start()
    Job.objects.filter(pk=lost.pk).update(created_at=now - timedelta(minutes=1))
    Job.objects.filter(pk=quiet.pk).update(
        state=JobState.RUNNING, created_at=now - timedelta(hours=1), heartbeat_at=now - timedelta(minutes=1)
    )
    Job.objects.filter(pk=done.pk).update(state=JobState.DONE, created_at=now - timedelta(hours=1))
    assert fresh.state == JobState.QUEUED
    assert jobs.sweep_jobs() == 2
    assert jobs.sweep_jobs() == 0


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up() -> None:
    job = start()
    Job.objects.filter(pk=job.pk).update(attempts=jobs.MAX_ATTEMPTS, state=JobState.RUNNING)
    assert not jobs.run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert last_number() == 0


@pytest.mark.django_db
def test_people_stop_and_resume_their_own_jobs(client: Client) -> None:
    bella, charlie = make_staff("bella", Role.BILLING), make_staff("charlie", Role.BILLING)
    job = jobs.enqueue_job(actor=bella, kind="test.write", title="Write", parameters={})
    client.force_login(charlie)
    assert client.post(reverse("gis_core:job_stop", args=[job.pk])).status_code == 404
    client.force_login(bella)
    assert "every 2s" in client.get(reverse("gis_core:job_detail", args=[job.pk])).content.decode()
    client.post(reverse("gis_core:job_stop", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.STOPPED
    progress = client.get(reverse("gis_core:job_progress", args=[job.pk]), {"was": "live"})
    assert "every 2s" not in progress.content.decode()
    assert progress["HX-Refresh"] == "true"
    client.post(reverse("gis_core:job_resume", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert jobs.run_job_now(job.pk)
