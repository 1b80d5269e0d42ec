"""One tile: from the cache when it is as new as the last edit there, else made and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from gis_core.tiles.registry import Layer
from gis_core.tiles.sets import TAG, set_function
from gis_core.tiles.statements import fetch_row


@dataclass(frozen=True)
class Tile:
    """A tile's tag and bytes; no bytes when the asker has them."""

    etag: str
    body: bytes | None


def read_tile(told: bytes | None, known: str) -> Tile | None:
    """Return the tile that a set's function told; None where it told of none."""
    if told is None:
        return None
    tag = told[:TAG].decode()
    return Tile(tag, None if tag == known else told[TAG:])


def get_tile(layers: Sequence[Layer], z: int, x: int, y: int, known: str = "") -> Tile:
    """Return the tile of the layers as the database is now; `known` is the tag of what the asker holds."""
    row = fetch_row(f"SELECT {set_function(tuple(layers))}($1, $2, $3, $4, true)", (z, x, y, known))
    tile = read_tile(row[0], known) if row is not None else None
    if tile is None:
        raise RuntimeError("no tile was made")
    return tile


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
