"""Places of connections on a route, and of its waiting slips, written many at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

_PLACE = (Path(__file__).parent / "place_on_route.sql").read_text()
_PLACE_SLIPS = (Path(__file__).parent / "place_slips.sql").read_text()


def place_on_route_rows(route_id: int, connections: Sequence[int], positions: Sequence[int]) -> int:
    """Give each connection its position; return how many moved."""
    with connection.cursor() as cursor:
        cursor.execute(
            _PLACE,
            {"route_id": route_id, "connections": list(connections), "positions": list(positions)},
        )
        return int(cursor.rowcount)


def place_slips_rows(route_id: int) -> int:
    """Put the waiting slips of the unclosed round in the route's order; return how many moved."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE_SLIPS, {"route_id": route_id})
        return int(cursor.rowcount)
