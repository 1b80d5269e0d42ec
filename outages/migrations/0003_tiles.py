"""Edits of the app's map layers tell the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
CREATE TRIGGER tiles_insert AFTER INSERT ON outages_outage REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('outages');
CREATE TRIGGER tiles_update AFTER UPDATE ON outages_outage REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('outages');
CREATE TRIGGER tiles_delete AFTER DELETE ON outages_outage REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('outages');
"""
UNDO = """
DROP TRIGGER tiles_insert ON outages_outage;
DROP TRIGGER tiles_update ON outages_outage;
DROP TRIGGER tiles_delete ON outages_outage;
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("outages", "0002_revision"), ("gis_core", "0003_tiles")]
    operations = [migrations.RunSQL(SQL, UNDO)]
