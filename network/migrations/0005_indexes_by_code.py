"""Lists in the order of codes and the search box's question read no whole network."""

from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    """Add the indexes."""

    dependencies = [("network", "0004_emptied_layers")]
    operations = [
        migrations.AddIndex("node", models.Index(fields=["code", "id"], name="node_by_code")),
        migrations.AddIndex("pipe", models.Index(fields=["code", "id"], name="pipe_by_code")),
        migrations.AddIndex(
            "pipe", models.Index(OpClass(Upper("code"), "text_pattern_ops"), name="pipe_code_begins")
        ),
    ]
