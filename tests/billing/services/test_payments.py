"""Payments: a receipt, the oldest charges covered, the rest kept for the next bill."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounting.errors import PeriodClosed
from accounting.models import JournalEntry
from accounting.services.periods import close_period
from billing.errors import PaymentError
from billing.models import Allocation, Bill, LedgerEntry, Payment
from billing.selectors.balances import balance_of, credit_of, ledger_of, open_charges
from billing.selectors.bills import open_amount_of
from billing.selectors.documents import receipt_data
from billing.selectors.health import check_ledger
from billing.services.payments import receive_payment
from billing.services.runs import approve_run, issue_run, preview_run
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection
from parties.models import Party
from tests.factories.billing import (
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

PAID_ON = date(2026, 9, 10)


@pytest.fixture
def anna() -> User:
    return make_user("anna", Role.CASHIER)


@pytest.fixture
def clerks() -> tuple[User, User]:
    make_utility()
    eleni, nikos = make_user("eleni", Role.BILLING), make_user("nikos", Role.DIRECTOR)
    make_tariff(eleni, nikos)
    return eleni, nikos


@pytest.fixture
def house() -> Connection:
    """A house without sewer: 10 € a full period and 60 cents a cubic metre, before tax and special fee."""
    connection = make_connection(make_route(), 1, payer=make_payer(), has_sewer=False)
    read_meter(connection, date(2026, 1, 1), "0")
    return connection


def payer_of(connection: Connection) -> Party:
    return connection.liabilities.get().party


def bill(clerks: tuple[User, User], connection: Connection, read_on: date, value_m3: str) -> Bill:
    """Read the meter and bill it."""
    eleni, nikos = clerks
    read_meter(connection, read_on, value_m3)
    run = make_run(
        eleni, None, read_from=read_on, read_to=read_on, issue_date=read_on, due_date=date(2026, 12, 31)
    )
    approve_run(actor=nikos, run=preview_run(actor=eleni, run=run))
    issue_run(actor=eleni, run=run)
    return Bill.objects.get(run=run)


def pay(anna: User, connection: Connection, amount: str, key: str = "till:1") -> Payment:
    return receive_payment(
        actor=anna, key=key, connection=connection, party=payer_of(connection), amount=Decimal(amount),
        method="cash", received_on=PAID_ON,
    )  # fmt: skip


def test_money_covers_the_oldest_charge_first(
    clerks: tuple[User, User], house: Connection, anna: User
) -> None:
    first = bill(clerks, house, date(2026, 5, 3), "10")
    second = bill(clerks, house, date(2026, 9, 2), "20")
    assert first.total == second.total == Decimal("25.13")  # 6.00 + 13 %, 10.00 and 4.80 + 24 %
    payment = pay(anna, house, "30.00")
    assert payment.reference == "RC-2026-000001"
    assert open_amount_of(first) == 0
    assert open_amount_of(second) == Decimal("20.26")
    charges = open_charges(house, payer_of(house))
    assert [(charge.reference, charge.open_amount) for charge in charges] == [
        ("A-2026-000002", Decimal("20.26"))
    ]
    assert balance_of(house, payer_of(house)) == Decimal("20.26")
    entry = JournalEntry.objects.get(source="billing.payment")
    legs = {leg.account.purpose: (leg.debit, leg.credit) for leg in entry.lines.select_related("account")}
    assert legs == {
        "cash": (Decimal("30.00"), Decimal("0.00")),
        "receivables": (Decimal("0.00"), Decimal("30.00")),
    }


def test_what_is_too_much_covers_the_next_bill(
    clerks: tuple[User, User], house: Connection, anna: User
) -> None:
    bill(clerks, house, date(2026, 5, 3), "10")
    pay(anna, house, "40.00")
    assert credit_of(house, payer_of(house)) == Decimal("14.87")
    assert open_charges(house, payer_of(house)) == []
    second = bill(clerks, house, date(2026, 9, 2), "20")
    assert open_amount_of(second) == Decimal("10.26")
    assert credit_of(house, payer_of(house)) == 0
    assert balance_of(house, payer_of(house)) == Decimal("10.26")


def test_a_receipt_printed_again_says_what_it_said_first(
    clerks: tuple[User, User], house: Connection, anna: User
) -> None:
    bill(clerks, house, date(2026, 5, 1), "10")
    payment = pay(anna, house, "100.00")
    first = receipt_data(payment, "el")
    assert len(first["rows"]) == 2
    bill(clerks, house, date(2026, 9, 1), "25")
    pay(anna, house, "3.00", key="till:2")
    assert receipt_data(payment, "el") == first


def test_the_same_key_takes_money_once(clerks: tuple[User, User], house: Connection, anna: User) -> None:
    first = pay(anna, house, "5.00", key="till:7")
    assert pay(anna, house, "5.00", key="till:7") == first
    assert (Payment.objects.count(), LedgerEntry.objects.count()) == (1, 1)
    with pytest.raises(PaymentError) as refusal:
        pay(anna, house, "6.00", key="till:7")
    assert refusal.value.code == "key_reused"


def test_impossible_money_is_refused(clerks: tuple[User, User], house: Connection, anna: User) -> None:
    for amount in ("0", "-1.00", "1.005"):
        with pytest.raises(PaymentError) as refusal:
            pay(anna, house, amount)
        assert refusal.value.code == "amount"
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(PaymentError) as refusal:
        receive_payment(
            actor=anna, key="k", connection=house, party=payer_of(house), amount=Decimal(1), method="cash",
            received_on=tomorrow,
        )  # fmt: skip
    assert refusal.value.code == "future"
    assert not Payment.objects.exists()


def test_money_is_not_older_than_the_connection_nor_from_days_to_come(
    clerks: tuple[User, User], house: Connection, anna: User
) -> None:
    with pytest.raises(PaymentError) as refusal:
        receive_payment(
            actor=anna, key="k", connection=house, party=payer_of(house), amount=Decimal(1), method="cash",
            received_on=house.opened_on - timedelta(days=1),
        )  # fmt: skip
    assert refusal.value.code == "early"
    pay(anna, house, "5.00")
    row = Payment.objects.values("series_code", "year", "party_id", "connection_id", "method", "amount").get()
    with pytest.raises(IntegrityError, match="payment_not_to_come"), transaction.atomic():
        Payment.objects.create(
            **row, number=99, key="psql", received_on=timezone.localdate() + timedelta(days=1)
        )


def test_no_money_is_booked_into_closed_books(
    clerks: tuple[User, User], house: Connection, anna: User
) -> None:
    close_period(actor=anna, closed_until=PAID_ON)
    with pytest.raises(PeriodClosed):
        pay(anna, house, "5.00")
    assert (Payment.objects.count(), LedgerEntry.objects.count()) == (0, 0)
    with pytest.raises(PeriodClosed):
        make_run(
            clerks[0],
            None,
            read_from=PAID_ON,
            read_to=PAID_ON,
            issue_date=PAID_ON,
            due_date=date(2026, 12, 31),
        )


def test_the_ledger_runs_to_the_balance_of_any_day(
    clerks: tuple[User, User], house: Connection, anna: User
) -> None:
    bill(clerks, house, date(2026, 5, 3), "10")
    pay(anna, house, "20.00")
    rows = ledger_of(house, payer_of(house))
    assert [(row.reference, row.amount, row.balance) for row in rows] == [
        ("A-2026-000001", Decimal("25.13"), Decimal("25.13")),
        ("RC-2026-000001", Decimal("-20.00"), Decimal("5.13")),
    ]
    assert balance_of(house, payer_of(house), on=date(2026, 9, 9)) == Decimal("25.13")
    assert balance_of(house, payer_of(house), on=PAID_ON) == Decimal("5.13")
    assert ledger_of(house, payer_of(house), since=PAID_ON)[0].balance == Decimal("5.13")


def test_another_payers_money_stays_his(clerks: tuple[User, User], house: Connection, anna: User) -> None:
    charged = bill(clerks, house, date(2026, 5, 3), "10")
    receive_payment(
        actor=anna, key="k", connection=house, party=make_payer("Άλλος"), amount=Decimal(9), method="card",
        received_on=PAID_ON,
    )  # fmt: skip
    assert open_amount_of(charged) == charged.total
    assert not Allocation.objects.exists()


def test_ledger_and_books_are_equal(clerks: tuple[User, User], house: Connection, anna: User) -> None:
    bill(clerks, house, date(2026, 5, 3), "10")
    pay(anna, house, "20.00")
    found = check_ledger()
    assert found.ok
    assert "5,13 €" in found.detail
