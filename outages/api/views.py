"""Cuts and works for machines, read-only, with the rights of the pages."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.gis.db.models.functions import Transform
from django.db.models import QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView

from gis_core.pages.access import allow_everybody
from gis_core.pages.boxes import read_box
from outages.api.serializers import OutageSerializer
from outages.models import Outage


class OutageFilter(django_filters.FilterSet):
    """Kind, state, a box, and the time in which water is off."""

    bbox = django_filters.CharFilter(method="in_box", help_text="west,south,east,north in degrees (WGS84)")
    ends_after = django_filters.IsoDateTimeFilter(field_name="ends_at", lookup_expr="gt")
    starts_before = django_filters.IsoDateTimeFilter(field_name="starts_at", lookup_expr="lt")

    class Meta:
        model = Outage
        fields = ("kind", "state", "bbox", "ends_after", "starts_before")

    def in_box(self, rows: QuerySet[Outage], name: str, value: str) -> QuerySet[Outage]:
        """Keep what touches the box, by the index on `geom`."""
        return rows.filter(geom__intersects=read_box(value))


def _rows(view: ListAPIView[Any] | RetrieveAPIView[Any]) -> QuerySet[Outage]:
    visible = Outage.objects.visible_to(view.request.user)
    return visible.defer("geom", "geom_3857").annotate(shape=Transform("geom", 4326))


@allow_everybody
class OutageCollection(ListAPIView[Any]):
    """Cuts and works, latest first: the announced ones for everybody, drafts too for staff."""

    serializer_class = OutageSerializer
    filterset_class = OutageFilter
    queryset = Outage.objects.none()

    def get_queryset(self) -> QuerySet[Outage]:
        """Return what the user may see, with the area in WGS84."""
        return _rows(self)


@allow_everybody
class OutageDetail(RetrieveAPIView[Any]):
    """One cut or works; a draft is not found by who may not see it."""

    serializer_class = OutageSerializer
    queryset = Outage.objects.none()
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Outage]:
        """Return what the user may see, with the area in WGS84."""
        return _rows(self)
