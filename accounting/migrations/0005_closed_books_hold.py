"""Nothing is booked on a day whose books are closed, whoever writes; closings only grow."""

from django.db import migrations

INSTALL = r"""
CREATE TRIGGER accounting_closing_stays BEFORE UPDATE OR DELETE ON accounting_periodclosing
    FOR EACH ROW EXECUTE FUNCTION accounting_refuse_change();
CREATE TRIGGER accounting_closing_no_truncate BEFORE TRUNCATE ON accounting_periodclosing
    FOR EACH STATEMENT EXECUTE FUNCTION accounting_refuse_change();

-- Entries hold the lock together, a closing holds it alone, each until its transaction ends: so no entry that began
-- before a closing is committed after it. The number is the only one of its kind in the product: 'books' in hex.
CREATE FUNCTION accounting_hold_closed_until() RETURNS date LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(x'626f6f6b73'::bigint);
    RETURN (SELECT closed_until FROM accounting_periodclosing ORDER BY id DESC LIMIT 1);
END $$;

CREATE FUNCTION accounting_closing_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(x'626f6f6b73'::bigint);
    RETURN NULL;
END $$;
CREATE TRIGGER accounting_closing_waits BEFORE INSERT ON accounting_periodclosing
    FOR EACH STATEMENT EXECUTE FUNCTION accounting_closing_waits();

CREATE FUNCTION accounting_entry_in_open_books() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed_until date := accounting_hold_closed_until();
BEGIN
    IF NEW.entry_date <= closed_until THEN
        RAISE EXCEPTION 'the books are closed until %: an entry of % is refused', closed_until, NEW.entry_date
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entry_in_open_books',
                  HINT = 'Give a later day, or let the accountant open the books again.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accounting_entry_in_open_books BEFORE INSERT OR UPDATE OF entry_date ON accounting_journalentry
    FOR EACH ROW EXECUTE FUNCTION accounting_entry_in_open_books();
"""

REMOVE = r"""
DROP TRIGGER accounting_entry_in_open_books ON accounting_journalentry;
DROP FUNCTION accounting_entry_in_open_books();
DROP TRIGGER accounting_closing_waits ON accounting_periodclosing;
DROP FUNCTION accounting_closing_waits();
DROP FUNCTION accounting_hold_closed_until();
DROP TRIGGER accounting_closing_no_truncate ON accounting_periodclosing;
DROP TRIGGER accounting_closing_stays ON accounting_periodclosing;
"""


class Migration(migrations.Migration):
    dependencies = [("accounting", "0004_closed_books")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
