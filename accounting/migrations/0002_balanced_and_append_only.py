"""A posted entry is balanced when its transaction commits, and stays as it is."""

from django.db import migrations

INSTALL = r"""
CREATE FUNCTION accounting_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', HINT = 'Correct it by a counter-entry.';
END $$;

CREATE TRIGGER accounting_entry_posted_stays BEFORE UPDATE OR DELETE ON accounting_journalentry
    FOR EACH ROW WHEN (OLD.is_posted) EXECUTE FUNCTION accounting_refuse_change();
CREATE TRIGGER accounting_entry_no_truncate BEFORE TRUNCATE ON accounting_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounting_refuse_change();
CREATE TRIGGER accounting_line_no_truncate BEFORE TRUNCATE ON accounting_journalline
    FOR EACH STATEMENT EXECUTE FUNCTION accounting_refuse_change();

-- Legs follow their entry: free until it is posted.
CREATE FUNCTION accounting_line_follows_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM accounting_journalentry WHERE is_posted AND id IN (
        CASE WHEN TG_OP <> 'INSERT' THEN OLD.entry_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.entry_id END
    );
    IF FOUND THEN
        RAISE EXCEPTION 'legs of a posted entry stay as they are: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Correct it by a counter-entry.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER accounting_line_follows_entry BEFORE INSERT OR UPDATE OR DELETE ON accounting_journalline
    FOR EACH ROW EXECUTE FUNCTION accounting_line_follows_entry();

-- The balance is checked once a header at commit: a check for each leg costs three times as much.
CREATE FUNCTION accounting_entry_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    difference numeric;
    legs integer;
BEGIN
    SELECT coalesce(sum(debit - credit), 0), count(*) INTO difference, legs
    FROM accounting_journalline WHERE entry_id = NEW.id;
    IF difference <> 0 OR legs < 2 THEN
        RAISE EXCEPTION 'journal entry %/% is not balanced: % legs, debit - credit = %',
            NEW.year, NEW.number, legs, difference USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER accounting_entry_balanced AFTER INSERT OR UPDATE ON accounting_journalentry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.is_posted) EXECUTE FUNCTION accounting_entry_is_balanced();
"""

REMOVE = r"""
DROP TRIGGER accounting_entry_balanced ON accounting_journalentry;
DROP TRIGGER accounting_line_follows_entry ON accounting_journalline;
DROP TRIGGER accounting_line_no_truncate ON accounting_journalline;
DROP TRIGGER accounting_entry_no_truncate ON accounting_journalentry;
DROP TRIGGER accounting_entry_posted_stays ON accounting_journalentry;
DROP FUNCTION accounting_entry_is_balanced();
DROP FUNCTION accounting_line_follows_entry();
DROP FUNCTION accounting_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0001_initial")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
