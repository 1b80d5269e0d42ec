"""A point from one coordinate reference system to another, without a query."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pyproj

#: Longitude and latitude as phones and maps write them (WGS84).
DEGREES = 4326


def move_point(x: float, y: float, *, source: int, target: int) -> tuple[float, float]:
    """Return x and y (east and north, or longitude and latitude) of a point in the EPSG system `target`.

    The way between two systems is looked up once a process: that costs a thousand times the arithmetic.
    """
    east, north = _way(source, target).transform(x, y)
    return float(east), float(north)


def move_points(
    points: Sequence[tuple[float, float]], *, source: int, target: int
) -> list[tuple[float, float]]:
    """Return many points of `source` in the EPSG system `target`, all in one step."""
    if not points:
        return []
    xs, ys = zip(*points, strict=True)
    easts, norths = _way(source, target).transform(xs, ys)
    return [(float(east), float(north)) for east, north in zip(easts, norths, strict=True)]


@cache
def _way(source: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)
