"""What imported EPANET files say beside their networks."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0009_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="HydraulicModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("flow_units", models.CharField(max_length=5, verbose_name="flow units")),
                ("headloss", models.CharField(max_length=3, verbose_name="friction formula")),
                (
                    "kept",
                    models.JSONField(help_text="As network.domain.inp_keep returns it, in the file's units"),
                ),
                (
                    "system",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hydraulic_model",
                        to="network.supplysystem",
                    ),
                ),
            ],
            options={
                "verbose_name": "hydraulic model",
                "verbose_name_plural": "hydraulic models",
            },
        ),
    ]
