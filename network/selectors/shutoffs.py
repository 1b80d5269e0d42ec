"""Shut-off valves around a place."""

from __future__ import annotations

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point

from gis_core.models import User
from network.choices import Lifecycle
from network.models import ShutoffValve

#: A crew walks no farther for a valve.
WITHIN_M = 1000


def list_near_shutoffs(*, user: User, point: Point, limit: int = 30) -> list[ShutoffValve]:
    """Return the valves in service within a kilometre of the point (EPSG:2100), the nearest first.

    Each carries `distance` in metres.
    """
    rows = ShutoffValve.objects.visible_to(user).filter(
        lifecycle=Lifecycle.IN_SERVICE, geom__dwithin=(point, WITHIN_M)
    )
    near = rows.annotate(distance=Distance("geom", point)).order_by("distance", "pk")
    return list(
        near.select_related("pipe").defer("geom", "geom_3857", "pipe__geom", "pipe__geom_3857")[:limit]
    )
