"""Connections with several meters: one consumption, a charge by diameter each, every place from its own last bill."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from billing.models import Bill, BillReading, BillRun, BillRunExclusion
from billing.selectors.bills import explain_bill, list_meters
from billing.selectors.documents import bill_data, bill_pdf
from billing.services.runs import approve_run, issue_run, preview_run
from gis_core.choices import Role
from gis_core.models import User
from meters.errors import ReadingRefused
from meters.models import Connection
from meters.services.readings import correct_reading
from tests.factories.billing import (
    change_payer,
    five_blocks,
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

JULY, NOVEMBER, MARCH = date(2026, 7, 18), date(2026, 11, 17), date(2027, 3, 19)


@pytest.fixture
def eleni() -> User:
    make_utility()
    return make_user("eleni", Role.BILLING)


@pytest.fixture
def nikos() -> User:
    return make_user("nikos", Role.DIRECTOR)


@pytest.fixture
def hotel(eleni: User, nikos: User) -> Connection:
    """Two meters of 15 mm and one of 50 mm on one connection, all read in July."""
    make_tariff(eleni, nikos, five_blocks())
    hotel = make_connection(make_route(), 1, payer=make_payer())
    hang_meter(hotel, slot=2)
    hang_meter(hotel, slot=3, diameter_mm=50)
    for slot, value in ((1, "10"), (2, "20"), (3, "30")):
        read_slot(hotel, slot, JULY, value)
    return hotel


def read_slot(hotel: Connection, slot: int, day: date, value: str, source: str = "reader") -> None:
    hung = hotel.installations.get(slot=slot, period__contains=day)
    read_meter(hotel, day, value, installation=hung, source=source)


def read_november(hotel: Connection) -> None:
    read_slot(hotel, 1, NOVEMBER, "15")
    read_slot(hotel, 2, date(2026, 11, 16), "32")
    read_slot(hotel, 3, NOVEMBER, "58")


def issue(eleni: User, nikos: User, run: BillRun | None = None) -> Bill:
    run = preview_run(actor=eleni, run=run or make_run(eleni, None))
    issue_run(actor=eleni, run=approve_run(actor=nikos, run=run))
    return run.bills.get()


def spring(eleni: User, nikos: User) -> Bill:
    first, due = date(2027, 3, 1), date(2027, 4, 20)
    run = make_run(eleni, None, read_from=first, read_to=MARCH, issue_date=MARCH, due_date=due)
    return issue(eleni, nikos, run)


def test_three_meters_make_one_consumption_and_each_pays_its_diameter(
    hotel: Connection, eleni: User, nikos: User
) -> None:
    read_november(hotel)
    bill = issue(eleni, nikos)
    # 5 + 12 + 28 m³ in one set of blocks: 10 × 0.38 + 20 × 0.52 + 15 × 0.80.
    assert bill.consumption_m3 == Decimal(45)
    water = bill.lines.filter(component__code="water").values_list("amount", flat=True)
    assert sum(water) == Decimal("26.20")
    two, wide = bill.lines.filter(component__code="meter").order_by("price")
    assert (str(two.quantity), str(two.amount)) == ("2.000000", "4.00")
    assert (str(wide.quantity), str(wide.amount)) == ("1.000000", "20.00")
    # Sewer 75 % and special fee 80 % of 26.20: 19.65 and 20.96; VAT 13 % of 26.20, 24 % of 64.61.
    assert (bill.net, bill.vat, bill.total) == (Decimal("90.81"), Decimal("18.92"), Decimal("109.73"))
    with translation.override("en"):
        explained = {line.how: line.explanation for line in explain_bill(bill)}
    assert "2 × 2.00 € × 122/122 days" in explained
    assert explained["2 × 2.00 € × 122/122 days"].startswith("By the diameter of each of 2 meters.")


def test_the_bill_lists_what_each_meter_measured(hotel: Connection, eleni: User, nikos: User) -> None:
    read_november(hotel)
    bill = issue(eleni, nikos)
    measured = [(int(row.first_m3), int(row.last_m3), int(row.consumption_m3)) for row in list_meters(bill)]
    assert measured == [(10, 15, 5), (20, 32, 12), (30, 58, 28)]
    data = bill_data(bill, "el")
    assert [row["used"] for row in data["meters"]] == ["5", "12", "28"]
    assert bill_pdf(bill, "el").startswith(b"%PDF")


def test_every_place_goes_on_where_its_own_last_bill_ended(
    hotel: Connection, eleni: User, nikos: User
) -> None:
    read_november(hotel)
    issue(eleni, nikos)
    for slot, value in ((1, "16"), (2, "34"), (3, "61")):
        read_slot(hotel, slot, MARCH, value)
    bill = spring(eleni, nikos)
    assert (bill.consumption_m3, bill.period_from) == (Decimal(6), NOVEMBER)
    assert sum(bill.consumption_m3 for bill in Bill.objects.all()) == (16 - 10) + (34 - 20) + (61 - 30)


def test_a_meter_that_was_not_read_leaves_the_connection_out(hotel: Connection, eleni: User) -> None:
    read_slot(hotel, 1, NOVEMBER, "15")
    read_slot(hotel, 3, NOVEMBER, "58")
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert run.bill_count == 0
    assert BillRunExclusion.objects.get().reason == "meter_unread"


def test_a_meter_taken_down_ends_at_its_removal_and_one_hung_begins_at_its_installation(
    hotel: Connection, eleni: User, nikos: User
) -> None:
    read_november(hotel)
    issue(eleni, nikos)
    january = date(2027, 1, 10)
    gone = hotel.installations.get(slot=2)
    gone.period = DateRange(gone.period.lower, january)
    gone.save()
    read_meter(hotel, january, "40", installation=gone, source="removal")
    new = hang_meter(hotel, since=january, slot=4, diameter_mm=25)
    read_meter(hotel, january, "7", installation=new, source="installation")
    for slot, value in ((1, "16"), (3, "61"), (4, "9")):
        read_slot(hotel, slot, MARCH, value)
    bill = spring(eleni, nikos)
    assert [row.consumption_m3 for row in list_meters(bill)] == [1, 8, 3, 2]
    assert bill.consumption_m3 == Decimal(14)
    fees = bill.lines.filter(component__code="meter").order_by("price")
    assert [(int(line.price), int(line.quantity)) for line in fees] == [(2, 1), (4, 1), (20, 1)]


def test_readings_of_every_meter_stay_once_billed(hotel: Connection, eleni: User, nikos: User) -> None:
    read_november(hotel)
    bill = issue(eleni, nikos)
    for row in BillReading.objects.filter(bill=bill):
        for reading in (row.first_reading, row.last_reading):
            with pytest.raises(ReadingRefused) as refusal:
                correct_reading(actor=eleni, reading=reading, value_m3=reading.value_m3 + 1, reason="λάθος")
            assert refusal.value.code == "billed"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        BillReading.objects.update(consumption_m3=0)
    with pytest.raises(IntegrityError, match="lines of an issued bill"), transaction.atomic():
        BillReading.objects.all().delete()


def test_on_the_day_of_a_move_every_meter_must_have_been_read(
    hotel: Connection, eleni: User, nikos: User
) -> None:
    moved_on = date(2026, 11, 10)
    leaver, newcomer = hotel.liabilities.get().party, make_payer("Δήμου")
    change_payer(hotel, newcomer, since=moved_on)
    read_slot(hotel, 1, moved_on, "12")
    read_slot(hotel, 2, moved_on, "30")
    run = preview_run(actor=eleni, run=make_run(eleni, None))
    assert BillRunExclusion.objects.get().reason == "meter_unread"
    read_slot(hotel, 3, moved_on, "50")
    run = preview_run(actor=eleni, run=run)
    issue_run(actor=eleni, run=approve_run(actor=nikos, run=run))
    bill = run.bills.get()
    assert (bill.party, bill.period_to, bill.consumption_m3) == (leaver, moved_on, Decimal(2 + 10 + 20))
