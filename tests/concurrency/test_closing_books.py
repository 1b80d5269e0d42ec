"""A payment is booked while the accountant closes the books of its day: one of them comes first, whole."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from accounting.errors import PeriodClosed
from accounting.models import JournalEntry, JournalLine, PeriodClosing
from accounting.services.chart import install_chart
from accounting.services.periods import close_period
from billing.models import LedgerEntry, Payment
from billing.services.payments import receive_payment
from documents.models import NumberSeries
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection
from parties.models import Party
from tests.concurrency.waiting import until_someone_waits
from tests.factories.billing import make_connection, make_payer, make_route
from tests.factories.people import make_staff

T = TypeVar("T")

pytestmark = pytest.mark.usefixtures("committed_db")


@dataclass(frozen=True)
class Till:
    """Who takes the money, of whom, for what; who closes the books, and of which day."""

    nikos: User
    sofia: User
    payer: Party
    supply: Connection
    day: date

    def pay(self, key: str) -> str:
        """Take five euros on the day; return the receipt's number, or the refusal's code."""
        try:
            payment = receive_payment(
                actor=self.nikos, key=key, connection=self.supply, party=self.payer, amount=Decimal(5),
                method="cash", received_on=self.day,
            )  # fmt: skip
        except PeriodClosed as refusal:
            return refusal.code
        return payment.reference

    def close(self) -> date:
        """Close the books of the day."""
        return close_period(actor=self.sofia, closed_until=self.day).closed_until


@pytest.fixture
def till(committed_db: None) -> Till:
    install_chart(actor=None)
    nikos, sofia = make_staff("nikos", Role.CASHIER), make_staff("sofia", Role.ACCOUNTANT)
    payer = make_payer()
    supply = make_connection(make_route(), 1, payer=payer)
    return Till(nikos, sofia, payer, supply, timezone.localdate() - timedelta(days=1))


def test_a_payment_that_meets_a_closing_waits_and_leaves_nothing_behind(till: Till) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            till.close()
            paying = pool.submit(_on_its_own, till.pay, "till:1")
            until_someone_waits()
            assert not paying.done()
        assert paying.result(timeout=30) == "period_closed"
    counts = (Payment.objects.count(), LedgerEntry.objects.count(), JournalEntry.objects.count())
    assert counts == (0, 0, 0)
    assert not NumberSeries.objects.exists()


def test_a_closing_that_meets_a_payment_waits_until_it_is_booked(till: Till) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = till.pay("till:1")
            closing = pool.submit(_on_its_own, till.close)
            until_someone_waits()
            assert not closing.done()
            assert not PeriodClosing.objects.exists()
        assert closing.result(timeout=30) == till.day
    assert first == f"RC-{till.day.year}-000001"
    assert JournalEntry.objects.get().entry_date == till.day
    assert till.pay("till:2") == "period_closed"
    assert Payment.objects.count() == 1


def test_six_payments_and_a_closing_at_once_leave_books_that_agree(till: Till) -> None:
    start = Barrier(7)

    def at_once(act: object) -> str:
        start.wait(timeout=30)
        return str(till.close() if act is None else till.pay(f"till:{act}"))

    with ThreadPoolExecutor(7) as pool:
        acts: list[object] = [0, 1, 2, None, 3, 4, 5]
        outcomes = [
            future.result(timeout=60) for future in [pool.submit(_on_its_own, at_once, a) for a in acts]
        ]
    closed = outcomes.pop(3)
    receipts = sorted(outcome for outcome in outcomes if outcome != "period_closed")
    taken = len(receipts)
    assert closed == str(till.day)
    assert receipts == [f"RC-{till.day.year}-{number:06d}" for number in range(1, taken + 1)]
    assert (Payment.objects.count(), LedgerEntry.objects.count(), JournalEntry.objects.count()) == (
        taken,
    ) * 3
    booked = JournalLine.objects.filter(account__purpose="cash").aggregate(total=Sum("debit"))["total"]
    assert (booked or 0) == 5 * taken
    last = NumberSeries.objects.filter(code="RC").values_list("last_number", flat=True).first()
    assert (last or 0) == taken
    assert till.pay("till:late") == "period_closed"


def _on_its_own(act: Callable[..., T], *args: object) -> T:
    """Do it in this thread over its own connection, and give that back."""
    try:
        return act(*args)
    finally:
        connection.close()
