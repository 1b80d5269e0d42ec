"""Places as phones and maps write them."""

from __future__ import annotations

from typing import cast

from django.contrib.gis.geos import GEOSGeometry, Point


def to_lon_lat(point: GEOSGeometry) -> tuple[float, float]:
    """Return a point's longitude and latitude (WGS84)."""
    shown = cast(Point, point.transform(4326, clone=True))
    return shown.x, shown.y
