"""Meters of the register: in store, hanging, scrapped."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from meters.choices import MeterState
from meters.models import Installation, Meter


def list_meters(day: date) -> QuerySet[Meter]:
    """Return all meters with `state` on the day, and the connection on which they hang: its id and supply number."""
    hanging = Installation.objects.filter(meter=OuterRef("pk"), period__contains=day)
    # One row by the meter's own index; as EXISTS it would read every installation for a page of fifty.
    where = Subquery(hanging.values("connection_id")[:1])
    return Meter.objects.annotate(
        connection_id=where,
        supply_number=Coalesce(Subquery(hanging.values("connection__supply_number")[:1]), Value("")),
        state=Case(
            When(scrapped_on__isnull=False, then=Value(MeterState.SCRAPPED.value)),
            When(connection_id__isnull=False, then=Value(MeterState.INSTALLED.value)),
            default=Value(MeterState.IN_STORE.value),
        ),
    )


def in_state(meters: QuerySet[Meter], state: str, day: date) -> QuerySet[Meter]:
    """Keep the meters in the state on the day."""
    if state == MeterState.SCRAPPED:
        return meters.filter(scrapped_on__isnull=False)
    hanging = Installation.objects.filter(period__contains=day)
    if state == MeterState.INSTALLED:
        return meters.filter(Exists(hanging.filter(meter=OuterRef("pk"))), scrapped_on__isnull=True)
    # Few are in store among very many that hang: all are compared at once rather than one by one in their order.
    unscrapped = Meter.objects.filter(scrapped_on__isnull=True).order_by().values_list(F("pk"))
    return meters.filter(pk__in=unscrapped.difference(hanging.order_by().values_list(F("meter_id"))))
