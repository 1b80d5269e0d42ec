"""Places and shapes of two versions of a record, told in words: how large, how long, how far they moved."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from typing import Any, cast

from django.contrib.gis.geos import GEOSGeometry, Point
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_core.domain.greek import format_number

#: Of shapes with more corners together only the size is told: each corner is measured against the other shape.
MOST_CORNERS = 1000
M2_OF_HECTARE, M2_OF_KM2 = 10_000, 1_000_000
#: A smaller move is rounding (m).
SAME_M = 0.005


def describe_shapes(old: GEOSGeometry | None, new: GEOSGeometry | None) -> tuple[str, str]:
    """Return two shapes (in metres of EPSG:2100) in words; the second says by how much it lies elsewhere."""
    before, after = _size(old), _size(new)
    if old is None or new is None or old.geom_type != new.geom_type:
        return before, after
    moved = _farthest(old, new)
    if moved is None or moved < SAME_M:
        return before, after
    figure = {"distance": _number(moved, 2 if moved < 1 else 1)}
    if isinstance(new, Point):
        return before, _("%(place)s, %(distance)s m away") % {"place": after, **figure}
    if _is_area(new):
        return before, _("%(size)s; the boundary moved by up to %(distance)s m") % {"size": after, **figure}
    return before, _("%(size)s; moved by up to %(distance)s m") % {"size": after, **figure}


def _size(shape: GEOSGeometry | None) -> str:
    """Return how large an area is, how long a line, where a point."""
    if shape is None:
        return "—"
    if isinstance(shape, Point):
        return f"{_number(shape.x, 2)} {_number(shape.y, 2)}"
    if _is_area(shape):
        return _area(shape.area)
    return _("%(length)s m, %(corners)d corners") % {
        "length": _number(shape.length, 2),
        "corners": shape.num_coords,
    }


def _is_area(shape: GEOSGeometry) -> bool:
    return shape.geom_type in {"Polygon", "MultiPolygon"}


def _area(square_metres: float) -> str:
    if square_metres < M2_OF_HECTARE:
        return _("%(size)s m²") % {"size": _number(square_metres, 1)}
    if square_metres < M2_OF_KM2:
        return _("%(size)s ha") % {"size": _number(square_metres / M2_OF_HECTARE, 2)}
    return _("%(size)s km²") % {"size": _number(square_metres / M2_OF_KM2, 3)}


def _farthest(old: GEOSGeometry, new: GEOSGeometry) -> float | None:
    """Return how far the farthest corner of either lies from the other's line (m); None of very many corners."""
    if isinstance(old, Point) and isinstance(new, Point):
        return hypot(new.x - old.x, new.y - old.y)
    if old.num_coords + new.num_coords > MOST_CORNERS:
        return None
    lines: list[GEOSGeometry] = [shape.boundary if _is_area(shape) else shape for shape in (old, new)]
    there = [
        line.distance(corner)
        for line, shape in zip(lines, (new, old), strict=True)
        for corner in _corners(shape)
    ]
    return max(there, default=0.0)


def _corners(shape: GEOSGeometry) -> Iterator[Point]:
    def walk(coords: Any) -> Iterator[Point]:
        if coords and isinstance(coords[0], (int, float)):
            yield Point(coords[0], coords[1], srid=shape.srid)
        else:
            for part in coords:
                yield from walk(part)

    yield from walk(cast(Any, shape).coords)


def _number(value: float, decimals: int) -> str:
    return format_number(value, decimals, get_language() or "el")
