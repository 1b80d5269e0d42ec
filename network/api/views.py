"""The network for machines, as GeoJSON, with the rights of the pages."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.gis.db.models.functions import Transform
from django.db.models import Model, QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework_gis.pagination import GeoJsonPagination

from gis_core.models import User
from gis_core.pages.access import allow_staff
from gis_core.pages.lists import CountingPaginator
from network.api import filters, serializers
from network.models import Node, Pipe, Pump, Street, Valve, Zone


class _Pages(GeoJsonPagination):
    """A thousand features a page unless asked otherwise."""

    django_paginator_class = CountingPaginator
    page_size = 1000
    page_size_query_param = "page_size"
    max_page_size = 5000


def _rows(view: ListAPIView[Any] | RetrieveAPIView[Any], model: type[Model]) -> QuerySet[Any]:
    rows = cast(Any, model)._default_manager.all()
    if getattr(view, "swagger_fake_view", False):  # the description of the API is made without a user
        return cast("QuerySet[Any]", rows.none())
    visible = rows.visible_to(cast(User, view.request.user))
    shown = visible.defer("geom", "geom_3857").annotate(shape=Transform("geom", 4326)).order_by("pk")
    return cast("QuerySet[Any]", shown)


class _FeatureList(ListAPIView[Any]):
    """Features of one kind."""

    model: type[Model]
    pagination_class = _Pages

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the user may see."""
        return _rows(self, self.model)


@allow_staff
class NodeList(_FeatureList):
    """Junctions, reservoirs and tanks."""

    model = Node
    serializer_class = serializers.NodeSerializer
    filterset_class = filters.NodeFilter


@allow_staff
class PipeList(_FeatureList):
    """Pipes."""

    model = Pipe
    serializer_class = serializers.PipeSerializer
    filterset_class = filters.PipeFilter

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the user may see, with what it is made of."""
        return super().get_queryset().select_related("material")


@allow_staff
class PipeDetail(RetrieveAPIView[Any]):
    """One pipe."""

    serializer_class = serializers.PipeSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the user may see."""
        return _rows(self, Pipe).select_related("material")


@allow_staff
class PumpList(_FeatureList):
    """Pumps."""

    model = Pump
    serializer_class = serializers.PumpSerializer
    filterset_class = filters.PumpFilter


@allow_staff
class ValveList(_FeatureList):
    """Valves."""

    model = Valve
    serializer_class = serializers.ValveSerializer
    filterset_class = filters.ValveFilter


@allow_staff
class ZoneList(_FeatureList):
    """Zones."""

    model = Zone
    serializer_class = serializers.ZoneSerializer
    filterset_class = filters.ZoneFilter


@allow_staff
class StreetList(_FeatureList):
    """Streets."""

    model = Street
    serializer_class = serializers.StreetSerializer
    filterset_class = filters.StreetFilter
