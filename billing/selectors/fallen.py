"""Drafts that fell away after the preview of their run."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, Sum

from billing.models import BillRunExclusion
from billing.types import FallenSums


def sum_fallen(run_id: int) -> FallenSums:
    """Return how many drafts of the run fell away since its preview, with their sums."""
    sums = BillRunExclusion.objects.filter(run=run_id, fallen_at__isnull=False).aggregate(
        bills=Count("pk"), net=Sum("fallen_net"), vat=Sum("fallen_vat"), m3=Sum("fallen_m3")
    )
    nothing = Decimal(0)
    return FallenSums(sums["bills"], sums["net"] or nothing, sums["vat"] or nothing, sums["m3"] or nothing)
