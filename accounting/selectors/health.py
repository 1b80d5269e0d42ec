"""Whether the journal is balanced and its numbers have no gap."""

from __future__ import annotations

from django.db.models import Count, F, Max, Min, Sum
from django.utils.translation import gettext as _

from accounting.models import JournalEntry
from gis_core.registry import HealthResult

NAMED = 5


def check_journal_balance() -> HealthResult:
    """Say whether debit equals credit in every posted entry, and every entry is posted."""
    posted = JournalEntry.objects.filter(is_posted=True)
    balances = posted.annotate(debit=Sum("lines__debit"), credit=Sum("lines__credit"))
    wrong = [str(entry) for entry in balances.exclude(debit=F("credit")).order_by("year", "number")]
    wrong += [str(entry) for entry in posted.filter(lines__isnull=True).order_by("year", "number")]
    wrong += [str(entry) for entry in JournalEntry.objects.filter(is_posted=False).order_by("year", "number")]
    if wrong:
        names = ", ".join(wrong[:NAMED]) + (" …" if len(wrong) > NAMED else "")
        return HealthResult(
            ok=False,
            detail=_("%(count)d entries are not balanced or not posted: %(names)s")
            % {"count": len(wrong), "names": names},
            remedy=_(
                "Correct each by a counter-entry, and find who wrote past the product: see the history."
            ),
        )
    return HealthResult(ok=True, detail=_("%(count)d entries, all balanced") % {"count": posted.count()})


def check_journal_numbers() -> HealthResult:
    """Say whether each year's entries are numbered from 1 without a gap."""
    years = (
        JournalEntry.objects.values("year")
        .annotate(entries=Count("id"), first=Min("number"), last=Max("number"))
        .order_by("year")
    )
    gaps = [str(year["year"]) for year in years if (year["first"], year["last"]) != (1, year["entries"])]
    if gaps:
        return HealthResult(
            ok=False,
            detail=_("Numbers are missing in %(names)s") % {"names": ", ".join(gaps)},
            remedy=_("Restore the missing rows from the backup: numbered documents are never deleted."),
        )
    return HealthResult(ok=True, detail=_("%(count)d years without a gap") % {"count": len(years)})
