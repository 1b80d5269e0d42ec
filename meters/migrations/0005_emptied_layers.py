"""A map layer's table that is emptied tells the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON meters_connection
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('connections');
"""
UNDO = """
DROP TRIGGER tiles_truncate ON meters_connection;
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("meters", "0004_reading_requests"), ("gis_core", "0006_emptied_layers")]
    operations = [migrations.RunSQL(SQL, UNDO)]
