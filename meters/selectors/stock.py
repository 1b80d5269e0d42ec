"""Meters of the register: in store, hanging, scrapped."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from meters.choices import MeterState
from meters.models import Installation, Meter


def list_meters(day: date) -> QuerySet[Meter]:
    """Return all meters with `state` on the day, and the connection on which they hang: its id and supply number."""
    hanging = Installation.objects.filter(meter=OuterRef("pk"), period__contains=day)
    return Meter.objects.annotate(
        state=Case(
            When(scrapped_on__isnull=False, then=Value(MeterState.SCRAPPED.value)),
            When(Exists(hanging), then=Value(MeterState.INSTALLED.value)),
            default=Value(MeterState.IN_STORE.value),
        ),
        connection_id=Subquery(hanging.values("connection_id")[:1]),
        supply_number=Coalesce(Subquery(hanging.values("connection__supply_number")[:1]), Value("")),
    )


def in_state(meters: QuerySet[Meter], state: str, day: date) -> QuerySet[Meter]:
    """Keep the meters in the state on the day, by conditions that indexes answer."""
    hanging = Exists(Installation.objects.filter(meter=OuterRef("pk"), period__contains=day))
    if state == MeterState.SCRAPPED:
        return meters.filter(scrapped_on__isnull=False)
    standing = meters.filter(scrapped_on__isnull=True)
    return standing.filter(hanging) if state == MeterState.INSTALLED else standing.filter(~Q(hanging))
