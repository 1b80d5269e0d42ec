"""What an edit touches of the map is gathered without a table made for a million cells.

The planner takes each series for a thousand numbers and so expects millions of cells where there are some tens: DISTINCT
filled megabytes of hash table at each statement that touched the map, and compiled it where the server compiles.
"""

from importlib import import_module

from django.db import migrations

_first = import_module("gis_core.migrations.0003_tiles").SQL
_begin = _first.index("CREATE FUNCTION hydria_cells")
_BEFORE = _first[_begin : _first.index("$$;", _begin) + 3].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)

SQL = """
-- Tiles of levels 4 to 14 near the boxes (in Web Mercator), each once and in order.
CREATE OR REPLACE FUNCTION hydria_cells(boxes box2d[]) RETURNS TABLE (cell bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
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
    SELECT unnest(array_agg(DISTINCT hydria_cell(z, x, y)))
    FROM sides CROSS JOIN generate_series(greatest(x1, 0), least(x2, (1 << z) - 1)) AS x
    CROSS JOIN generate_series(greatest(y1, 0), least(y2, (1 << z) - 1)) AS y
$$;
ALTER FUNCTION hydria_touch(text[], box2d[]) SET jit = off;
"""
UNDO = _BEFORE + "ALTER FUNCTION hydria_touch(text[], box2d[]) RESET jit;"


class Migration(migrations.Migration):
    """Replace a function by one that says the same."""

    dependencies = [("gis_core", "0007_tiles_by_set")]
    operations = [migrations.RunSQL(SQL, UNDO)]
