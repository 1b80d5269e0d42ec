"""News of the register and its readings for the apps above meters."""

from django.dispatch import Signal

#: Standing readings are about to yield to a further revision: sent inside the transaction, before that revision is
#: written. Receivers let go of what they drew from them, or raise meters.errors.ReadingRefused with the code "billed":
#: then nothing yields. Arguments: reading_ids (Sequence[int]).
reading_yields = Signal()

#: Readings were written and stand: sent inside the transaction, after them and their flags.
#: Arguments: reading_ids (Sequence[int]), for an import in portions of some thousands.
reading_recorded = Signal()
