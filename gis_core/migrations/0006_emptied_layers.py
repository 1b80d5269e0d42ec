"""A layer's table that is emptied by TRUNCATE leaves no kept tile: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
-- Note an edit in every cell of which a tile with the layers is kept. No lock of ours is needed: who truncates has the table
-- alone, so each maker that read it before has kept its tile, and each that comes later finds it empty.
CREATE FUNCTION hydria_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gis_core_tilepurge (layer, cell)
    SELECT DISTINCT l, hydria_cell(t.z, t.x, t.y)
    FROM gis_core_tilecache AS t CROSS JOIN unnest(TG_ARGV::text[]) AS l
    WHERE l = ANY (string_to_array(t.layers, ','));
    RETURN NULL;
END
$$;
"""


class Migration(migrations.Migration):
    """Add the function; each app's migration sets its triggers."""

    dependencies = [("gis_core", "0005_tiles_in_one_call")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION hydria_emptied()")]
