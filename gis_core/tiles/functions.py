"""A database function for each layer, made from its declaration: planned once, called a million times.

Its name carries a digest of its text, so that a changed declaration is another function and old workers go on with
theirs while new ones start.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from django.db import connection, transaction

from gis_core.tiles.registry import Layer

#: Units of a tile's own grid, and how far beyond its edge features are kept: 16 px of a 512 px tile.
EXTENT = 4096
BUFFER = 128
#: How many features a tile may hold: of lines when far, of clusters, of anything.
FAR_LINES = 9000
CLUSTERS_A_SIDE = 28
MOST_FEATURES = 20_000

_HEAD = """
CREATE OR REPLACE FUNCTION {name}(z int, x int, y int) RETURNS bytea LANGUAGE plpgsql STABLE PARALLEL SAFE AS $f$
DECLARE
    box geometry := ST_TileEnvelope(z, x, y);
    wide geometry := ST_TileEnvelope(z, x, y, margin => {buffer}::float8 / {extent});
    pixel float8 := 40075016.685578488 / (1::bigint << z) / 512;
    least_rank float8;
BEGIN
    IF z < {min_zoom} THEN
        RETURN NULL;
    END IF;
"""
_DETAIL = """
    RETURN (SELECT ST_AsMVT(t, '{layer}', {extent}, 'geom', 'id') FROM (
        SELECT s.id{columns}, ST_AsMVTGeom({geometry}, box, {extent}, {buffer}, true) AS geom
        FROM {table} AS s WHERE s.geom_3857 && wide AND {where} LIMIT {most}
    ) AS t WHERE t.geom IS NOT NULL);
END
$f$
"""
_FAR_LINES = """
    IF z < {detail_zoom} THEN
        -- The largest lines are kept, as many as a tile bears; equal ones are joined and smoothed to half a pixel.
        SELECT min(r.rank) INTO least_rank FROM (
            SELECT {rank}::float8 AS rank, sum(count(*)) OVER (ORDER BY {rank} DESC) AS lines
            FROM {table} AS s WHERE s.geom_3857 && wide AND {where} GROUP BY {rank}
        ) AS r WHERE r.lines <= {far_lines};
        IF least_rank IS NULL THEN
            SELECT max({rank})::float8 INTO least_rank FROM {table} AS s WHERE s.geom_3857 && wide AND {where};
        END IF;
        RETURN (SELECT ST_AsMVT(t, '{layer}', {extent}, 'geom') FROM (
            SELECT k.{rank}::float8 AS {rank},
                   ST_AsMVTGeom(
                       ST_Simplify(ST_LineMerge(ST_Collect(k.geom_3857)), pixel / 2, true),
                       box, {extent}, {buffer}, true
                   ) AS geom
            FROM (SELECT s.{rank}, s.geom_3857 FROM {table} AS s
                  WHERE s.geom_3857 && wide AND s.{rank} >= least_rank AND {where} LIMIT {far_limit}) AS k
            GROUP BY k.{rank}
        ) AS t WHERE t.geom IS NOT NULL);
    END IF;
"""
_FAR_POINTS = """
    IF z < {detail_zoom} THEN
        RETURN (SELECT ST_AsMVT(t, '{layer}', {extent}, 'geom') FROM (
            SELECT count(*)::int AS count,
                   ST_AsMVTGeom(ST_Centroid(ST_Collect(s.geom_3857)), box, {extent}, {buffer}, true) AS geom
            FROM {table} AS s WHERE s.geom_3857 && box AND {where}
            GROUP BY floor(ST_X(s.geom_3857) / (pixel * 512 / {clusters})),
                     floor(ST_Y(s.geom_3857) / (pixel * 512 / {clusters}))
        ) AS t WHERE t.geom IS NOT NULL);
    END IF;
"""


@lru_cache(maxsize=256)
def function_sql(layer: Layer) -> tuple[str, str]:
    """Return the name and the text of a layer's function."""
    values = {
        "buffer": BUFFER, "extent": EXTENT, "min_zoom": layer.min_zoom, "detail_zoom": layer.detail_zoom,
        "layer": layer.name, "table": layer.table, "where": layer.where, "rank": layer.rank,
        "geometry": "ST_Centroid(s.geom_3857)" if layer.as_point else "s.geom_3857",
        # A numeric would travel as text.
        "columns": "".join(
            f", s.{column}{'::float8' if column == layer.rank else ''} AS {name}"
            for name, column in layer.columns.items()
        ),
        "most": MOST_FEATURES, "far_lines": FAR_LINES, "far_limit": FAR_LINES * 2, "clusters": CLUSTERS_A_SIDE,
    }  # fmt: skip
    far = ""
    if layer.kind == "line" and layer.rank:
        far = _FAR_LINES
    elif layer.kind == "point" and layer.detail_zoom > layer.min_zoom:
        far = _FAR_POINTS
    text = _HEAD + far + _DETAIL
    digest = sha256((text + repr(sorted(values.items()))).encode()).hexdigest()[:8]
    name = f"hydria_layer_{layer.name}_{digest}"
    return name, text.format(name=name, **values)


_installed: set[tuple[str, str]] = set()


def install(name: str, text: str) -> None:
    """Make a function when this process meets its name first and it is not there."""
    key = (str(connection.settings_dict["NAME"]), name)
    if key in _installed:
        return
    was_held = connection.connection is not None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regproc(%s) IS NULL", [name])
            if cursor.fetchone()[0]:
                # Two workers that start at once would meet in the catalogue: one waits for the other.
                with transaction.atomic():
                    cursor.execute("SELECT pg_advisory_xact_lock(7532)")
                    cursor.execute(text)
    finally:
        # Before Django's handler nobody else would give the connection back to the pool.
        if not was_held:
            connection.close()
    if not connection.in_atomic_block:
        _installed.add(key)


def function_name(layer: Layer) -> str:
    """Return the name of the layer's function, which is there."""
    name, text = function_sql(layer)
    install(name, text)
    return name
