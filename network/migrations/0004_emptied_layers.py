"""A map layer's table that is emptied tells the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_pipe
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('pipes');
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_street
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('streets');
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_zone
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('zones');
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_valve
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('valves');
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_pump
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('pumps');
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_node
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('sources');
"""
UNDO = """
DROP TRIGGER tiles_truncate ON network_pipe;
DROP TRIGGER tiles_truncate ON network_street;
DROP TRIGGER tiles_truncate ON network_zone;
DROP TRIGGER tiles_truncate ON network_valve;
DROP TRIGGER tiles_truncate ON network_pump;
DROP TRIGGER tiles_truncate ON network_node;
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("network", "0003_tiles"), ("gis_core", "0006_emptied_layers")]
    operations = [migrations.RunSQL(SQL, UNDO)]
