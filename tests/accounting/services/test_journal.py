"""Entries are balanced, numbered, posted once and never changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounting.errors import JournalError
from accounting.models import Account, JournalEntry, JournalLine
from accounting.services.chart import ACCOUNTS, install_chart
from accounting.services.journal import post_entry
from accounting.types import Leg

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _chart(db: None) -> None:
    install_chart(actor=None)


def post(*lines: Leg, source_id: int = 1) -> JournalEntry:
    return post_entry(
        actor=None, entry_date=DAY, description="Δοκιμή", source="test", source_id=source_id, lines=lines
    )


def cash_sale(source_id: int) -> JournalEntry:
    return post(Leg("cash", debit=Decimal(5)), Leg("water_income", credit=Decimal(5)), source_id=source_id)


def test_entries_of_a_year_are_numbered_one_after_the_other() -> None:
    assert [str(cash_sale(1)), str(cash_sale(2))] == ["2026/1", "2026/2"]


def test_an_unbalanced_entry_is_refused() -> None:
    with pytest.raises(JournalError) as refusal:
        post(Leg("cash", debit=Decimal(5)), Leg("water_income", credit=Decimal("4.99")))
    assert refusal.value.code == "unbalanced"
    assert not JournalEntry.objects.exists()


def test_an_entry_without_amounts_or_account_is_refused() -> None:
    with pytest.raises(JournalError) as refusal:
        post(Leg("cash"), Leg("bank"))
    assert refusal.value.code == "empty"
    with pytest.raises(JournalError) as refusal:
        post(Leg("cash", debit=Decimal(5)), Leg("moonshine", credit=Decimal(5)))
    assert refusal.value.code == "no_account"


def test_a_document_is_posted_once() -> None:
    cash_sale(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        cash_sale(1)
    assert JournalEntry.objects.count() == 1


def test_the_database_refuses_an_unbalanced_entry_of_whoever_writes_it() -> None:
    entry = JournalEntry.objects.create(
        number=1, year=2026, entry_date=DAY, description="x", source="psql", source_id=1
    )
    JournalLine.objects.create(entry=entry, account=Account.objects.get(purpose="cash"), debit=5)
    JournalEntry.objects.update(is_posted=True)
    with pytest.raises(IntegrityError, match="not balanced"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_posted_entry_takes_no_further_leg() -> None:
    entry = cash_sale(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalLine.objects.create(entry=entry, account=Account.objects.get(purpose="bank"), debit=5)


def test_the_chart_is_installed_once() -> None:
    assert install_chart(actor=None) == 0
    assert Account.objects.filter(purpose__isnull=False).count() == len(ACCOUNTS)
