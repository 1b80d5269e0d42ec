"""Make a double key from one search key and one Latin key: the first form made each of them twice."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION hydria_double_key(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    greek text := hydria_search_key(value);
    latin text := hydria_latin_key(value);
BEGIN
    RETURN CASE WHEN greek = latin THEN greek ELSE greek || ' ' || latin END;
END
$$;
"""

UNDO = """
CREATE OR REPLACE FUNCTION hydria_double_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN hydria_search_key(value) = hydria_latin_key(value) THEN hydria_search_key(value)
                ELSE hydria_search_key(value) || ' ' || hydria_latin_key(value) END
$$;
"""


class Migration(migrations.Migration):
    """Replace the function in place: what is stored stays the same."""

    dependencies = [("gis_core", "0003_tiles")]
    operations = [migrations.RunSQL(SQL, UNDO)]
