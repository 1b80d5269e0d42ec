"""A correction meets a preview or an issue of the bill that stands on its reading, each in both orders."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections, transaction

from billing.choices import RunState
from billing.errors import RunError
from billing.models import Bill, BillRun, BillRunExclusion
from billing.services.issue import issue_routes
from billing.services.runs import approve_run, issue_run, preview_run
from gis_core.models import User
from meters.errors import ReadingRefused
from meters.models import Reading
from meters.services.readings import correct_reading
from tests.concurrency.runs_world import build_town
from tests.concurrency.waiting import until_someone_waits
from tests.factories.billing import make_approved_run, make_run

PATIENCE_S = 30
SUPPLY = "05-0001"

pytestmark = pytest.mark.usefixtures("committed_db")


def closing() -> Reading:
    return Reading.objects.get(
        installation__connection__supply_number=SUPPLY, read_on=date(2026, 11, 17), stands=True
    )


def correct(eleni: User) -> Reading:
    return correct_reading(actor=eleni, reading=closing(), value_m3=Decimal("101.5"), reason="λάθος")


def in_thread(act: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Let another person act in a transaction of their own; return them and the list of what came out."""
    outcomes: list[object] = []

    def run() -> None:
        try:
            outcomes.append(act())
        except (ReadingRefused, RunError) as refusal:
            outcomes.append(refusal)
        finally:
            connections.close_all()

    other = threading.Thread(target=run)
    other.start()
    return other, outcomes


def the_next_preview_is_right(eleni: User, nikos: User, run: BillRun) -> None:
    with pytest.raises(RunError) as refusal:
        approve_run(actor=nikos, run=run)
    assert refusal.value.code == "changed"
    run = preview_run(actor=eleni, run=run)
    bill = run.bills.get(connection__supply_number=SUPPLY)
    assert (bill.consumption_m3, bill.current_reading) == (Decimal("1.5"), closing())
    run = issue_run(actor=eleni, run=approve_run(actor=nikos, run=run))
    assert run.state == RunState.ISSUED


def test_a_preview_meanwhile_does_not_see_the_correction_and_is_not_approved() -> None:
    eleni, nikos = build_town()
    run = make_run(eleni, None)
    with transaction.atomic():
        correct(eleni)
        other, outcomes = in_thread(lambda: preview_run(actor=eleni, run=run))
        other.join(PATIENCE_S)
        assert outcomes == [run]
    the_next_preview_is_right(eleni, nikos, run)


@pytest.mark.parametrize("again", [False, True])
def test_a_correction_during_a_preview_is_told_at_the_approval(again: bool) -> None:
    eleni, nikos = build_town()
    run = make_run(eleni, None)
    if again:
        preview_run(actor=eleni, run=run)
    with transaction.atomic():
        preview_run(actor=eleni, run=run)
        other, outcomes = in_thread(lambda: correct(eleni))
        if again:
            # The drafts that it would let fall away are being made anew.
            until_someone_waits()
    other.join(PATIENCE_S)
    assert outcomes == [closing()]
    the_next_preview_is_right(eleni, nikos, run)


def test_an_issue_waits_for_the_correction_and_leaves_the_bill_out() -> None:
    eleni, nikos = build_town()
    run = make_approved_run(eleni, nikos, None)
    with transaction.atomic():
        correct(eleni)
        other, outcomes = in_thread(lambda: issue_run(actor=eleni, run=run))
        until_someone_waits()
    other.join(PATIENCE_S)
    run.refresh_from_db()
    assert outcomes == [run]
    assert run.state == RunState.ISSUED
    left_out = BillRunExclusion.objects.get(run=run)
    assert (left_out.connection.supply_number, left_out.reason) == (SUPPLY, "reading_changed")
    numbers = list(Bill.objects.issued().order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, run.bill_count + 1))


def test_a_correction_waits_for_the_issue_and_is_refused() -> None:
    eleni, nikos = build_town()
    run = make_approved_run(eleni, nikos, None)
    route_id = closing().installation.connection.route_id
    before = closing()
    with transaction.atomic():
        issue_routes(actor=eleni, run=run, route_ids=[route_id])
        other, outcomes = in_thread(lambda: correct(eleni))
        until_someone_waits()
    other.join(PATIENCE_S)
    [refusal] = outcomes
    assert isinstance(refusal, ReadingRefused)
    assert refusal.code == "billed"
    assert closing() == before
