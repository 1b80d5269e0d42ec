"""Closed books: nothing is booked on their days, by no path; the table of closings is the history."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounting.errors import ClosingRefused, PeriodClosed
from accounting.models import JournalEntry, PeriodClosing
from accounting.selectors.periods import find_closed_until
from accounting.services.chart import install_chart
from accounting.services.journal import post_entry
from accounting.services.periods import close_period
from accounting.types import Leg
from gis_core.choices import Role
from gis_core.models import User
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db
UNTIL = date(2025, 12, 31)


@pytest.fixture
def sofia() -> User:
    install_chart(actor=None)
    return make_staff("sofia", Role.ACCOUNTANT)


def sale(day: date, source_id: int = 1) -> JournalEntry:
    return post_entry(
        actor=None, entry_date=day, description="Δοκιμή", source="test", source_id=source_id,
        lines=[Leg("cash", debit=Decimal(5)), Leg("water_income", credit=Decimal(5))],
    )  # fmt: skip


def test_the_last_closed_day_is_closed_and_the_next_is_open(sofia: User) -> None:
    close_period(actor=sofia, closed_until=UNTIL)
    with pytest.raises(PeriodClosed) as refusal:
        sale(UNTIL)
    assert refusal.value.code == "period_closed"
    assert "31/12/2025" in str(refusal.value)
    assert str(sale(UNTIL + timedelta(days=1))) == "2026/1"


def test_the_database_refuses_who_goes_past_the_product(sofia: User) -> None:
    close_period(actor=sofia, closed_until=UNTIL)
    with pytest.raises(IntegrityError, match="books are closed"), transaction.atomic():
        JournalEntry.objects.create(
            number=1, year=2025, entry_date=UNTIL, description="", source="psql", source_id=1
        )
    entry = sale(date(2026, 1, 2))
    JournalEntry.objects.filter(is_posted=False).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEntry.objects.filter(pk=entry.pk).update(entry_date=UNTIL)


def test_closings_are_never_changed(sofia: User) -> None:
    closing = close_period(actor=sofia, closed_until=UNTIL)
    for act in (
        lambda: PeriodClosing.objects.filter(pk=closing.pk).update(closed_until=date(2020, 1, 1)),
        lambda: PeriodClosing.objects.filter(pk=closing.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("TRUNCATE accounting_periodclosing")


def test_books_open_again_only_with_a_reason_and_both_stay_written(sofia: User) -> None:
    close_period(actor=sofia, closed_until=UNTIL)
    with pytest.raises(ClosingRefused) as refusal:
        close_period(actor=sofia, closed_until=date(2025, 11, 30))
    assert refusal.value.code == "reason"
    close_period(actor=sofia, closed_until=date(2025, 11, 30), reason="Λάθος καταχώριση")
    assert find_closed_until() == date(2025, 11, 30)
    sale(date(2025, 12, 1))
    assert [str(row) for row in PeriodClosing.objects.all()] == ["30/11/2025", "31/12/2025"]


def test_today_and_the_same_day_twice_are_refused(sofia: User) -> None:
    with pytest.raises(ClosingRefused) as refusal:
        close_period(actor=sofia, closed_until=timezone.localdate())
    assert refusal.value.code == "future"
    close_period(actor=sofia, closed_until=UNTIL)
    with pytest.raises(ClosingRefused) as refusal:
        close_period(actor=sofia, closed_until=UNTIL)
    assert refusal.value.code == "same"
