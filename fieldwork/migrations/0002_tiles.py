"""Edits of the app's map layer tell the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
CREATE TRIGGER tiles_insert AFTER INSERT ON fieldwork_task REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('tasks');
CREATE TRIGGER tiles_update AFTER UPDATE ON fieldwork_task REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('tasks');
CREATE TRIGGER tiles_delete AFTER DELETE ON fieldwork_task REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('tasks');
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON fieldwork_task
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('tasks');
"""
UNDO = """
DROP TRIGGER tiles_insert ON fieldwork_task;
DROP TRIGGER tiles_update ON fieldwork_task;
DROP TRIGGER tiles_delete ON fieldwork_task;
DROP TRIGGER tiles_truncate ON fieldwork_task;
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("fieldwork", "0001_initial"), ("gis_core", "0006_emptied_layers")]
    operations = [migrations.RunSQL(SQL, UNDO)]
