"""Estimates that are taken back: no bill is of less than nothing, and no cubic metre is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Settled:
    """Cubic metres that a bill charges, and what it carries to the payer's next bill (zero or negative)."""

    billed_m3: Decimal
    carried_m3: Decimal


def settle(measured_m3: Decimal, brought_m3: Decimal = NOTHING) -> Settled:
    """Take what earlier estimates billed too much off what was measured; what is left over is carried on."""
    used = measured_m3 + brought_m3
    return Settled(max(used, NOTHING), min(used, NOTHING))


def settle_all(measured_m3: Iterable[Decimal]) -> list[Settled]:
    """Settle one payer's bills after each other."""
    bills: list[Settled] = []
    brought = NOTHING
    for measured in measured_m3:
        bills.append(settle(measured, brought))
        brought = bills[-1].carried_m3
    return bills
