"""Who is reached at an address or number is found by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [
        migrations.AddIndex(model_name="contact", index=models.Index(fields=["value"], name="contact_value")),
    ]
