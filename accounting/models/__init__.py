"""Tables of the general ledger."""

from accounting.models.closing import PeriodClosing
from accounting.models.journal import Account, JournalEntry, JournalLine

__all__ = ["Account", "JournalEntry", "JournalLine", "PeriodClosing"]
