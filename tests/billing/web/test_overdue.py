"""What is overdue: a figure of the first page and the list behind it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from billing.choices import PaymentMethod
from billing.selectors.balances import overdue_total
from billing.services.payments import receive_payment
from gis_core.choices import Role
from tests.factories.bills import Street
from tests.factories.people import make_staff


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Forget sums kept from other stories, and leave none behind."""
    cache.clear()
    yield
    cache.clear()


def pay(street: Street, amount: str, key: str = "k") -> None:
    """Take money of the first house."""
    receive_payment(
        actor=street.clerk, key=key, connection=street.house, party=street.payer_of(street.house),
        amount=Decimal(amount), method=PaymentMethod.CASH, received_on=timezone.localdate(),
    )  # fmt: skip


def read_figure(client: Client) -> dict[str, Any] | None:
    """Return the figure of overdue debts on the first page, None where it is not shown."""
    figures = client.get(reverse("gis_core:home")).context["figures"]
    return next((figure for figure in figures if figure["url"].endswith("?payment=overdue")), None)


def test_only_what_is_past_its_day_and_open_is_overdue(street: Street) -> None:
    assert overdue_total() == Decimal("75.73")  # the first bills of both houses: 50.60 + 25.13
    pay(street, "20.60")
    assert overdue_total() == Decimal("55.13")
    pay(street, "80.00", "more")  # covers the first bill, and a part of the second, which is not due
    assert overdue_total() == Decimal("25.13")
    assert overdue_total(street.bills[0].due_date) == Decimal(0)  # the day itself is still in time


def test_the_figure_leads_to_the_bills_that_make_it(street: Street, client: Client) -> None:
    client.force_login(street.clerk)
    figure = read_figure(client)
    assert figure is not None
    assert figure["value"] == "€75.73"
    shown = client.get(figure["url"])
    first = {street.bills[0], street.neighbour_bills[0]}
    assert {row.record for row in shown.context["table"].rows} == first
    pay(street, "50.60")
    again = client.get(figure["url"])
    assert [row.record for row in again.context["table"].rows] == [street.neighbour_bills[0]]


def test_the_sum_is_kept_for_a_while(street: Street, client: Client) -> None:
    client.force_login(street.clerk)
    before = read_figure(client)
    pay(street, "50.60")
    assert read_figure(client) == before


def test_a_technician_is_told_no_debts(street: Street, client: Client) -> None:
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    assert read_figure(client) is None
