"""A walk as the map beside its list draws it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from meters.models import Connection, Route
from meters.selectors.walk import AT_ONCE, Measure, RouteWalk, WalkQuestion, route_state
from network.selectors.places import to_lon_lat

#: So many marks carry their number from afar; the others show it near by.
NUMBERED = 20
#: The way of a route is kept so long while its order stays the same (s): streets seldom change.
_KEPT_S = 3600
Way = Sequence[tuple[float, float]]


def draw_walk(rows: Sequence[Connection], way: Way, before: Way = ()) -> dict[str, Any]:
    """Return what the map draws: the way, the one before it, a numbered mark for each connection in order."""
    lines = [
        {"look": look, "shape": {"type": "LineString", "coordinates": [list(point) for point in points]}}
        for look, points in (("walk-before", before), ("walk", way))
        if len(points) > 1
    ]
    step = -(-len(rows) // NUMBERED)
    return {
        "lines": lines,
        "marks": [_mark(row, number, len(rows), step) for number, row in enumerate(rows, 1)],
    }


def _mark(row: Connection, number: int, last: int, step: int) -> dict[str, Any]:
    lon, lat = to_lon_lat(getattr(row, "place", row.geom))
    is_told = number in (1, last) or number % step == 0
    return {
        "lat": round(lat, 6), "lon": round(lon, 6), "number": number, "is_dot": not is_told,
        "tone": "good" if number == 1 else "warn" if number == last else "info",
        "title": _("%(number)d. %(supply)s %(address)s") % {
            "number": number, "supply": row.supply_number, "address": row.address,
        },
    }  # fmt: skip


def draw_present(route: Route, rows: Sequence[Connection]) -> tuple[dict[str, Any], Measure | None]:
    """Return the drawing of the order that a route has, and its measure; kept while the order stays.

    Meters of a long route are joined by straight lines, and nothing is measured.
    """
    walked = [row for row in rows if getattr(row, "has_meter", False)]
    known: tuple[Way, Measure] | None = None
    if 2 <= len(walked) <= AT_ONCE:
        state = route_state([(row.pk, row.route_position) for row in rows])
        key = f"walk:{route.pk}:{state}:{len(walked)}"
        known = cache.get(key)
        if known is None:
            walk = RouteWalk(route, WalkQuestion())
            known = (walk.way(walk.old_order), walk.measure(walk.old_order))
            cache.set(key, known, _KEPT_S)
    if known is None:
        return draw_walk(walked, [to_lon_lat(getattr(row, "place", row.geom)) for row in walked]), None
    return draw_walk(walked, known[0]), known[1]
