"""The journal on the pages: every issued run and payment, both sides equal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounting.models import Account, JournalEntry
from accounting.selectors.journal import balance_of_purpose
from gis_core.choices import Role
from tests.factories.bills import Street, build_street
from tests.factories.people import make_staff

Budget = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def street(db: None) -> Street:
    return build_street()


@pytest.fixture
def sofia(client: Client) -> Client:
    """The accountant, signed in."""
    client.force_login(make_staff("sofia", Role.ACCOUNTANT))
    return client


def test_entries_are_listed_with_their_sums(street: Street, sofia: Client, budget: Budget) -> None:
    with budget("accounting:entry_list"):
        page = sofia.get(reverse("accounting:entry_list"))
    sums = [row.record.total for row in page.context["table"].rows]
    assert sums == [Decimal("100.13"), Decimal("75.73")]

    vat = Account.objects.get(purpose="vat_output")
    filtered = sofia.get(reverse("accounting:entry_list"), {"account": vat.pk})
    assert [row.record.total for row in filtered.context["table"].rows] == sums
    cash = Account.objects.get(purpose="cash")
    assert len(sofia.get(reverse("accounting:entry_list"), {"account": cash.pk}).context["table"].rows) == 0


def test_an_entry_shows_both_sides(street: Street, sofia: Client, budget: Budget) -> None:
    entry = JournalEntry.objects.order_by("pk")[0]
    with budget("accounting:entry_detail"):
        page = sofia.get(reverse("accounting:entry_detail", args=[entry.pk]))

    lines = page.context["lines"]
    assert sum(line.debit for line in lines) == sum(line.credit for line in lines) == page.context["total"]
    assert page.context["total"] == Decimal("75.73")


def test_what_consumers_owe_stands_in_the_books(street: Street) -> None:
    assert balance_of_purpose("receivables") == Decimal("175.86")


def test_a_cashier_does_not_read_the_journal(street: Street, client: Client) -> None:
    client.force_login(make_staff("nikos", Role.CASHIER))

    assert client.get(reverse("accounting:entry_list")).status_code == 403
