"""Of the revisions of a day's reading one stands: the last, or none when that one withdraws it.

Readings stay append-only but for the mark that a later revision took their place, which the database itself sets.
"""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION meters_reading_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'readings are append-only: write a further revision instead' USING ERRCODE = 'restrict_violation';
END
$$;
DROP TRIGGER meters_reading_stays ON meters_reading;
CREATE TRIGGER meters_reading_stays BEFORE DELETE OR TRUNCATE ON meters_reading
FOR EACH STATEMENT EXECUTE FUNCTION meters_reading_stays();

CREATE FUNCTION meters_reading_only_yields() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only a trigger may let a reading yield, and nothing else of it ever changes.
    IF pg_trigger_depth() > 1 AND OLD.stands AND NOT NEW.stands
        -- What the database computes is not there yet in a row that is about to be written.
        AND to_jsonb(OLD) - '{stands,total_m3}'::text[] = to_jsonb(NEW) - '{stands,total_m3}'::text[]
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'readings are append-only: write a further revision instead' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER meters_reading_only_yields BEFORE UPDATE ON meters_reading
FOR EACH ROW EXECUTE FUNCTION meters_reading_only_yields();

CREATE FUNCTION meters_reading_takes_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE meters_reading SET stands = false
    WHERE installation_id = NEW.installation_id AND read_on = NEW.read_on AND stands AND revision < NEW.revision;
    RETURN NEW;
END
$$;
CREATE TRIGGER meters_reading_takes_place BEFORE INSERT ON meters_reading
FOR EACH ROW WHEN (NEW.revision > 0) EXECUTE FUNCTION meters_reading_takes_place();
"""
UNDO = """
DROP TRIGGER meters_reading_takes_place ON meters_reading;
DROP FUNCTION meters_reading_takes_place();
DROP TRIGGER meters_reading_only_yields ON meters_reading;
DROP FUNCTION meters_reading_only_yields();
DROP TRIGGER meters_reading_stays ON meters_reading;
CREATE TRIGGER meters_reading_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON meters_reading
FOR EACH STATEMENT EXECUTE FUNCTION meters_reading_stays();
"""


class Migration(migrations.Migration):
    """Put the triggers in place."""

    dependencies = [("meters", "0006_whole_register")]
    operations = [migrations.RunSQL(SQL, UNDO)]
