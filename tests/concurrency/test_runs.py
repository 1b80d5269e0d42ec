"""Bill runs under fire: workers killed in the middle, two clerks at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.models import Max, Sum

from accounting.models import JournalEntry, JournalLine
from accounting.selectors.health import check_journal_balance, check_journal_numbers
from billing.choices import BillState, RunState, TariffState
from billing.errors import RunExistsError
from billing.models import Bill, BillRun, LedgerEntry
from billing.selectors.health import check_document_numbers
from billing.services.issue import issue_routes
from billing.services.runs import issue_run, preview_run
from billing.services.tariffs import approve_tariff
from billing.sql.issue import list_routes_to_issue
from billing.sql.preview import lock_previews
from gis_core.choices import JobState
from gis_core.errors import DomainError
from gis_core.models import Job
from gis_core.services.jobs import enqueue_job
from meters.models import Route
from tests.concurrency.runs_world import HOUSES, ROUTES, build_town, picture_of
from tests.factories.billing import make_approved_run, make_run, make_tariff

PATIENCE_S = 60
ROOT = Path(__file__).parents[2]
#: A worker's process that does one job and nothing else; each route is a chunk and waits a little, to be killed in it.
WORKER = """
import sys, time
import django
django.setup()
from billing.services import issue as issuing
from billing.sql import issue
from gis_core.services.jobs import run_job_now
number = issue.issue_chunk
def slowly(**given):
    charged = number(**given)
    time.sleep(0.02)
    return charged
issue.issue_chunk = slowly
issuing.CHUNK_BILLS = 1
run_job_now(int(sys.argv[1]))
"""


def start_worker(job: Job) -> subprocess.Popen[bytes]:
    given = connection.settings_dict
    address = f"postgis://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "gis_core.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job.pk)], env=environment, cwd=ROOT, start_new_session=True
    )


def wait_for(what: Callable[[], bool], worker: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not what() and worker.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.005)


def count_issued() -> int:
    return Bill.objects.filter(state=BillState.ISSUED).count()


def list_numbers() -> list[int | None]:
    return list(Bill.objects.order_by("number").values_list("number", flat=True))


def issue_under_fire(run: BillRun, kills: int, seed: int) -> int:
    """Issue the run by workers of which so many are killed at random points; return how many died at work."""
    dice = random.Random(seed)
    job = enqueue_job(
        actor=run.created_by, kind="billing.issue_run", title="Issue", parameters={"run_id": run.pk}
    )
    died = 0
    for _kill in range(kills):
        goal = count_issued() + dice.randint(0, max(1, 2 * ROUTES * HOUSES // kills // 2))
        worker = start_worker(job)
        wait_for(lambda goal=goal: count_issued() > goal, worker)  # type: ignore[misc]
        time.sleep(dice.random() * 0.03)
        os.killpg(worker.pid, signal.SIGKILL)
        died += worker.wait() == -signal.SIGKILL
    worker = start_worker(job)
    assert worker.wait(PATIENCE_S) == 0
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    return died


def check_like_undisturbed(kills: int) -> None:
    eleni, nikos = build_town()
    run = make_approved_run(eleni, nikos, None)
    undisturbed = picture_in_a_world_of_its_own(run)
    died = issue_under_fire(run, kills, seed=kills)
    run.refresh_from_db()
    assert run.state == RunState.ISSUED
    assert died >= kills // 2
    assert picture_of(run) == undisturbed
    count = ROUTES * HOUSES
    assert list_numbers() == list(range(1, count + 1))
    billed = sum((bill.total for bill in Bill.objects.all()), Decimal(0))
    booked = JournalLine.objects.filter(entry__source="billing.run").aggregate(sum=Sum("debit"))["sum"]
    assert LedgerEntry.objects.filter(kind="bill").aggregate(sum=Sum("amount"))["sum"] == billed == booked
    assert JournalEntry.objects.filter(source="billing.run").count() == ROUTES
    for check in (check_document_numbers, check_journal_balance, check_journal_numbers):
        assert check().ok, check().detail


def picture_in_a_world_of_its_own(run: BillRun) -> list[tuple[object, ...]]:
    """Issue the run undisturbed, look at it, and take it all back."""
    with transaction.atomic():
        issue_run(actor=run.created_by, run=BillRun.objects.get(pk=run.pk))
        picture = picture_of(run)
        transaction.set_rollback(True)
    assert count_issued() == 0
    return picture


@pytest.mark.usefixtures("committed_db")
def test_a_run_whose_worker_is_killed_thrice_ends_like_an_undisturbed_one() -> None:
    check_like_undisturbed(kills=3)


@pytest.mark.soak
@pytest.mark.usefixtures("committed_db")
def test_a_run_whose_worker_is_killed_twenty_times_ends_like_an_undisturbed_one() -> None:
    check_like_undisturbed(kills=20)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do the acts in threads of their own that start together; return results and refusals in order."""
    gate = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def do(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            outcomes[place] = act()
        except DomainError as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.usefixtures("committed_db")
def test_two_clerks_who_start_the_same_run_at_once_make_one() -> None:
    eleni, nikos = build_town()
    outcomes = at_once(lambda: make_run(eleni, None), lambda: make_run(nikos, None))
    run = BillRun.objects.get()
    assert run in outcomes
    [refusal] = [outcome for outcome in outcomes if outcome != run]
    assert isinstance(refusal, RunExistsError)
    assert refusal.run_id == run.pk


@pytest.mark.usefixtures("committed_db")
def test_two_issues_at_once_number_each_bill_once() -> None:
    eleni, nikos = build_town()
    run = make_approved_run(eleni, nikos, None)
    at_once(lambda: issue_run(actor=eleni, run=run), lambda: issue_run(actor=nikos, run=run))
    count = ROUTES * HOUSES
    assert list_numbers() == list(range(1, count + 1))
    assert LedgerEntry.objects.filter(kind="bill").count() == count
    run.refresh_from_db()
    assert run.state == RunState.ISSUED


@pytest.mark.usefixtures("committed_db")
def test_previews_of_overlapping_scopes_at_once_share_no_reading() -> None:
    eleni, nikos = build_town()
    everybody = make_run(eleni, None)
    one_route = make_run(nikos, Route.objects.get(code="00"))
    at_once(lambda: preview_run(actor=eleni, run=everybody), lambda: preview_run(actor=nikos, run=one_route))
    assert Bill.objects.count() == ROUTES * HOUSES
    assert Bill.objects.values("current_reading").distinct().count() == ROUTES * HOUSES


@pytest.mark.usefixtures("committed_db")
def test_a_route_that_fails_leaves_no_number_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    eleni, nikos = build_town()
    run = make_approved_run(eleni, nikos, None)
    (first, _drafts), (second, _also), *_others = list_routes_to_issue(run.pk)
    issue_routes(actor=eleni, run=run, route_ids=[first])

    def fall(**_given: object) -> None:
        raise RuntimeError("the lights went out")

    with monkeypatch.context() as patched:
        patched.setattr("billing.services.issue.post_entry", fall)
        with pytest.raises(RuntimeError):
            issue_routes(actor=eleni, run=run, route_ids=[second])
    assert Bill.objects.aggregate(last=Max("number"))["last"] == HOUSES
    issue_routes(actor=eleni, run=run, route_ids=[second])
    assert Bill.objects.aggregate(last=Max("number"))["last"] == 2 * HOUSES


def test_no_prices_are_approved_while_a_preview_reads_them(committed_db: None) -> None:
    eleni, nikos = build_town()
    dearer = make_tariff(eleni, None, starts=date(2026, 9, 1))
    refusals: list[str] = []

    def approve() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                approve_tariff(actor=nikos, tariff=dearer)
        except OperationalError as error:
            refusals.append(str(error))
        finally:
            connections.close_all()

    with transaction.atomic():
        lock_previews()
        clerk = threading.Thread(target=approve)
        clerk.start()
        clerk.join(PATIENCE_S)
    assert len(refusals) == 1
    assert "lock timeout" in refusals[0]
    dearer.refresh_from_db()
    assert dearer.state == TariffState.DRAFT
