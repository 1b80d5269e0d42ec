"""The search box asks nodes and shut-off valves too for what a code begins with."""

from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """Add the indexes."""

    dependencies = [("network", "0012_critical_valves")]
    operations = [
        migrations.AddIndex(
            "node", models.Index(OpClass(Upper("code"), "text_pattern_ops"), name="node_code_begins")
        ),
        migrations.AddIndex(
            "shutoffvalve",
            models.Index(OpClass(Upper("code"), "text_pattern_ops"), name="shutoff_code_begins"),
        ),
    ]
