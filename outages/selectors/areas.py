"""Areas as planners give them, made into one valid multipolygon of EPSG:2100."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSException,
    GEOSGeometry,
    MultiPolygon,
    Point,
    Polygon,
    WKBWriter,
)
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meters.domain.questions import read_question
from meters.selectors.cuts import answer_question
from network.errors import IsolationError
from network.models import Zone
from outages.errors import AreaNotUsable
from outages.sql.area_along import area_along

#: The longest drawing taken, in characters: more corners than a hand draws.
LONGEST_DRAWING = 500_000
#: Corners of a quarter of a circle.
QUARTER = 16
#: A cut's area reaches so far from its pipes: over the street to the houses.
ALONG_PIPES_M = 15.0


def area_from_geojson(text: str) -> MultiPolygon:
    """Return a drawn area (GeoJSON geometry in WGS84).

    Raises AreaNotUsable when it is not an area of some extent.
    """
    if not text.strip() or len(text) > LONGEST_DRAWING:
        raise AreaNotUsable(_("Draw the area on the map first."))
    try:
        drawn = GEOSGeometry(text, srid=4326)
        drawn.transform(settings.STORAGE_SRID)
    except (ValueError, TypeError, GEOSException, GDALException):
        raise AreaNotUsable(_("The drawing cannot be read. Draw it again.")) from None
    return as_area(drawn)


def area_around(point: Point, radius_m: float) -> MultiPolygon:
    """Return the circle of so many metres around a point of EPSG:2100."""
    return as_area(point.buffer(radius_m, quadsegs=QUARTER))


def area_of_zone(zone: Zone) -> MultiPolygon:
    """Return the zone's area as it is now."""
    return as_area(zone.geom)


def area_of_isolation(query: str) -> tuple[tuple[int, ...], MultiPolygon]:
    """Return the pipes that an isolation leaves without water, and the ground along them.

    `query` is the question as meters.domain.questions writes it; the answer is that of now. Raises AreaNotUsable when
    nothing can be isolated so.
    """
    question, refused = read_question(QueryDict(query).getlist)
    try:
        pipe_ids = answer_question(question).whole.pipe_ids if not refused else ()
    except IsolationError as error:
        raise AreaNotUsable(str(error)) from error
    if not pipe_ids:
        raise AreaNotUsable(_("No pipe loses water so: isolate it anew."))
    return pipe_ids, as_area(
        GEOSGeometry(memoryview(area_along(pipe_ids, ALONG_PIPES_M)), settings.STORAGE_SRID)
    )


def as_area(shape: GEOSGeometry) -> MultiPolygon:
    """Return the polygons of a shape as one valid multipolygon; a line that crosses itself is mended, heights go.

    Raises AreaNotUsable when no polygon is left.
    """
    flat = GEOSGeometry(WKBWriter(dim=2).write(shape), srid=shape.srid)
    whole = flat if flat.valid else flat.make_valid()
    polygons = [polygon for polygon in _polygons_of(whole) if polygon.area > 1]
    if not polygons:
        raise AreaNotUsable(_("The area is empty. Draw a shape with at least three corners."))
    area = MultiPolygon(polygons, srid=settings.STORAGE_SRID)
    if not area.valid:
        return as_area(area.unary_union)
    return area


def _polygons_of(shape: Any) -> list[Polygon]:
    """Return the polygons of a geometry of any kind; points and lines hold none."""
    if isinstance(shape, Polygon):
        return [shape]
    if isinstance(shape, GeometryCollection):
        return [polygon for part in shape for polygon in _polygons_of(part)]
    return []
