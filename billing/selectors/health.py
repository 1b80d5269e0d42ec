"""Whether bills and receipts are numbered without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Max, Min, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounting.selectors.journal import sum_booked
from billing.models import Bill, Charge, LedgerEntry, Payment
from documents.models import NumberSeries
from gis_core.domain.greek import format_money
from gis_core.registry import HealthResult
from gis_core.services.snapshot import one_snapshot

#: What moves the receivables in the books.
SOURCES = ["billing.run", "billing.charge", "billing.payment", "billing.deposits"]


@dataclass(frozen=True)
class _Used:
    """The numbers that a series has given to documents."""

    documents: int
    first: int
    last: int


def check_document_numbers() -> HealthResult:
    """Say whether every series runs from 1 to its last number, each number on one document."""
    # The series are read first: what is issued meanwhile may then only run ahead of them.
    ends = {(series.code, series.year): series.last_number for series in NumberSeries.objects.all()}
    used = _list_used()
    gaps = [
        f"{code}-{year}"
        for (code, year), numbers in sorted(used.items())
        if not (numbers.first == 1 and numbers.documents == numbers.last >= ends.get((code, year), 0))
    ]
    if gaps:
        return HealthResult(
            ok=False,
            detail=_("Numbers are missing in %(names)s") % {"names": ", ".join(gaps)},
            remedy=_("Restore the missing documents from the backup: numbered documents are never deleted."),
        )
    count = sum(numbers.documents for numbers in used.values())
    return HealthResult(ok=True, detail=_("%(count)d documents without a gap") % {"count": count})


def check_ledger() -> HealthResult:
    """Say whether ledger and receivables are both the sum of issued bills less payments."""
    # Of one moment: a run that is issued meanwhile stands in all of them or in none.
    with one_snapshot():
        billed = Bill.objects.issued().aggregate(sum=Sum(F("net") + F("vat")))["sum"] or Decimal(0)
        paid = Payment.objects.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        charged = Charge.objects.aggregate(sum=Sum(F("net") + F("vat")))["sum"] or Decimal(0)
        owed = LedgerEntry.objects.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        booked = sum_booked("receivables", sources=SOURCES)
    language = get_language() or "el"
    billed += charged
    if billed - paid == owed == booked:
        return HealthResult(
            ok=True,
            detail=_("%(sum)s are owed, in the ledger and in the books")
            % {"sum": format_money(owed, language)},
        )
    return HealthResult(
        ok=False,
        detail=_("Bills less payments are %(billed)s, the ledger says %(owed)s, the books %(booked)s")
        % {
            "billed": format_money(billed - paid, language),
            "owed": format_money(owed, language),
            "booked": format_money(booked, language),
        },
        remedy=_("Issue again the run that was broken off; otherwise find who wrote past the product."),
    )


def _list_used() -> dict[tuple[str, int], _Used]:
    used: dict[tuple[str, int], _Used] = {}
    for documents in (
        Bill.objects.filter(number__isnull=False).values("series_code", "year"),
        Payment.objects.values("series_code", "year"),
        Charge.objects.values("series_code", "year"),
    ):
        for row in documents.annotate(
            documents=Count("id"), first=Min("number"), last=Max("number")
        ).order_by():
            key = (row["series_code"], row["year"])
            before = used.get(key, _Used(0, row["first"], row["last"]))
            used[key] = _Used(
                before.documents + row["documents"],
                min(before.first, row["first"]),
                max(before.last, row["last"]),
            )
    return used
