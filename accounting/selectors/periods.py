"""Until when the books are closed, and who closed them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounting.models import PeriodClosing


def find_closed_until() -> date | None:
    """Return the last day whose books are closed, or None where they never were."""
    return PeriodClosing.objects.order_by("-id").values_list("closed_until", flat=True).first()


def list_closings() -> QuerySet[PeriodClosing]:
    """Return every closing and reopening, latest first."""
    return PeriodClosing.objects.select_related("closed_by").order_by("-id")
