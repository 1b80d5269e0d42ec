"""Edits of the app's map layers tell the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
CREATE TRIGGER tiles_insert AFTER INSERT ON faults_fault REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('faults');
CREATE TRIGGER tiles_update AFTER UPDATE ON faults_fault REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('faults');
CREATE TRIGGER tiles_delete AFTER DELETE ON faults_fault REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('faults');
"""
UNDO = """
DROP TRIGGER tiles_insert ON faults_fault;
DROP TRIGGER tiles_update ON faults_fault;
DROP TRIGGER tiles_delete ON faults_fault;
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("faults", "0002_messages_of_reporters"), ("gis_core", "0003_tiles")]
    operations = [migrations.RunSQL(SQL, UNDO)]
