"""Tariffs of the demonstration town: invented, in the shape that Greek utilities publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from billing.choices import ComponentKind, Service
from billing.services.tariffs import approve_tariff, create_tariff
from billing.types import BlockPrice, DiameterPrice, NewComponent
from gis_core.models import User
from meters.choices import UseKind

VAT_WATER, VAT_REST = Decimal(13), Decimal(24)
QUARTER = 91
DECISION = "ΔΣ 144/2024"

#: Block limits (m³ a quarter) and prices (€/m³); None ends the last.
DOMESTIC = ((25, "0.60"), (45, "0.95"), (70, "1.40"), (110, "2.10"), (None, "3.20"))
SOCIAL = ((25, "0.30"), (45, "0.50"), (70, "1.10"), (110, "2.10"), (None, "3.20"))
SHOP = ((50, "0.85"), (150, "1.15"), (None, "1.60"))
HOTEL = ((200, "1.05"), (1000, "1.35"), (None, "1.90"))
FARM = ((60, "0.45"), (200, "0.60"), (None, "1.50"))
FLAT = ((None, "0.55"),)

NAMES = {
    UseKind.DOMESTIC: ("Οικιακό", DOMESTIC), UseKind.SOCIAL: ("Κοινωνικό", SOCIAL),
    UseKind.PROFESSIONAL: ("Επαγγελματικό", SHOP), UseKind.INDUSTRIAL: ("Βιομηχανικό", SHOP),
    UseKind.HOTEL: ("Ξενοδοχείων", HOTEL), UseKind.FARM: ("Αγροτικό", FARM),
    UseKind.MUNICIPAL: ("Δημοτικό και δημοσίων", FLAT),
}  # fmt: skip


def load_tariffs(*, author: User, approver: User, first_day: date, second_day: date) -> None:
    """Approve a version for every use from the first day, and a dearer domestic one from the second."""
    for use, (name, blocks) in NAMES.items():
        tariff = create_tariff(
            actor=author, use=use, name=name, starts=first_day, block_days=QUARTER,
            components=_components(use, blocks, Decimal(1)), decision=DECISION, ada="Ω4ΞΨΟΛ7-Κ2Π",
        )  # fmt: skip
        approve_tariff(actor=approver, tariff=tariff)
    later = create_tariff(
        actor=author, use=UseKind.DOMESTIC, name="Οικιακό", starts=second_day, block_days=QUARTER,
        components=_components(UseKind.DOMESTIC, DOMESTIC, Decimal("1.05")), decision="ΔΣ 212/2025", ada="Ψ9ΛΤΟΛ7-4ΜΡ",
    )  # fmt: skip
    approve_tariff(actor=approver, tariff=later)


def _components(use: UseKind, steps: Sequence[tuple[int | None, str]], factor: Decimal) -> list[NewComponent]:
    limits = [Decimal(0), *(Decimal(limit) for limit, _price in steps if limit is not None)]
    blocks = tuple(
        BlockPrice(
            low,
            None if limit is None else Decimal(limit),
            (Decimal(price) * factor).quantize(Decimal("0.0001")),
        )
        for low, (limit, price) in zip(limits, steps, strict=True)
    )
    water = NewComponent(
        code="water", name="Νερό", name_en="Water", kind=ComponentKind.BLOCKS, service=Service.WATER,
        vat_percent=VAT_WATER, blocks=blocks,
    )  # fmt: skip
    sewer = NewComponent(
        code="sewer", name="Αποχέτευση", name_en="Sewerage", kind=ComponentKind.PERCENT, service=Service.SEWER,
        vat_percent=VAT_REST, percent=Decimal(60), base="water", only_with_sewer=True,
    )  # fmt: skip
    if use == UseKind.SOCIAL:
        return [water, sewer]
    fees = ((15, "9"), (20, "12"), (25, "18"), (40, "45"), (1000, "80"))
    return [
        water,
        NewComponent(
            code="fixed", name="Πάγιο ύδρευσης", name_en="Fixed charge", kind=ComponentKind.FIXED_BY_DIAMETER,
            service=Service.WATER_FIXED, vat_percent=VAT_REST,
            diameter_fees=tuple(DiameterPrice(mm, Decimal(euros)) for mm, euros in fees),
        ),
        sewer,
        NewComponent(
            code="special", name="Ειδικό τέλος Ν. 1069/80", name_en="Special fee, Law 1069/80",
            kind=ComponentKind.PERCENT, service=Service.SPECIAL_FEE, vat_percent=VAT_REST, percent=Decimal(80),
            base="water",
        ),
    ]  # fmt: skip
