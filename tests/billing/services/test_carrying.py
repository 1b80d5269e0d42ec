"""Estimates that were billed too high are taken back; whatever was estimated, the sum is what the meter measured."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.domain.carrying import settle_all
from billing.models import Bill, BillReading, BillRunExclusion
from billing.selectors.bills import explain_carrying
from billing.selectors.documents import bill_data
from billing.services.runs import approve_run, issue_run, preview_run
from gis_core.choices import Role
from gis_core.models import User
from meters.choices import ReadingSource
from meters.models import Connection
from tests.factories.billing import (
    change_payer,
    hang_meter,
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

FIRST = date(2025, 1, 10)


@pytest.fixture
def people() -> tuple[User, User]:
    make_utility()
    eleni, nikos = make_user("eleni", Role.BILLING), make_user("nikos", Role.DIRECTOR)
    make_tariff(eleni, nikos)
    return eleni, nikos


def make_house() -> Connection:
    house = make_connection(make_route(), 1, payer=make_payer())
    read_meter(house, FIRST, "100")
    return house


def bill_until(people: tuple[User, User], house: Connection, day: date) -> Bill | None:
    """Bill the house up to the day, from preview to issue; None where it is left out."""
    eleni, nikos = people
    run = make_run(
        eleni, None, read_from=day - timedelta(9), read_to=day, issue_date=day, due_date=day + timedelta(30)
    )
    run = preview_run(actor=eleni, run=run)
    if not run.bill_count:
        return None
    issue_run(actor=eleni, run=approve_run(actor=nikos, run=run))
    return Bill.objects.get(run=run)


def figures(bill: Bill | None) -> tuple[object, ...] | None:
    return None if bill is None else (bill.brought_m3, bill.consumption_m3, bill.carried_m3)


def test_what_was_estimated_too_high_comes_off_the_next_bills(people: tuple[User, User]) -> None:
    house = make_house()
    days = [FIRST + timedelta(122 * n) for n in range(1, 5)]
    read_meter(house, days[0], "150", source=ReadingSource.ESTIMATE)
    assert figures(bill_until(people, house, days[0])) == (0, 50, 0)
    read_meter(house, days[1], "130")
    zero = bill_until(people, house, days[1])
    assert figures(zero) == (0, 0, -20)
    assert zero is not None
    # The fixed charge alone, with VAT: the bill is never of less than nothing.
    assert (zero.net, zero.total) == (Decimal("10.00"), Decimal("12.40"))
    read_meter(house, days[2], "145")
    assert figures(bill_until(people, house, days[2])) == (-20, 0, -5)
    read_meter(house, days[3], "200")
    last = bill_until(people, house, days[3])
    assert figures(last) == (-5, 50, 0)
    assert sum(bill.consumption_m3 for bill in Bill.objects.all()) == Decimal(100)


def test_the_bill_says_what_it_takes_back_and_what_it_carries(people: tuple[User, User]) -> None:
    house = make_house()
    days = [FIRST + timedelta(122 * n) for n in range(1, 4)]
    read_meter(house, days[0], "150", source=ReadingSource.ESTIMATE)
    bill_until(people, house, days[0])
    read_meter(house, days[1], "130")
    zero = bill_until(people, house, days[1])
    read_meter(house, days[2], "190")
    taken = bill_until(people, house, days[2])
    assert zero is not None
    assert taken is not None
    with translation.override("en"):
        carried, brought = explain_carrying(zero), explain_carrying(taken)
    assert carried == "20 m³ more had been billed by estimate than ran through: they come off the next bill."
    assert brought == "Less 20 m³ that an earlier bill had charged by estimate."
    assert bill_data(taken, "el")["reading"].startswith("130 → 190 = 60 m³")
    assert "20 m³" in bill_data(taken, "el")["carried"]


def test_below_a_true_reading_nothing_is_billed(people: tuple[User, User]) -> None:
    house = make_house()
    day = FIRST + timedelta(122)
    read_meter(house, day, "90")
    assert bill_until(people, house, day) is None
    assert BillRunExclusion.objects.get().reason == "negative"


def test_a_newcomer_is_not_credited_with_the_leavers_estimate(people: tuple[User, User]) -> None:
    house = make_house()
    days = [FIRST + timedelta(122 * n) for n in range(1, 4)]
    read_meter(house, days[0], "150", source=ReadingSource.ESTIMATE)
    bill_until(people, house, days[0])
    change_payer(house, make_payer("Δήμου"), since=days[1])
    read_meter(house, days[1], "130")
    assert figures(bill_until(people, house, days[1])) == (0, 0, -20)
    read_meter(house, days[2], "140")
    assert figures(bill_until(people, house, days[2])) == (0, 10, 0)


def test_an_exchange_an_estimate_and_a_late_actual_give_what_both_meters_measured(
    people: tuple[User, User],
) -> None:
    house = make_house()
    old = house.installations.get()
    days = [FIRST + timedelta(122 * n) for n in range(1, 3)]
    read_meter(house, days[0], "180", source=ReadingSource.ESTIMATE)
    assert figures(bill_until(people, house, days[0])) == (0, 80, 0)
    exchanged_on = days[0] + timedelta(30)
    old.period = (old.period.lower, exchanged_on)
    old.save()
    read_meter(house, exchanged_on, "160", source=ReadingSource.REMOVAL, installation=old)
    new = hang_meter(house, since=exchanged_on)
    read_meter(house, exchanged_on, "2", source=ReadingSource.INSTALLATION, installation=new)
    read_meter(house, days[1], "47", installation=new)
    # Read truly: 60 m³ on the old meter, 45 on the new; 80 were billed, so 25 are left.
    bill = bill_until(people, house, days[1])
    assert figures(bill) == (0, 25, 0)
    rows = BillReading.objects.filter(bill=bill).order_by("order")
    assert [(row.installation, int(row.consumption_m3)) for row in rows] == [(old, -20), (new, 45)]


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    steps=st.lists(
        st.tuples(
            st.decimals(0, 90, places=3),  # m³ that truly ran through
            st.none() | st.decimals(0, 200, places=3),  # an estimate of the period instead of a reading
        ),
        min_size=2, max_size=5,
    )
)  # fmt: skip
def test_bills_add_up_to_the_meter_and_equal_the_reference(
    people: tuple[User, User], steps: list[tuple[Decimal, Decimal | None]]
) -> None:
    with transaction.atomic():
        house = make_house()
        true = shown = Decimal(100)
        measured: list[Decimal] = []
        for number, (used, estimate) in enumerate(steps, start=1):
            true += used
            # The last one is read, whatever came before.
            is_estimate = estimate is not None and number < len(steps)
            told = shown + estimate if is_estimate and estimate is not None else true
            # A reading is never below one that was read; below an estimate it may be.
            day = FIRST + timedelta(61 * number)
            source = ReadingSource.ESTIMATE if is_estimate else ReadingSource.READER
            read_meter(house, day, told, source=source)
            measured.append(told - shown)
            shown = told
            bill_until(people, house, day)
        bills = Bill.objects.order_by("period_to")
        expected = [(one.billed_m3, one.carried_m3) for one in settle_all(measured)]
        assert [(bill.consumption_m3, bill.carried_m3) for bill in bills] == expected
        assert sum(billed for billed, _carried in expected) + expected[-1][1] == true - 100
        transaction.set_rollback(True)
