"""Prices of the billing benchmarks: five blocks, by diameter, two percentages, two VAT rates."""

from decimal import Decimal

from billing.choices import ComponentKind, Service
from billing.domain.rating import Block, Component, Version
from billing.models import Tariff, TariffComponent
from billing.types import BlockPrice, DiameterPrice, NewComponent

_BLOCKS = (
    (0, 10, "0.38"), (10, 30, "0.52"), (30, 60, "0.80"), (60, 120, "1.02"), (120, None, "2.27"),
)  # fmt: skip
_DIAMETERS = ((15, 2), (20, 3), (25, 4), (50, 20))


def five_blocks() -> list[NewComponent]:
    """Return the charges as a tariff is made of."""
    return [
        NewComponent(
            "water", "Νερό", "Water", ComponentKind.BLOCKS, Service.WATER, Decimal(13),
            blocks=tuple(
                BlockPrice(Decimal(low), None if high is None else Decimal(high), Decimal(price))
                for low, high, price in _BLOCKS
            ),
        ),
        NewComponent(
            "meter", "Πάγιο", "Fixed", ComponentKind.FIXED_BY_DIAMETER, Service.WATER_FIXED, Decimal(24),
            diameter_fees=tuple(DiameterPrice(mm, Decimal(fee)) for mm, fee in _DIAMETERS),
        ),
        NewComponent(
            "sewer", "Αποχέτευση", "Sewerage", ComponentKind.PERCENT, Service.SEWER, Decimal(24),
            percent=Decimal(75), base="water", only_with_sewer=True,
        ),
        NewComponent(
            "special", "Ειδικό τέλος", "Special fee", ComponentKind.PERCENT, Service.SPECIAL_FEE, Decimal(24),
            percent=Decimal(80), base="water",
        ),
    ]  # fmt: skip


def version_of(tariff: Tariff) -> Version:
    """Return an approved tariff as the plain arithmetic takes it, read through the ORM."""
    components = tariff.components.select_related("base").prefetch_related("blocks", "diameter_fees")
    return Version(
        starts=tariff.period.lower,
        ends=tariff.period.upper,
        block_days=tariff.block_days,
        components=tuple(_component_of(component) for component in components.order_by("order")),
    )


def _component_of(row: TariffComponent) -> Component:
    return Component(
        code=row.code, service=row.service, vat_percent=row.vat_percent,
        blocks=tuple(Block(block.lower_m3, block.upper_m3, block.price) for block in row.blocks.all()),
        amount=row.amount,
        fees_by_mm={fee.up_to_mm: fee.amount for fee in row.diameter_fees.all()} or None,
        percent=row.percent, base=row.base.code if row.base else "",
        only_with_sewer=row.only_with_sewer, is_prorated=row.is_prorated,
    )  # fmt: skip
