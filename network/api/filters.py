"""Filters of the network's API."""

from __future__ import annotations

import math
from typing import Any

import django_filters
from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from network.choices import LinkStatus, NodeKind, ValveKind, ZoneKind
from network.models import Node, Pipe, Pump, Street, Valve, Zone


class BoxFilterSet(django_filters.FilterSet):
    """What touches a box of longitude and latitude."""

    bbox = django_filters.CharFilter(method="inside", help_text="west,south,east,north in degrees (WGS84)")

    def inside(self, rows: Any, name: str, value: str) -> Any:
        """Keep what touches the box."""
        return rows.in_box(_box(value))


def _box(text: str) -> Polygon:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise ValidationError({"bbox": [_("Write it as west,south,east,north.")]}) from error
    good = all(map(math.isfinite, (west, south, east, north)))
    if not (good and -180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise ValidationError({"bbox": [_("Write it as west,south,east,north.")]})
    box = Polygon.from_bbox((west, south, east, north))
    box.srid = 4326
    box.transform(settings.STORAGE_SRID)
    return box


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
