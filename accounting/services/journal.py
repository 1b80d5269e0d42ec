"""Entries of the journal: numbered without gaps, balanced, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounting.errors import JournalError
from accounting.models import Account, JournalEntry, JournalLine
from accounting.services.periods import check_open
from accounting.types import Leg
from documents.services.series import take_numbers
from gis_core.models import User

__all__ = ["Leg", "post_entry"]

#: Number series of the journal's entries, one a year.
SERIES = "JOURNAL"


@transaction.atomic
def post_entry(
    *,
    actor: User | None,
    entry_date: date,
    description: str,
    source: str,
    source_id: int,
    lines: Sequence[Leg],
    source_part: str = "",
) -> JournalEntry:
    """Post a balanced entry for a document; a second entry for the same part of it is refused.

    Legs without an amount are left out. Raises JournalError `unbalanced`, `empty`, `no_account`, PeriodClosed where
    the books of the day are closed, and IntegrityError where the document has been posted before.
    """
    check_open(day=entry_date)
    legs = [leg for leg in lines if leg.debit or leg.credit]
    if not legs:
        raise JournalError(_("An entry without amounts cannot be posted."), code="empty")
    if sum((leg.debit - leg.credit for leg in legs), Decimal(0)) != 0:
        raise JournalError(_("Debit and credit of the entry differ."), code="unbalanced")
    accounts = _find_accounts(legs)
    numbers = take_numbers(code=SERIES, year=entry_date.year, count=1, title=str(_("Journal entries")))
    entry = JournalEntry.objects.create(
        number=numbers[0], year=entry_date.year, entry_date=entry_date, description=description,
        source=source, source_id=source_id, source_part=source_part, created_by=actor,
    )  # fmt: skip
    JournalLine.objects.bulk_create(
        JournalLine(entry=entry, account_id=accounts[leg.purpose], debit=leg.debit, credit=leg.credit)
        for leg in legs
    )
    entry.is_posted = True
    entry.save(update_fields=["is_posted"])
    return entry


def _find_accounts(legs: Sequence[Leg]) -> dict[str, int]:
    """Return the account's id for each purpose."""
    wanted = {leg.purpose for leg in legs}
    rows = Account.objects.filter(purpose__in=wanted).values_list("purpose", "pk")
    accounts = {purpose: pk for purpose, pk in rows if purpose is not None}
    missing = ", ".join(sorted(wanted - accounts.keys()))
    if missing:
        raise JournalError(
            _("The chart has no account for: %(purposes)s.") % {"purposes": missing}, code="no_account"
        )
    return accounts
