"""Tiles come from a function for each set of layers (gis_core/tiles/sets.py); the ones that took sets as values go."""

from importlib import import_module

from django.db import migrations

_cache = import_module("gis_core.migrations.0003_tiles").SQL
_one_call = import_module("gis_core.migrations.0005_tiles_in_one_call").SQL

SQL = """
DROP FUNCTION hydria_tile(text[], text[], int, int, int, text, boolean);
DROP FUNCTION hydria_fill_tile(text[], text[], int, int, int, boolean);
DROP FUNCTION hydria_cached_tile(text[], int, int, int, text);
-- The hourly sweep can sort; each tile kept would pay for the order.
DROP INDEX gis_core_tilecache_filled;
"""
UNDO = (
    "CREATE INDEX gis_core_tilecache_filled ON gis_core_tilecache (filled_at);"
    + _cache[_cache.index("-- What the cache holds") :]
    + _one_call[_one_call.index("CREATE FUNCTION hydria_tile") :]
)


class Migration(migrations.Migration):
    """Drop functions and an index."""

    dependencies = [("gis_core", "0006_emptied_layers")]
    operations = [migrations.RunSQL(SQL, UNDO)]
