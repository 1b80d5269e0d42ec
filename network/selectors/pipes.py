"""Reads of pipes."""

from __future__ import annotations

from django.contrib.gis.geos import Point

from network.choices import Medium
from network.sql.nearest_pipe import nearest_pipe_row
from network.types import NearestPipe


def nearest_pipe(point: Point, within_m: float = 200, medium: Medium = Medium.WATER) -> NearestPipe | None:
    """Return the pipe in service nearest to a point (EPSG:2100), none farther than `within_m` metres.

    Mains and sewers lie in the same streets: only those that carry the medium are looked at.
    """
    row = nearest_pipe_row(x=point.x, y=point.y, within_m=within_m, medium=medium)
    if row is None:
        return None
    return NearestPipe(
        pipe_id=row.pipe_id, code=row.code, fraction=row.fraction, distance_m=row.distance_m,
        point=Point(row.x, row.y, srid=point.srid), diameter_mm=row.diameter_mm,
    )  # fmt: skip
