"""Money is received on the day it is written down, or earlier: never on a day to come."""

from django.db import migrations

INSTALL = r"""
ALTER TABLE billing_payment ADD CONSTRAINT payment_not_to_come
    CHECK (received_on <= (created_at AT TIME ZONE 'Europe/Athens')::date);
"""
REMOVE = "ALTER TABLE billing_payment DROP CONSTRAINT payment_not_to_come"


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_prices_not_negative")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
