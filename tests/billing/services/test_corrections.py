"""Readings that change under drafts and bills: drafts fall away, billed readings stay, what is held waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from billing.choices import RunState
from billing.errors import RunError
from billing.models import Bill, BillRunExclusion
from billing.services.runs import approve_run, issue_run, preview_run
from gis_core.choices import Role
from gis_core.models import User
from meters.choices import FlagState, ReadingCheck
from meters.errors import ReadingRefused
from meters.models import Connection, Reading, ReadingFlag
from meters.services.readings import correct_reading, withdraw_reading
from tests.factories.billing import (
    make_approved_run,
    make_connection,
    make_payer,
    make_route,
    make_run,
    make_tariff,
    make_user,
    make_utility,
    read_meter,
)

pytestmark = pytest.mark.django_db

JULY, NOVEMBER = date(2026, 7, 18), date(2026, 11, 17)


@pytest.fixture
def eleni() -> User:
    make_utility()
    return make_user("eleni", Role.BILLING)


@pytest.fixture
def nikos() -> User:
    return make_user("nikos", Role.DIRECTOR)


@pytest.fixture
def houses(eleni: User, nikos: User) -> list[Connection]:
    """Three houses of one route, each with 20 m³ from July to November."""
    make_tariff(eleni, nikos)
    route = make_route()
    houses = [make_connection(route, position, payer=make_payer()) for position in (1, 2, 3)]
    for house in houses:
        read_meter(house, JULY, "100")
        read_meter(house, NOVEMBER, "120")
    return houses


def closing_of(house: Connection) -> Reading:
    return Reading.objects.get(installation__connection=house, read_on=NOVEMBER, stands=True)


def flag(reading: Reading, state: str = FlagState.OPEN) -> ReadingFlag:
    decided_at = None if state == FlagState.OPEN else timezone.now()
    return ReadingFlag.objects.create(
        reading=reading, check_code=ReadingCheck.HIGH, state=state, decided_at=decided_at
    )


def reasons(run_id: int) -> dict[str, tuple[str, int | None]]:
    rows = BillRunExclusion.objects.filter(run=run_id)
    return {row.connection.supply_number: (row.reason, row.reading_id) for row in rows}


@pytest.mark.parametrize(
    ("state", "billed"),
    [
        (FlagState.OPEN, False), (FlagState.REREAD, False), (FlagState.ACCEPTED, True),
        (FlagState.CORRECTED, True), (FlagState.ESTIMATED, True),
    ],
)  # fmt: skip
def test_what_nobody_has_decided_about_is_not_billed(
    houses: list[Connection], eleni: User, state: str, billed: bool
) -> None:
    reading = closing_of(houses[0])
    flag(reading, state)
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert reasons(run.pk) == ({} if billed else {"07-0001": ("flagged", reading.pk)})
    assert run.bill_count == (3 if billed else 2)


def test_a_held_reading_in_between_keeps_the_house_out_too(houses: list[Connection], eleni: User) -> None:
    between = read_meter(houses[1], date(2026, 9, 1), "190")
    flag(between)
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert reasons(run.pk) == {"07-0002": ("flagged", between.pk)}


def test_a_corrected_reading_is_billed_as_corrected_and_turns_of_the_register_count(
    houses: list[Connection], eleni: User
) -> None:
    read_meter(houses[0], NOVEMBER, "135", revision=1)
    Reading.objects.create(
        installation=houses[1].installations.get(), read_on=date(2026, 11, 18), value_m3=3,
        offset_m3=100_000, source="reader",
    )  # fmt: skip
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    used = dict(run.bills.values_list("connection__supply_number", "consumption_m3"))
    assert used == {"07-0001": Decimal(35), "07-0002": Decimal(99_903), "07-0003": Decimal(20)}


def test_a_correction_lets_the_draft_fall_away_and_the_run_says_so(
    houses: list[Connection], eleni: User, nikos: User
) -> None:
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    correct_reading(actor=eleni, reading=closing_of(houses[0]), value_m3=Decimal(118), reason="λάθος")
    assert set(run.bills.values_list("connection__supply_number", flat=True)) == {"07-0002", "07-0003"}
    assert reasons(run.pk)["07-0001"][0] == "reading_changed"
    with pytest.raises(RunError) as refusal:
        approve_run(actor=nikos, run=run)
    assert refusal.value.code == "changed"
    run = preview_run(actor=eleni, run=run)
    assert (run.bill_count, reasons(run.pk)) == (3, {})
    assert run.bills.get(connection=houses[0]).consumption_m3 == Decimal(18)
    assert approve_run(actor=nikos, run=run).state == RunState.APPROVED


def test_an_approved_run_issues_the_others_and_its_sums_are_those_issued(
    houses: list[Connection], eleni: User, nikos: User
) -> None:
    run = make_approved_run(eleni, nikos, None)
    each = Bill.objects.filter(run=run).first()
    assert each is not None
    withdraw_reading(actor=eleni, reading=closing_of(houses[0]), reason="άλλο υδρόμετρο")
    flag(closing_of(houses[1]))
    run = issue_run(actor=eleni, run=run)
    assert run.state == RunState.ISSUED
    assert [bill.connection for bill in Bill.objects.issued()] == [houses[2]]
    assert Bill.objects.get().number == 1
    assert (run.bill_count, run.consumption_m3) == (1, Decimal(20))
    assert run.net_total + run.vat_total == each.total
    assert {supply: reason for supply, (reason, _reading) in reasons(run.pk).items()} == {
        "07-0001": "reading_changed", "07-0002": "flagged",
    }  # fmt: skip


def test_a_billed_reading_cannot_change(houses: list[Connection], eleni: User, nikos: User) -> None:
    issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    for reading in Reading.objects.filter(installation__connection=houses[0]):
        with pytest.raises(ReadingRefused, match="A-2026-000001") as refusal:
            correct_reading(actor=eleni, reading=reading, value_m3=Decimal(119), reason="λάθος")
        assert refusal.value.code == "billed"
        with pytest.raises(ReadingRefused):
            withdraw_reading(actor=eleni, reading=reading, reason="λάθος")


def test_the_database_too_keeps_a_billed_reading(houses: list[Connection], eleni: User, nikos: User) -> None:
    issue_run(actor=eleni, run=make_approved_run(eleni, nikos, None))
    with pytest.raises(IntegrityError, match="a billed reading stays"), transaction.atomic():
        read_meter(houses[0], NOVEMBER, "119", revision=1)
    assert closing_of(houses[0]).value_m3 == Decimal(120)


def test_a_reading_that_yielded_past_the_product_is_not_issued(
    houses: list[Connection], eleni: User, nikos: User
) -> None:
    run = make_approved_run(eleni, nikos, None)
    yielded = closing_of(houses[0])
    read_meter(houses[0], NOVEMBER, "119", revision=1)
    run = issue_run(actor=eleni, run=run)
    assert (run.state, run.bill_count) == (RunState.ISSUED, 2)
    assert reasons(run.pk) == {"07-0001": ("reading_changed", yielded.pk)}


def test_a_correction_of_what_the_bill_does_not_use_changes_nothing(
    houses: list[Connection], eleni: User
) -> None:
    between = read_meter(houses[0], date(2026, 9, 1), "110")
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    correct_reading(actor=eleni, reading=between, value_m3=Decimal(111), reason="λάθος")
    assert run.bills.count() == 3
