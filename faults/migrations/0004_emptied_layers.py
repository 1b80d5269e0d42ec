"""A map layer's table that is emptied tells the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON faults_fault
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('faults');
"""
UNDO = """
DROP TRIGGER tiles_truncate ON faults_fault;
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("faults", "0003_tiles"), ("gis_core", "0006_emptied_layers")]
    operations = [migrations.RunSQL(SQL, UNDO)]
