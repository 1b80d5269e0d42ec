"""Edits of the app's map layers tell the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

SQL = """
CREATE TRIGGER tiles_insert AFTER INSERT ON network_pipe REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('pipes');
CREATE TRIGGER tiles_update AFTER UPDATE ON network_pipe REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('pipes');
CREATE TRIGGER tiles_delete AFTER DELETE ON network_pipe REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('pipes');
CREATE TRIGGER tiles_insert AFTER INSERT ON network_street REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('streets');
CREATE TRIGGER tiles_update AFTER UPDATE ON network_street REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('streets');
CREATE TRIGGER tiles_delete AFTER DELETE ON network_street REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('streets');
CREATE TRIGGER tiles_insert AFTER INSERT ON network_zone REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('zones');
CREATE TRIGGER tiles_update AFTER UPDATE ON network_zone REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('zones');
CREATE TRIGGER tiles_delete AFTER DELETE ON network_zone REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('zones');
CREATE TRIGGER tiles_insert AFTER INSERT ON network_valve REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('valves');
CREATE TRIGGER tiles_update AFTER UPDATE ON network_valve REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('valves');
CREATE TRIGGER tiles_delete AFTER DELETE ON network_valve REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('valves');
CREATE TRIGGER tiles_insert AFTER INSERT ON network_pump REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('pumps');
CREATE TRIGGER tiles_update AFTER UPDATE ON network_pump REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('pumps');
CREATE TRIGGER tiles_delete AFTER DELETE ON network_pump REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('pumps');
CREATE TRIGGER tiles_insert AFTER INSERT ON network_node REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('sources');
CREATE TRIGGER tiles_update AFTER UPDATE ON network_node REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('sources');
CREATE TRIGGER tiles_delete AFTER DELETE ON network_node REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched('sources');
"""
UNDO = """
DROP TRIGGER tiles_insert ON network_pipe;
DROP TRIGGER tiles_update ON network_pipe;
DROP TRIGGER tiles_delete ON network_pipe;
DROP TRIGGER tiles_insert ON network_street;
DROP TRIGGER tiles_update ON network_street;
DROP TRIGGER tiles_delete ON network_street;
DROP TRIGGER tiles_insert ON network_zone;
DROP TRIGGER tiles_update ON network_zone;
DROP TRIGGER tiles_delete ON network_zone;
DROP TRIGGER tiles_insert ON network_valve;
DROP TRIGGER tiles_update ON network_valve;
DROP TRIGGER tiles_delete ON network_valve;
DROP TRIGGER tiles_insert ON network_pump;
DROP TRIGGER tiles_update ON network_pump;
DROP TRIGGER tiles_delete ON network_pump;
DROP TRIGGER tiles_insert ON network_node;
DROP TRIGGER tiles_update ON network_node;
DROP TRIGGER tiles_delete ON network_node;
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("network", "0002_lines_of_no_length"), ("gis_core", "0003_tiles")]
    operations = [migrations.RunSQL(SQL, UNDO)]
