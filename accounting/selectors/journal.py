"""Sums over the journal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import F, Sum

from accounting.models import JournalLine


def sum_booked(purpose: str, *, sources: Sequence[str]) -> Decimal:
    """Return debit less credit in euros of the account with a purpose, over some kinds of document."""
    lines = JournalLine.objects.filter(
        account__purpose=purpose, entry__is_posted=True, entry__source__in=sources
    )
    return Decimal(lines.aggregate(balance=Sum(F("debit") - F("credit")))["balance"] or 0)


def balance_of_purpose(purpose: str) -> Decimal:
    """Return debit less credit in euros of the account with a purpose, over the whole journal."""
    lines = JournalLine.objects.filter(account__purpose=purpose, entry__is_posted=True)
    return Decimal(lines.aggregate(balance=Sum(F("debit") - F("credit")))["balance"] or 0)
