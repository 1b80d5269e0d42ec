"""News of the register and its readings for the apps above meters."""

from django.dispatch import Signal

#: Standing readings are about to yield to a further revision: sent inside the transaction, before that revision is
#: written. Receivers let go of what they drew from them, or raise meters.errors.ReadingRefused with the code "billed":
#: then nothing yields. Arguments: reading_ids (Sequence[int]).
reading_yields = Signal()

#: Readings were written and stand: sent inside the transaction, after them and their flags.
#: Arguments: reading_ids (Sequence[int]), for an import in portions of some thousands.
reading_recorded = Signal()

#: One payer went and another came: sent inside the transaction, after the liabilities and the readings of that day.
#: The one who went is liable until the day before `moved_on`. Arguments: connection (Connection), out_party (Party),
#: in_party (Party), moved_on (date), actor (User or None).
payer_moved = Signal()

#: A document of the register was approved, and what needs no visit executed: sent inside the transaction, after its
#: number was taken. Whoever charges does so by its `fees`. Arguments: document (RegisterDocument), actor (User).
document_approved = Signal()

#: A document of the register was executed on the spot: sent inside the transaction, after the register changed. What a
#: document of connection costs is charged now that there is a connection. Arguments: document, actor (User).
document_executed = Signal()

#: A document that had been approved was cancelled, and what it had changed put back: sent inside the transaction.
#: Whoever charged its fees takes them back, or raises a DomainError: then it stays. Arguments: document, actor (User).
document_cancelled = Signal()
