"""Workers killed with -9 at random points lose no job and double none."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import redis
from celery import Celery
from django.utils import timezone

from gis_core.choices import JobState
from gis_core.models import Job
from gis_core.services import jobs
from notifications.models import Message
from tests.concurrency import worker_jobs
from tests.concurrency.workers import Workers, broker_address

pytestmark = pytest.mark.xdist_group("brokers")
BROKER = broker_address(9)
PATIENCE_S = 90


@pytest.fixture
def workers(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workers]:
    store = redis.Redis.from_url(BROKER)
    store.flushdb()
    bell = Celery(broker=BROKER, set_as_current=False)

    def ring(job_id: int) -> None:
        bell.send_task("gis_core.tasks.run_job", args=[job_id])

    monkeypatch.setattr(jobs, "_ring_now", ring)
    group = Workers(BROKER, include="tests.concurrency.worker_jobs")
    yield group
    group.kill()
    bell.close()
    store.flushdb()
    store.close()


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < until, list(Job.objects.values("title", "state", "attempts", "error"))
        time.sleep(0.05)


def ring_again() -> None:
    """What the beat does once the silence has lasted; the test does not wait for it."""
    Job.objects.unfinished().update(created_at=timezone.now() - timedelta(minutes=2), heartbeat_at=None)
    jobs.sweep_jobs()


def run_with_kills(workers: Workers, kills: int) -> None:
    dice = random.Random(kills)
    expected = {f"step-{step}" for step in range(worker_jobs.CHUNKS)}
    jobs.enqueue_job(actor=None, kind="test.chunked", title="chunked", parameters={}, key="chunked")
    for name in range(kills):
        jobs.enqueue_job(actor=None, kind="test.whole", title=f"whole {name}", parameters={"name": name})
        expected |= {f"whole-{name}-{step}" for step in range(5)}
    for _kill in range(kills):
        before = Message.objects.count()
        goal = min(before + dice.randint(1, 8), len(expected) - 2)
        workers.start()
        ring_again()
        wait_for(lambda goal=goal: Message.objects.count() >= goal)  # type: ignore[misc]
        workers.kill()
    workers.start()
    ring_again()
    wait_for(lambda: not Job.objects.unfinished().exists())
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert Counter(Message.objects.values_list("recipient", flat=True)) == Counter(expected)
    numbers = sorted(int(subject) for subject in Message.objects.values_list("subject", flat=True))
    assert numbers == list(range(1, len(expected) + 1))
    assert Job.objects.get(key="chunked").attempts >= 1


def test_two_kills_lose_and_double_nothing(workers: Workers) -> None:
    run_with_kills(workers, kills=2)


@pytest.mark.soak
def test_twenty_kills_lose_and_double_nothing(workers: Workers) -> None:
    run_with_kills(workers, kills=20)
