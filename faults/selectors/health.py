"""Whether reports of faults are numbered without a gap."""

from __future__ import annotations

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from faults.models import Fault
from gis_core.registry import HealthResult


def check_fault_numbers() -> HealthResult:
    """Say whether each year's faults are numbered from 1 without a gap."""
    years = (
        Fault.objects.values("year")
        .annotate(faults=Count("id"), first=Min("number"), last=Max("number"))
        .order_by("year")
    )
    gaps = [str(year["year"]) for year in years if (year["first"], year["last"]) != (1, year["faults"])]
    if gaps:
        return HealthResult(
            ok=False,
            detail=_("Numbers are missing in %(names)s") % {"names": ", ".join(gaps)},
            remedy=_("Restore the missing reports from the backup: numbered reports are never deleted."),
        )
    count = sum(year["faults"] for year in years)
    return HealthResult(ok=True, detail=_("%(count)d faults without a gap") % {"count": count})
