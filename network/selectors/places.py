"""Places as phones and maps write them."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, Point

from gis_core.domain.coordinates import DEGREES, move_point


def to_lon_lat(point: GEOSGeometry) -> tuple[float, float]:
    """Return a point's longitude and latitude (WGS84)."""
    place = cast(Point, point)
    return move_point(place.x, place.y, source=place.srid or settings.STORAGE_SRID, target=DEGREES)
