"""Edits of the app's map layers tell the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
CREATE TRIGGER tiles_insert AFTER INSERT ON meters_connection REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('connections');
CREATE TRIGGER tiles_update AFTER UPDATE ON meters_connection REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('connections');
CREATE TRIGGER tiles_delete AFTER DELETE ON meters_connection REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('connections');
"""
UNDO = """
DROP TRIGGER tiles_insert ON meters_connection;
DROP TRIGGER tiles_update ON meters_connection;
DROP TRIGGER tiles_delete ON meters_connection;
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("meters", "0002_readings_stay"), ("gis_core", "0003_tiles")]
    operations = [migrations.RunSQL(SQL, UNDO)]
