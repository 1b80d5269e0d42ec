"""A reading that an issued bill stands on does not yield; what meters measured for a bill follows the bill."""

from django.db import migrations

INSTALL = """
CREATE TRIGGER billing_billreading_insert AFTER INSERT ON billing_billreading REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION billing_line_follows_bill();
CREATE TRIGGER billing_billreading_delete AFTER DELETE ON billing_billreading REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION billing_line_follows_bill();
CREATE TRIGGER billing_billreading_no_update BEFORE UPDATE ON billing_billreading
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_billreading_no_truncate BEFORE TRUNCATE ON billing_billreading
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();

-- Locking the bills makes whoever issues them at this moment end first: then they are seen as issued. Drafts may stay:
-- issuing leaves out those whose readings no longer stand.
CREATE FUNCTION billing_reading_is_billed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bill record;
BEGIN
    FOR bill IN
        SELECT state, series_code, year, number FROM billing_bill
        WHERE id = ANY (ARRAY(
            SELECT id FROM billing_bill WHERE current_reading_id = OLD.id
            UNION ALL
            SELECT id FROM billing_bill WHERE previous_reading_id = OLD.id
            UNION ALL
            SELECT bill_id FROM billing_billreading WHERE last_reading_id = OLD.id
            UNION ALL
            SELECT bill_id FROM billing_billreading WHERE first_reading_id = OLD.id
        ))
        ORDER BY connection_id, id
        FOR UPDATE
    LOOP
        IF bill.state = 'issued' THEN
            RAISE EXCEPTION 'a billed reading stays: bill %-%-% stands on it', bill.series_code, bill.year, bill.number
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reading_billed',
                      HINT = 'Write the next reading as it is: the next bill evens it out.';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER billing_reading_is_billed AFTER UPDATE OF stands ON meters_reading
    FOR EACH ROW WHEN (OLD.stands AND NOT NEW.stands) EXECUTE FUNCTION billing_reading_is_billed();
"""

REMOVE = """
DROP TRIGGER billing_reading_is_billed ON meters_reading;
DROP FUNCTION billing_reading_is_billed();
DROP TRIGGER billing_billreading_insert ON billing_billreading;
DROP TRIGGER billing_billreading_delete ON billing_billreading;
DROP TRIGGER billing_billreading_no_update ON billing_billreading;
DROP TRIGGER billing_billreading_no_truncate ON billing_billreading;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0007_meters_and_corrections"), ("meters", "0008_catalogues")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
