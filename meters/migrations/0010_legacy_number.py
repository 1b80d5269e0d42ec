"""A connection is found by its number in an earlier system."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("meters", "0009_visits")]

    operations = [
        migrations.AddIndex(
            model_name="connection", index=models.Index(fields=["legacy_number"], name="connection_legacy")
        ),
    ]
