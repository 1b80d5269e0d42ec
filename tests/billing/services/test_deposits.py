"""A bank's file of a day: taken once however often it comes, numbered without gaps, oldest charges first."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounting.models import JournalEntry
from accounting.selectors.health import check_journal_balance
from billing.errors import PaymentError
from billing.models import LedgerEntry, Payment
from billing.selectors.balances import balance_of, credit_of
from billing.selectors.bills import open_amount_of
from billing.selectors.health import check_document_numbers, check_ledger
from billing.services.deposits import receive_deposits
from billing.types import Deposit
from tests.factories.bills import Street, build_street


@pytest.fixture
def street(db: None) -> Street:
    return build_street()


def _deposits(street: Street) -> list[Deposit]:
    """Return 60.00 for the house, and 30.00 and 40.00 for the neighbour, who owes 50.26."""
    house, neighbour = street.house, street.neighbour
    return [
        Deposit("bank-1", house.pk, street.payer_of(house).pk, Decimal("60.00")),
        Deposit("bank-2", neighbour.pk, street.payer_of(neighbour).pk, Decimal("30.00")),
        Deposit("bank-3", neighbour.pk, street.payer_of(neighbour).pk, Decimal("40.00")),
    ]


def _take(street: Street, deposits: list[Deposit], day: date | None = None) -> int:
    return receive_deposits(actor=street.clerk, received_on=day or timezone.localdate(), deposits=deposits)


def test_money_of_a_file_covers_the_oldest_charges_and_the_rest_is_credit(street: Street) -> None:
    assert _take(street, _deposits(street)) == 3

    assert [open_amount_of(bill) for bill in street.bills] == [Decimal("0.00"), Decimal("65.60")]
    assert [open_amount_of(bill) for bill in street.neighbour_bills] == [Decimal("0.00"), Decimal("0.00")]
    payer = street.payer_of(street.neighbour)
    assert balance_of(street.neighbour, payer) == Decimal("-19.74")
    assert credit_of(street.neighbour, payer) == Decimal("19.74")
    assert check_ledger().ok


def test_one_balanced_entry_tells_the_books(street: Street) -> None:
    _take(street, _deposits(street))

    entry = JournalEntry.objects.get(source="billing.deposits")
    legs = {leg.account.purpose: (leg.debit, leg.credit) for leg in entry.lines.select_related("account")}
    assert legs == {
        "bank": (Decimal("130.00"), Decimal("0.00")),
        "receivables": (Decimal("0.00"), Decimal("130.00")),
    }
    assert check_journal_balance().ok


def test_a_file_that_comes_again_adds_only_what_is_new(street: Street) -> None:
    first, *others = _deposits(street)
    assert _take(street, [first]) == 1
    assert _take(street, [first]) == 0
    assert _take(street, [first, *others]) == 2
    assert _take(street, [first, *others]) == 0

    assert [p.key for p in Payment.objects.order_by("number")] == ["bank-1", "bank-2", "bank-3"]
    year = timezone.localdate().year
    assert list(Payment.objects.order_by("number").values_list("year", "number")) == [
        (year, 1), (year, 2), (year, 3),
    ]  # fmt: skip
    assert check_document_numbers().ok
    assert LedgerEntry.objects.filter(payment__isnull=False).count() == 3
    assert JournalEntry.objects.filter(source="billing.deposits").count() == 2


@pytest.mark.parametrize("amount", ["0", "-5.00", "1.005"])
def test_one_wrong_amount_refuses_the_whole_file(street: Street, amount: str) -> None:
    first, second, _third = _deposits(street)
    wrong = Deposit("bank-9", second.connection_id, second.party_id, Decimal(amount))

    with pytest.raises(PaymentError) as refusal:
        _take(street, [first, wrong])
    assert refusal.value.code == "amount"
    assert not Payment.objects.exists()
    assert not JournalEntry.objects.filter(source="billing.deposits").exists()


def test_a_key_that_stands_twice_and_a_day_to_come_are_refused_whole(street: Street) -> None:
    first, second, _third = _deposits(street)
    twin = Deposit(first.key, second.connection_id, second.party_id, second.amount)
    for deposits, day, code in [
        ([first, twin], timezone.localdate(), "key_reused"),
        ([first], timezone.localdate() + timedelta(days=1), "future"),
    ]:
        with pytest.raises(PaymentError) as refused:
            _take(street, deposits, day)
        assert refused.value.code == code
    assert not Payment.objects.exists()
