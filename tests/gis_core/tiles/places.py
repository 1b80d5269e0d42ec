"""Where the tests' town lies in the grid of tiles."""

from __future__ import annotations

from math import floor

from tests.factories.network import point

HALF_WORLD_M = 20_037_508.342789244


def tile_at(east_m: float, north_m: float, z: int) -> tuple[int, int, int]:
    """Return (z, x, y) of the tile over a point in metres from the town's corner."""
    place = point(east_m, north_m)
    place.transform(3857)
    size = 2 * HALF_WORLD_M / 2**z
    return z, floor((place.x + HALF_WORLD_M) / size), floor((HALF_WORLD_M - place.y) / size)
