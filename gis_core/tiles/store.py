"""One tile: from the cache when it is as new as the last edit there, else made and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from gis_core.tiles.functions import function_name
from gis_core.tiles.registry import Layer
from gis_core.tiles.statements import fetch_row

_KEPT = "SELECT etag, body FROM hydria_cached_tile(%s, %s, %s, %s, %s)"
_MADE = "SELECT etag, body FROM hydria_fill_tile(%s, %s, %s, %s, %s, true)"


@dataclass(frozen=True)
class Tile:
    """A tile's tag and bytes; no bytes when the asker has them."""

    etag: str
    body: bytes | None
    from_cache: bool


def get_tile(layers: Sequence[Layer], z: int, x: int, y: int, known: str = "") -> Tile:
    """Return the tile of the layers as the database is now; `known` is the tag of what the asker holds."""
    row = fetch_row(_KEPT, ([layer.name for layer in layers], z, x, y, known))
    if row is not None:
        return Tile(etag=row[0], body=row[1], from_cache=True)
    return make_tile(layers, z, x, y, known)


def make_tile(layers: Sequence[Layer], z: int, x: int, y: int, known: str = "") -> Tile:
    """Return the tile made anew, and keep it unless an edit is under way there."""
    functions = [function_name(layer) for layer in layers]
    row = fetch_row(_MADE, ([layer.name for layer in layers], functions, z, x, y))
    if row is None:
        raise RuntimeError("hydria_fill_tile gave no row")
    return Tile(etag=row[0], body=None if row[0] == known else row[1], from_cache=False)


def tidy(*, keep_tiles: int = 200_000) -> int:
    """Throw away superseded notes of edits, and the oldest tiles beyond a number; return how many tiles went.

    The newest note of a layer and cell stays, so that no kept tile becomes true again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM gis_core_tilepurge AS p USING gis_core_tilepurge AS newer"
            " WHERE newer.cell = p.cell AND newer.layer = p.layer AND newer.id > p.id"
        )
        cursor.execute(
            "DELETE FROM gis_core_tilecache AS t USING ("
            " SELECT z, x, y, layers FROM gis_core_tilecache ORDER BY filled_at DESC OFFSET %s"
            ") AS old WHERE t.z = old.z AND t.x = old.x AND t.y = old.y AND t.layers = old.layers",
            [keep_tiles],
        )
        return int(cursor.rowcount)
