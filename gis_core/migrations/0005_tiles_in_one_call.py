"""A tile in one call, kept or made; kept tiles are not compressed: that would cost as much as to make them."""

from django.db import migrations

SQL = """
ALTER TABLE gis_core_tilecache ALTER COLUMN body SET STORAGE EXTERNAL;

-- The kept tile, or where none is kept and it may be made, one made now. The body is NULL when its tag is the known one.
CREATE FUNCTION hydria_tile(
    names text[], functions text[], tz int, tx int, ty int, known text, may_make boolean
) RETURNS TABLE (etag text, body bytea) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN QUERY SELECT c.etag, c.body FROM hydria_cached_tile(names, tz, tx, ty, known) AS c;
    IF NOT FOUND AND may_make THEN
        RETURN QUERY SELECT f.etag, CASE WHEN f.etag = known THEN NULL ELSE f.body END
                     FROM hydria_fill_tile(names, functions, tz, tx, ty, true) AS f;
    END IF;
END
$$;
"""
UNDO = """
DROP FUNCTION hydria_tile(text[], text[], int, int, int, text, boolean);
ALTER TABLE gis_core_tilecache ALTER COLUMN body SET STORAGE EXTENDED;
"""


class Migration(migrations.Migration):
    """Add the function; store bodies as they are."""

    dependencies = [("gis_core", "0004_double_key_once")]
    operations = [migrations.RunSQL(SQL, UNDO)]
