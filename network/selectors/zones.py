"""A zone's area as maps and people read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib.gis.geos import GEOSGeometry, Polygon

from network.models import Zone


@dataclass(frozen=True)
class ZoneOutline:
    """An area: GeoJSON (WGS84) for the map that draws, empty where it cannot draw it, and text in ΕΓΣΑ87."""

    geojson: str = ""
    text: str = ""
    is_drawable: bool = True


def outline_of(zone: Zone) -> ZoneOutline:
    """Return the zone's area; the map draws one polygon without holes, others are text only."""
    polygons = cast("list[Polygon]", list(zone.geom))
    if any(polygon.num_interior_rings for polygon in polygons):
        return ZoneOutline("", str(zone.geom.wkt), is_drawable=False)
    is_drawable = len(polygons) == 1
    rings = ["\n".join(_corners(polygon)) for polygon in polygons]
    return ZoneOutline(shape_of(zone) if is_drawable else "", "\n\n".join(rings), is_drawable=is_drawable)


def _corners(polygon: Polygon) -> list[str]:
    """Return the corners as lines, to the centimetre."""
    corners: list[tuple[float, float]] = list(polygon.exterior_ring.coords[:-1])
    return [f"{east:.2f} {north:.2f}" for east, north in corners]


def shape_of(zone: Zone) -> str:
    """Return the area as GeoJSON in WGS84, for a map."""
    shown: GEOSGeometry = zone.geom.transform(4326, clone=True)
    return str(shown.json)
