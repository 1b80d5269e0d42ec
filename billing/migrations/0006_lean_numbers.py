"""Drafts are not in the index of numbers: each stood there without a number, to be entered again at its issue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_payment_not_to_come")]

    operations = [
        migrations.RemoveConstraint(model_name="bill", name="bill_number_once"),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False)),
                fields=("series_code", "year", "number"),
                name="bill_number_once",
            ),
        ),
    ]
