"""Doctor's look at the books: what somebody wrote past the product is found."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from accounting.models import JournalEntry, JournalLine
from accounting.selectors.health import check_journal_balance, check_journal_numbers
from accounting.services.journal import post_entry
from accounting.types import Leg

pytestmark = pytest.mark.django_db


def _post(source_id: int, euros: str) -> JournalEntry:
    return post_entry(
        actor=None,
        entry_date=date(2026, 3, 31),
        description="Λογαριασμοί νερού",
        source="billing.run",
        source_id=source_id,
        lines=[
            Leg(purpose="receivables", debit=Decimal(euros), credit=Decimal(0)),
            Leg(purpose="water_income", debit=Decimal(0), credit=Decimal(euros)),
        ],
    )


@pytest.fixture
def past_the_product() -> None:
    """The database as somebody sees it who switched its guards off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def test_posted_entries_are_well() -> None:
    _post(1, "812.40")
    _post(2, "95.10")
    assert check_journal_balance().ok
    assert check_journal_balance().detail.startswith("2 ")
    assert check_journal_numbers().ok


def test_a_changed_amount_is_found(past_the_product: None) -> None:
    _post(1, "812.40")
    wrong = _post(2, "95.10")
    JournalLine.objects.filter(entry=wrong, debit__gt=0).update(debit=Decimal("59.10"))
    result = check_journal_balance()
    assert not result.ok
    assert result.detail.endswith("2026/2")
    assert result.remedy


def test_an_entry_without_legs_is_found(past_the_product: None) -> None:
    entry = _post(1, "812.40")
    JournalLine.objects.filter(entry=entry).delete()
    assert check_journal_balance().detail.endswith("2026/1")


def test_a_removed_entry_leaves_a_gap_that_is_found(past_the_product: None) -> None:
    first = _post(1, "812.40")
    _post(2, "95.10")
    JournalLine.objects.filter(entry=first).delete()
    first.delete()
    result = check_journal_numbers()
    assert not result.ok
    assert result.detail.endswith("2026")
    assert check_journal_balance().ok
