"""Where a line that is being drawn meets the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import isfinite

from django.contrib.gis.geos import Point

from network.models import SupplySystem
from network.sql.snaps import snap_rows
from network.types import Snap

#: So many of each are offered.
_OFFERED = 5


def find_snaps(
    point: Point,
    tolerance_m: float,
    system: SupplySystem | None = None,
    kinds: Collection[str] = ("node", "pipe"),
    node_kinds: Sequence[str] | None = None,
) -> list[Snap]:
    """Return what lies within the tolerance (m) of a point (EPSG:2100): nodes first, each by distance.

    The first is what a drawn line snaps to: a node that is near wins over the pipe that ends on it.
    """
    if not (isfinite(point.x) and isfinite(point.y) and tolerance_m >= 0):
        return []
    return snap_rows(
        x=point.x, y=point.y, within_m=min(tolerance_m, 500.0), system_id=system.pk if system else None,
        node_kinds=node_kinds, node_limit=_OFFERED if "node" in kinds else 0,
        pipe_limit=_OFFERED if "pipe" in kinds else 0,
    )  # fmt: skip
