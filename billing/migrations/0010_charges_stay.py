"""Charges and their lines stay as they are, whoever writes."""

from django.db import migrations

INSTALL = """
CREATE TRIGGER billing_charge_stays BEFORE UPDATE OR DELETE ON billing_charge
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_charge_no_truncate BEFORE TRUNCATE ON billing_charge
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_chargeline_stays BEFORE UPDATE OR DELETE ON billing_chargeline
    FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER billing_chargeline_no_truncate BEFORE TRUNCATE ON billing_chargeline
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
"""

REMOVE = """
DROP TRIGGER billing_charge_stays ON billing_charge;
DROP TRIGGER billing_charge_no_truncate ON billing_charge;
DROP TRIGGER billing_chargeline_stays ON billing_chargeline;
DROP TRIGGER billing_chargeline_no_truncate ON billing_chargeline;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0009_charges")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
