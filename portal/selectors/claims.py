"""Supply numbers that too many failed to claim."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from portal.models import ClaimAttempt, ClaimLift

#: Failed tries for one supply number by everybody together in the window, until the office lifts the limit.
TRIES_FOR_SUPPLY = 30
WINDOW = timedelta(days=30)


def _failures(since: datetime) -> QuerySet[ClaimAttempt]:
    """Return failed tries that no lifting has taken away."""
    lifts = ClaimLift.objects.filter(supply_number=OuterRef("supply_number")).order_by("-at")
    rows = ClaimAttempt.objects.filter(succeeded=False, at__gte=since)
    rows = rows.annotate(lifted_at=Subquery(lifts.values("at")[:1]))
    return rows.filter(Q(lifted_at=None) | Q(at__gt=Subquery(lifts.values("at")[:1])))


def is_shut(supply_number: str) -> bool:
    """Say whether the supply number is shut to claims until the office opens it."""
    return _failures(timezone.now() - WINDOW).filter(supply_number=supply_number).count() >= TRIES_FOR_SUPPLY


def list_tried() -> list[dict[str, Any]]:
    """Return supply numbers with failed tries, the most tried first: number, tries, users, last."""
    groups = _failures(timezone.now() - WINDOW).values("supply_number")
    counted = groups.annotate(tries=Count("id"), users=Count("user", distinct=True), last=Max("at"))
    return [
        {**row, "is_shut": row["tries"] >= TRIES_FOR_SUPPLY}
        for row in counted.order_by("-tries", "supply_number")[:100]
    ]
