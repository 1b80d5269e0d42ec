"""New prices: copied by one, approved by another, in force from a day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from billing.choices import TariffState
from billing.models import Tariff, TariffBlock
from gis_core.choices import Role
from tests.factories.bills import Street
from tests.factories.people import make_staff

Budget = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def copied(street: Street, client: Client) -> Tariff:
    """Copy the prices with a dearer first block, from the first of next month on."""
    client.force_login(street.clerk)
    page = reverse("billing:tariff_copy", args=[street.tariff.pk])
    fields = client.get(page).context["form"]
    form = {name: str(fields[name].initial) for name in fields.fields if fields[name].initial is not None}
    dear = TariffBlock.objects.get(component__tariff=street.tariff, component__code="water", lower_m3=0)
    starts = timezone.localdate() + timedelta(days=31)
    form |= {
        f"block-{dear.pk}": "0.65", "valid_from": f"{starts:%d/%m/%Y}", "decision": "12/2027",
        "ada": "ΨΩ1ΑΟΛ7-ΑΒΓ",
    }  # fmt: skip
    answer = client.post(page, form)
    made = Tariff.objects.exclude(pk=street.tariff.pk).get()
    assert answer.headers["Location"] == reverse("billing:tariff_detail", args=[made.pk])
    return made


def _prices(tariff: Tariff) -> list[Decimal]:
    blocks = TariffBlock.objects.filter(component__tariff=tariff, component__code="water")
    return [block.price for block in blocks.order_by("lower_m3")]


def test_a_copy_differs_only_where_it_was_told_to(street: Street, copied: Tariff) -> None:
    assert _prices(copied) == [Decimal("0.65"), *_prices(street.tariff)[1:]]
    assert (copied.state, copied.version, copied.use) == (TariffState.DRAFT, 2, street.tariff.use)
    assert (copied.decision, copied.ada, copied.created_by) == ("12/2027", "ΨΩ1ΑΟΛ7-ΑΒΓ", street.clerk)
    codes = [
        list(t.components.order_by("order").values_list("code", flat=True)) for t in (street.tariff, copied)
    ]
    assert codes[0] == codes[1]
    special = copied.components.get(code="special")
    assert special.base is not None
    assert special.base.tariff == copied


def test_prices_are_approved_by_somebody_else(street: Street, copied: Tariff, client: Client) -> None:
    page = reverse("billing:tariff_approve", args=[copied.pk])
    client.post(page)  # still the clerk who wrote them
    copied.refresh_from_db()
    assert copied.state == TariffState.DRAFT

    client.force_login(street.director)
    assert client.get(reverse("billing:tariff_detail", args=[copied.pk])).context["may_approve"]
    client.post(page)
    copied.refresh_from_db()
    street.tariff.refresh_from_db()
    assert (copied.state, copied.approved_by) == (TariffState.APPROVED, street.director)
    assert street.tariff.period.upper == copied.period.lower


def test_a_cashier_reads_prices_and_sets_none(street: Street, copied: Tariff, budget: Budget) -> None:
    nikos = Client()
    nikos.force_login(make_staff("nikos", Role.CASHIER))
    with budget("billing:tariff_list"):
        assert nikos.get(reverse("billing:tariff_list")).status_code == 200
    with budget("billing:tariff_detail"):
        shown = nikos.get(reverse("billing:tariff_detail", args=[copied.pk]))
    assert (shown.context["may_copy"], shown.context["may_approve"]) == (False, False)
    assert nikos.post(reverse("billing:tariff_approve", args=[copied.pk])).status_code == 403
    assert nikos.get(reverse("billing:tariff_copy", args=[copied.pk])).status_code == 403
    copied.refresh_from_db()
    assert copied.state == TariffState.DRAFT
