"""A database function for each set of layers that is asked for together: the kept tile of the set, or one made now.

It is made from the functions of its layers, so that all of it is planned once a connection. Why a kept tile is never
stale stands in docs/decisions/0004-tile-cache.md.
"""

from __future__ import annotations

from hashlib import sha256

from django.db import connection

from gis_core.tiles.functions import function_name, install
from gis_core.tiles.registry import Layer

#: Tag and bytes are one value, since a row of a function is written to a store and read again.
_TEXT = """
CREATE OR REPLACE FUNCTION {name}(tz int, tx int, ty int, known text, may_make boolean)
RETURNS bytea LANGUAGE plpgsql VOLATILE AS $f$
DECLARE
    place bigint := hydria_cell(tz, tx, ty);
    mine boolean;
    newest bigint;
    tag text;
    made bytea;
BEGIN
    -- What is kept, if it is as new as the last edit there.
    SELECT t.etag, CASE WHEN t.etag = known THEN ''::bytea ELSE t.body END INTO tag, made
    FROM gis_core_tilecache AS t
    WHERE t.z = tz AND t.x = tx AND t.y = ty AND t.layers = '{key}' AND t.seen = {newest};
    IF FOUND THEN
        RETURN tag::bytea || made;
    END IF;
    IF NOT may_make THEN
        RETURN NULL;
    END IF;
    -- The lock is tried before anything is read: in a volatile function each statement sees what is committed by then.
    mine := pg_try_advisory_xact_lock_shared(7531, 0) AND pg_try_advisory_xact_lock(place);
    IF mine THEN
        newest := {newest};
    END IF;
    made := {parts};
    tag := md5(made);
    IF mine THEN
        INSERT INTO gis_core_tilecache (layers, z, x, y, seen, etag, body)
        VALUES ('{key}', tz, tx, ty, newest, tag, made)
        ON CONFLICT (z, x, y, layers)
        DO UPDATE SET seen = excluded.seen, etag = excluded.etag, body = excluded.body, filled_at = now();
    END IF;
    RETURN CASE WHEN tag = known THEN tag::bytea ELSE tag::bytea || made END;
END
$f$
"""
_NEWEST = "coalesce((SELECT max(p.id) FROM gis_core_tilepurge AS p WHERE p.cell = place AND p.layer = '{layer}'), 0)"

#: Length of a tag, in bytes, before the tile's own.
TAG = 32

#: Names of functions that are there, by database and layers.
_there: dict[tuple[str, tuple[Layer, ...]], str] = {}


def set_function(layers: tuple[Layer, ...]) -> str:
    """Return the name of the function `(z, x, y, known tag, may make) -> tag and bytes` of the layers, which is there.

    It gives the tag alone when it is the known one, and NULL when no tile is kept and none may be made.
    """
    key = (str(connection.settings_dict["NAME"]), layers)
    name = _there.get(key)
    if name is None:
        name, text = _make(layers)
        install(name, text)
        if not connection.in_atomic_block:
            _there[key] = name
    return name


def _make(layers: tuple[Layer, ...]) -> tuple[str, str]:
    """Return the name and the text of the set's function."""
    newest = [_NEWEST.format(layer=layer.name) for layer in layers]
    parts = " || ".join(f"coalesce({function_name(layer)}(tz, tx, ty), ''::bytea)" for layer in layers)
    # A tile kept by another version of a layer is none of this set's, though its place was never edited.
    version = sha256(parts.encode()).hexdigest()[:8]
    values = {
        "key": ",".join([*(layer.name for layer in layers), f"@{version}"]),
        "newest": newest[0] if len(newest) == 1 else f"greatest({', '.join(newest)})",
        "parts": parts,
    }
    name = f"hydria_tile_{sha256((_TEXT + repr(sorted(values.items()))).encode()).hexdigest()[:16]}"
    return name, _TEXT.format(name=name, **values)
