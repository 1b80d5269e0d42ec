"""Tables of tariffs, bills, ledgers and payments."""

from billing.models.bill import Bill, BillLine, BillReading
from billing.models.charge import Charge, ChargeLine
from billing.models.ledger import Allocation, LedgerEntry, Payment
from billing.models.run import BillRun, BillRunExclusion
from billing.models.tariff import Tariff, TariffBlock, TariffComponent, TariffDiameterFee

__all__ = [
    "Allocation",
    "Bill",
    "BillLine",
    "BillReading",
    "BillRun",
    "BillRunExclusion",
    "Charge",
    "ChargeLine",
    "LedgerEntry",
    "Payment",
    "Tariff",
    "TariffBlock",
    "TariffComponent",
    "TariffDiameterFee",
]
