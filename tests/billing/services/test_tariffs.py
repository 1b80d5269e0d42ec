"""Prices below zero are refused in words, and by the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from billing.errors import TariffError
from billing.models import Tariff, TariffBlock, TariffComponent, TariffDiameterFee
from billing.services.tariffs import create_tariff
from billing.types import NewComponent
from gis_core.choices import Role
from tests.factories.billing import five_blocks, make_tariff, make_user, paros_like

pytestmark = pytest.mark.django_db


def _negative() -> list[list[NewComponent]]:
    water, fixed, _sewer, special = paros_like()
    _water, meter, _percent, _special = five_blocks()
    low = replace(water.blocks[0], price=Decimal("-0.01"))
    fee = replace(meter.diameter_fees[0], amount=Decimal(-2))
    return [
        [replace(water, blocks=(low, *water.blocks[1:]))],
        [replace(fixed, amount=Decimal(-10))],
        [water, replace(special, percent=Decimal(-80))],
        [replace(meter, diameter_fees=(fee, *meter.diameter_fees[1:]))],
    ]


@pytest.mark.parametrize("case", range(4), ids=["block", "fixed", "percent", "fee"])
def test_a_price_below_zero_is_refused_with_a_sentence(case: int) -> None:
    with pytest.raises(TariffError, match=r"below zero|κάτω από το μηδέν") as refusal:
        create_tariff(
            actor=make_user("eleni", Role.BILLING), use="domestic", name="Οικιακό", starts=date(2026, 1, 1),
            block_days=122, components=_negative()[case],
        )  # fmt: skip
    assert refusal.value.code == "negative"
    assert not Tariff.objects.exists()


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (TariffBlock, "price"), (TariffDiameterFee, "amount"), (TariffComponent, "amount"),
        (TariffComponent, "percent"),
    ],
)  # fmt: skip
def test_the_database_refuses_it_too(model: type[Model], column: str) -> None:
    make_tariff(make_user("eleni", Role.BILLING), None, [*five_blocks(), replace(paros_like()[1], code="f")])
    rows = model._default_manager.filter(**{f"{column}__isnull": False})
    assert rows.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{column: Decimal(-1)})
