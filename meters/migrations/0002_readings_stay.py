"""Readings are append-only, whoever writes: a correction is a further revision."""

from django.db import migrations

SQL = """
CREATE FUNCTION meters_reading_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'readings are append-only: write a further revision instead' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER meters_reading_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON meters_reading
FOR EACH STATEMENT EXECUTE FUNCTION meters_reading_stays();
"""
UNDO = """
DROP TRIGGER meters_reading_stays ON meters_reading;
DROP FUNCTION meters_reading_stays();
"""


class Migration(migrations.Migration):
    """Add the trigger."""

    dependencies = [("meters", "0001_initial"), ("gis_core", "0002_greek_keys")]
    operations = [migrations.RunSQL(SQL, UNDO)]
