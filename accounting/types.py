"""Values that cross the layers of accounting."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Leg:
    """One leg of an entry in euros, by the purpose of its account; debit or credit, not both."""

    purpose: str
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
