"""Values that cross the layers of billing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class BlockPrice:
    """Price in €/m³ of the cubic metres above one limit up to the next (None: no end)."""

    lower_m3: Decimal
    upper_m3: Decimal | None
    price: Decimal


@dataclass(frozen=True)
class DiameterPrice:
    """Charge in € for meters of up to a diameter."""

    up_to_mm: int
    amount: Decimal


@dataclass(frozen=True)
class NewComponent:
    """One charge of a tariff to be made; `base` is the code of the component a percentage is taken of."""

    code: str
    name: str
    name_en: str
    kind: str
    service: str
    vat_percent: Decimal
    blocks: tuple[BlockPrice, ...] = ()
    diameter_fees: tuple[DiameterPrice, ...] = ()
    amount: Decimal | None = None
    percent: Decimal | None = None
    base: str | None = None
    only_with_sewer: bool = False
    is_prorated: bool = True


@dataclass(frozen=True)
class OpenCharge:
    """A charge of the ledger that no payment covers whole, in euros."""

    entry_id: int
    bill_id: int | None
    reference: str
    entry_date: date
    due_date: date
    amount: Decimal
    open_amount: Decimal
    charge_id: int | None = None


@dataclass(frozen=True)
class LedgerRow:
    """A movement of a payer's balance and the balance after it, in euros."""

    entry_id: int
    entry_date: date
    kind: str
    bill_id: int | None
    payment_id: int | None
    reference: str
    amount: Decimal
    balance: Decimal
    charge_id: int | None = None

    @property
    def paid(self) -> Decimal:
        """Return what a payment took off the balance, as people write it."""
        return -self.amount


@dataclass(frozen=True)
class ExplainedLine:
    """One amount of a bill with what made it, in words of the active language and as data."""

    name: str
    how: str  # short, for a column: 30 m³ × 0,60 €
    explanation: str  # a sentence or two
    service: str
    amount: Decimal
    quantity: Decimal
    price: Decimal
    vat_percent: Decimal
    days: int
    block_days: int
    block_lower_m3: Decimal | None = None
    block_upper_m3: Decimal | None = None
    tariff: str = ""
    decision: str = ""


@dataclass(frozen=True)
class MeterOfBill:
    """What one meter measured for a bill, in cubic metres; the readings are what its register showed."""

    serial: str
    diameter_mm: int
    first_on: date
    first_m3: Decimal
    last_on: date
    last_m3: Decimal
    source: str
    consumption_m3: Decimal


@dataclass(frozen=True)
class ConsumptionChange:
    """A bill's daily consumption against the bill of the same season a year before."""

    consumption_m3: Decimal
    days: int
    year_before_m3: Decimal | None = None
    year_before_days: int | None = None

    @property
    def change_percent(self) -> int | None:
        """Return the change of the daily mean in whole percent; None where there is nothing to compare."""
        if not self.year_before_m3 or not self.year_before_days or not self.days:
            return None
        before = self.year_before_m3 / self.year_before_days
        return round((self.consumption_m3 / self.days - before) * 100 / before)


@dataclass(frozen=True)
class RunTotals:
    """Sums over the bills of a run and a print of their content."""

    bill_count: int
    net: Decimal
    vat: Decimal
    consumption_m3: Decimal
    fingerprint: str


@dataclass(frozen=True)
class FallenSums:
    """Drafts of a run that fell away since its preview."""

    bill_count: int
    net: Decimal
    vat: Decimal
    consumption_m3: Decimal


@dataclass(frozen=True)
class Deposit:
    """Euros that a bank collected for a payer of a connection; the key is the bank's own."""

    key: str
    connection_id: int
    party_id: int
    amount: Decimal
