"""Filters of the network's API."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Model

from gis_core.pages.boxes import read_box
from network.choices import LinkStatus, NodeKind, ValveKind, ZoneKind
from network.models import Node, Pipe, Pump, Street, Valve, Zone


class BoxFilterSet(django_filters.FilterSet):
    """What touches a box of longitude and latitude."""

    bbox = django_filters.CharFilter(method="inside", help_text="west,south,east,north in degrees (WGS84)")

    def inside(self, rows: Any, name: str, value: str) -> Any:
        """Keep what touches the box."""
        return rows.in_box(read_box(value))


class NodeFilter(BoxFilterSet):
    """Box, system, code, kind."""

    kind = django_filters.ChoiceFilter(choices=NodeKind.choices)

    class Meta:
        model: type[Model] = Node
        fields = ("system", "code", "kind")


class PipeFilter(BoxFilterSet):
    """Box, system, code, status."""

    status = django_filters.ChoiceFilter(choices=LinkStatus.choices)

    class Meta:
        model: type[Model] = Pipe
        fields = ("system", "code", "status")


class PumpFilter(BoxFilterSet):
    """Box, system, code."""

    class Meta:
        model: type[Model] = Pump
        fields = ("system", "code")


class ValveFilter(BoxFilterSet):
    """Box, system, code, kind."""

    kind = django_filters.ChoiceFilter(choices=ValveKind.choices)

    class Meta:
        model: type[Model] = Valve
        fields = ("system", "code", "kind")


class ZoneFilter(BoxFilterSet):
    """Box, kind."""

    kind = django_filters.ChoiceFilter(choices=ZoneKind.choices)

    class Meta:
        model: type[Model] = Zone
        fields = ("code", "kind")


class StreetFilter(BoxFilterSet):
    """Box, settlement."""

    class Meta:
        model: type[Model] = Street
        fields = ("settlement",)
