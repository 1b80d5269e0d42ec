"""The tile cache and what keeps it true: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
-- Both are unlogged: after a crash both are empty, never one without the other.
CREATE UNLOGGED TABLE gis_core_tilecache (
    layers text NOT NULL, z int NOT NULL, x int NOT NULL, y int NOT NULL,
    seen bigint NOT NULL, etag text NOT NULL, body bytea NOT NULL, filled_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (z, x, y, layers)
);
CREATE INDEX gis_core_tilecache_filled ON gis_core_tilecache (filled_at);
CREATE UNLOGGED TABLE gis_core_tilepurge (
    id bigint GENERATED ALWAYS AS IDENTITY, layer text NOT NULL, cell bigint NOT NULL
);
CREATE INDEX gis_core_tilepurge_cell ON gis_core_tilepurge (cell, layer, id DESC);

-- A cell is a tile of zoom 0 to 14, as one number; deeper tiles belong to their ancestor of zoom 14.
CREATE FUNCTION hydria_cell(z int, x int, y int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (least(z, 14)::bigint << 48) | ((x >> greatest(z - 14, 0))::bigint << 24) | (y >> greatest(z - 14, 0))::bigint
$$;

-- All cells, of every zoom from 4 to 14, that the boxes of some geometries (EPSG:3857) touch, a margin included.
CREATE FUNCTION hydria_cells(boxes box2d[]) RETURNS TABLE (cell bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH sides AS (
        SELECT DISTINCT
            z,
            floor((ST_XMin(b) + 20037508.342789244) / s - 0.05)::int AS x1, floor((ST_XMax(b) + 20037508.342789244) / s + 0.05)::int AS x2,
            floor((20037508.342789244 - ST_YMax(b)) / s - 0.05)::int AS y1, floor((20037508.342789244 - ST_YMin(b)) / s + 0.05)::int AS y2
        FROM unnest(boxes) AS b
        CROSS JOIN generate_series(4, 14) AS z
        CROSS JOIN LATERAL (SELECT 40075016.685578488 / (1 << z) AS s) AS size
        WHERE b IS NOT NULL
    )
    SELECT DISTINCT hydria_cell(z, x, y)
    FROM sides CROSS JOIN generate_series(greatest(x1, 0), least(x2, (1 << z) - 1)) AS x
    CROSS JOIN generate_series(greatest(y1, 0), least(y2, (1 << z) - 1)) AS y
$$;

-- Note an edit of layers in cells, in the edit's own transaction, under a lock that no filler can pass.
CREATE FUNCTION hydria_touch(layer_names text[], boxes box2d[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    SELECT array_agg(c.cell ORDER BY c.cell) INTO touched FROM hydria_cells(boxes) AS c;
    IF touched IS NULL THEN
        RETURN;
    END IF;
    IF cardinality(touched) > 2000 THEN
        PERFORM pg_advisory_xact_lock(7531, 0);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(c) FROM unnest(touched) AS c;
    END IF;
    INSERT INTO gis_core_tilepurge (layer, cell) SELECT l, c FROM unnest(layer_names) AS l CROSS JOIN unnest(touched) AS c;
END
$$;

CREATE FUNCTION hydria_touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    boxes box2d[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT hydria_box(geom_3857)::text)::box2d[] INTO boxes FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT hydria_box(geom_3857)::text)::box2d[] INTO boxes FROM old_rows;
    ELSE
        SELECT array_agg(DISTINCT hydria_box(g)::text)::box2d[] INTO boxes
        FROM (SELECT geom_3857 AS g FROM new_rows UNION ALL SELECT geom_3857 FROM old_rows) AS rows;
    END IF;
    PERFORM hydria_touch(TG_ARGV::text[], boxes);
    RETURN NULL;
END
$$;

-- The box of a geometry, widened to a grid of 64 m: neighbours share it, so that a bulk edit makes few boxes.
CREATE FUNCTION hydria_box(g geometry) RETURNS box2d LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ST_MakeBox2D(
        ST_MakePoint(floor(ST_XMin(g) / 64) * 64, floor(ST_YMin(g) / 64) * 64),
        ST_MakePoint(ceil(ST_XMax(g) / 64) * 64, ceil(ST_YMax(g) / 64) * 64))
$$;

-- What the cache holds for a tile, if it is as new as the last edit there; the body only when it is not known.
CREATE FUNCTION hydria_cached_tile(names text[], tz int, tx int, ty int, known text)
RETURNS TABLE (etag text, body bytea) LANGUAGE sql STABLE AS $$
    SELECT t.etag, CASE WHEN t.etag = known THEN NULL ELSE t.body END
    FROM gis_core_tilecache AS t
    WHERE t.z = tz AND t.x = tx AND t.y = ty AND t.layers = array_to_string(names, ',')
      AND t.seen = coalesce(
          (SELECT max(l.id) FROM unnest(names) AS n
           CROSS JOIN LATERAL (
               SELECT p.id FROM gis_core_tilepurge AS p
               WHERE p.cell = hydria_cell(tz, tx, ty) AND p.layer = n ORDER BY p.id DESC LIMIT 1
           ) AS l), 0)
$$;

-- Make a tile from the layers' functions and keep it, unless an edit of the cell is under way.
-- The lock is tried before anything is read: in a volatile function each statement sees what is committed by then.
CREATE FUNCTION hydria_fill_tile(names text[], functions text[], tz int, tx int, ty int, keep boolean)
RETURNS TABLE (etag text, body bytea) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    place bigint := hydria_cell(tz, tx, ty);
    mine boolean := false;
    newest bigint;
    part bytea;
    whole bytea := ''::bytea;
    f text;
BEGIN
    IF keep THEN
        mine := pg_try_advisory_xact_lock_shared(7531, 0) AND pg_try_advisory_xact_lock(place);
    END IF;
    IF mine THEN
        SELECT coalesce(max(p.id), 0) INTO newest FROM gis_core_tilepurge AS p WHERE p.cell = place AND p.layer = ANY(names);
    END IF;
    FOREACH f IN ARRAY functions LOOP
        EXECUTE format('SELECT %I($1, $2, $3)', f) INTO part USING tz, tx, ty;
        whole := whole || coalesce(part, ''::bytea);
    END LOOP;
    etag := md5(whole);
    body := whole;
    IF mine THEN
        INSERT INTO gis_core_tilecache (layers, z, x, y, seen, etag, body)
        VALUES (array_to_string(names, ','), tz, tx, ty, newest, etag, whole)
        ON CONFLICT (z, x, y, layers)
        DO UPDATE SET seen = excluded.seen, etag = excluded.etag, body = excluded.body, filled_at = now();
    END IF;
    RETURN NEXT;
END
$$;
"""

UNDO = """
DROP FUNCTION hydria_fill_tile(text[], text[], int, int, int, boolean);
DROP FUNCTION hydria_cached_tile(text[], int, int, int, text);
DROP FUNCTION hydria_touched() CASCADE;
DROP FUNCTION hydria_touch(text[], box2d[]);
DROP FUNCTION hydria_box(geometry);
DROP FUNCTION hydria_cells(box2d[]);
DROP FUNCTION hydria_cell(int, int, int);
DROP TABLE gis_core_tilepurge;
DROP TABLE gis_core_tilecache;
"""


class Migration(migrations.Migration):
    """Add cache, purge log and their functions."""

    dependencies = [("gis_core", "0002_greek_keys")]
    operations = [migrations.RunSQL(SQL, UNDO)]
