"""One tile: from the cache when it is as new as the last edit there, else made and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from gis_core.tiles.functions import function_name
from gis_core.tiles.registry import Layer


@dataclass(frozen=True)
class Tile:
    """A tile's tag and bytes; no bytes when the asker has them."""

    etag: str
    body: bytes | None
    from_cache: bool


def get_tile(layers: Sequence[Layer], z: int, x: int, y: int, known: str = "") -> Tile:
    """Return the tile of the layers as the database is now; `known` is the tag of what the asker holds."""
    names = [layer.name for layer in layers]
    with connection.cursor() as cursor:
        cursor.execute("SELECT etag, body FROM hydria_cached_tile(%s, %s, %s, %s, %s)", [names, z, x, y, known])
        row = cursor.fetchone()
        if row is not None:
            return Tile(etag=row[0], body=None if row[1] is None else bytes(row[1]), from_cache=True)
        functions = [function_name(layer) for layer in layers]
        cursor.execute(
            "SELECT etag, body FROM hydria_fill_tile(%s, %s, %s, %s, %s, true)", [names, functions, z, x, y]
        )
        etag, body = cursor.fetchone()
    return Tile(etag=etag, body=None if etag == known else bytes(body), from_cache=False)


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
