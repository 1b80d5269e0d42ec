"""What is issued, paid, booked or approved stays as it is, whoever writes."""

from django.db import migrations

INSTALL = r"""
CREATE FUNCTION billing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation',
              HINT = 'Correct it by a counter-document.';
END $$;

-- Bills: free while drafts; one step from draft to issued; closed after it.
CREATE TRIGGER billing_bill_issued_stays BEFORE UPDATE OR DELETE ON billing_bill
    FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_bill_no_truncate BEFORE TRUNCATE ON billing_bill
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();

-- Lines: written once beside a draft, gone with it, never changed. The tables are looked at by their keys only:
-- a plan made in mid-insert, when the statistics know nothing, must not scan them (hence the settings).
CREATE FUNCTION billing_line_follows_bill() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT bill_id FROM changed) AS touched
        WHERE EXISTS (
            SELECT FROM billing_bill WHERE billing_bill.id = touched.bill_id AND billing_bill.state = 'issued'
        )
    ) THEN
        RAISE EXCEPTION 'lines of an issued bill stay as they are: % refused', TG_OP
            USING ERRCODE = 'integrity_constraint_violation', HINT = 'Correct it by a counter-document.';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER billing_billline_insert AFTER INSERT ON billing_billline REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION billing_line_follows_bill();
CREATE TRIGGER billing_billline_delete AFTER DELETE ON billing_billline REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION billing_line_follows_bill();
CREATE TRIGGER billing_billline_no_update BEFORE UPDATE ON billing_billline
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_billline_no_truncate BEFORE TRUNCATE ON billing_billline
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();

CREATE TRIGGER billing_ledgerentry_stays BEFORE UPDATE OR DELETE ON billing_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_ledgerentry_no_truncate BEFORE TRUNCATE ON billing_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_payment_stays BEFORE UPDATE OR DELETE ON billing_payment
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_payment_no_truncate BEFORE TRUNCATE ON billing_payment
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_allocation_stays BEFORE UPDATE OR DELETE ON billing_allocation
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_allocation_no_truncate BEFORE TRUNCATE ON billing_allocation
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();

-- Tariffs: an approved version may only be ended earlier, which a newer version does.
CREATE FUNCTION billing_tariff_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND to_jsonb(NEW) - 'period' = to_jsonb(OLD) - 'period'
       AND NEW.period <@ OLD.period AND lower(NEW.period) = lower(OLD.period) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an approved tariff stays as it is: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation', HINT = 'Approve a new version.';
END $$;
CREATE TRIGGER billing_tariff_approved_stays BEFORE UPDATE OR DELETE ON billing_tariff
    FOR EACH ROW WHEN (OLD.state = 'approved') EXECUTE FUNCTION billing_tariff_stays();

CREATE FUNCTION billing_tariff_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part jsonb;
    of_tariff bigint;
BEGIN
    FOREACH part IN ARRAY ARRAY[to_jsonb(OLD), to_jsonb(NEW)] LOOP
        CONTINUE WHEN part IS NULL;
        of_tariff := (part ->> 'tariff_id')::bigint;
        IF part ? 'component_id' THEN
            SELECT tariff_id INTO of_tariff FROM billing_tariffcomponent
            WHERE id = (part ->> 'component_id')::bigint;
        END IF;
        PERFORM FROM billing_tariff WHERE id = of_tariff AND state = 'approved';
        IF FOUND THEN
            RAISE EXCEPTION 'an approved tariff stays as it is: % of % refused', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation', HINT = 'Approve a new version.';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER billing_tariffcomponent_stays BEFORE INSERT OR UPDATE OR DELETE ON billing_tariffcomponent
    FOR EACH ROW EXECUTE FUNCTION billing_tariff_part_stays();
CREATE TRIGGER billing_tariffblock_stays BEFORE INSERT OR UPDATE OR DELETE ON billing_tariffblock
    FOR EACH ROW EXECUTE FUNCTION billing_tariff_part_stays();
CREATE TRIGGER billing_tariffdiameterfee_stays BEFORE INSERT OR UPDATE OR DELETE ON billing_tariffdiameterfee
    FOR EACH ROW EXECUTE FUNCTION billing_tariff_part_stays();
"""

REMOVE = r"""
DROP TRIGGER billing_bill_issued_stays ON billing_bill;
DROP TRIGGER billing_bill_no_truncate ON billing_bill;
DROP TRIGGER billing_billline_insert ON billing_billline;
DROP TRIGGER billing_billline_delete ON billing_billline;
DROP TRIGGER billing_billline_no_update ON billing_billline;
DROP TRIGGER billing_billline_no_truncate ON billing_billline;
DROP TRIGGER billing_ledgerentry_stays ON billing_ledgerentry;
DROP TRIGGER billing_ledgerentry_no_truncate ON billing_ledgerentry;
DROP TRIGGER billing_payment_stays ON billing_payment;
DROP TRIGGER billing_payment_no_truncate ON billing_payment;
DROP TRIGGER billing_allocation_stays ON billing_allocation;
DROP TRIGGER billing_allocation_no_truncate ON billing_allocation;
DROP TRIGGER billing_tariff_approved_stays ON billing_tariff;
DROP TRIGGER billing_tariffcomponent_stays ON billing_tariffcomponent;
DROP TRIGGER billing_tariffblock_stays ON billing_tariffblock;
DROP TRIGGER billing_tariffdiameterfee_stays ON billing_tariffdiameterfee;
DROP FUNCTION billing_tariff_part_stays();
DROP FUNCTION billing_tariff_stays();
DROP FUNCTION billing_line_follows_bill();
DROP FUNCTION billing_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_lean_indexes")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
