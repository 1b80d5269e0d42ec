"""Results that outlive their objects, and the scenario whose results the map shows.

The tiles of the layers change when another scenario is shown: all kept ones are old then, and whoever is making one from
the scenario before does not keep it (lock as of the tile cache, docs/decisions/0004-tile-cache.md).
"""

from django.conf import settings
from django.db import migrations, models


SHOWN = """
CREATE FUNCTION hydria_scenario_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7531, 0);
    INSERT INTO gis_core_tilepurge (layer, cell)
    SELECT DISTINCT l, hydria_cell(t.z, t.x, t.y)
    FROM gis_core_tilecache AS t CROSS JOIN unnest(ARRAY['pressures', 'velocities']) AS l
    WHERE l = ANY (string_to_array(t.layers, ','));
    RETURN NULL;
END
$$;
CREATE TRIGGER shown_insert AFTER INSERT ON network_scenario
FOR EACH ROW WHEN (NEW.is_shown) EXECUTE FUNCTION hydria_scenario_shown();
CREATE TRIGGER shown_update AFTER UPDATE OF is_shown ON network_scenario
FOR EACH ROW WHEN (NEW.is_shown IS DISTINCT FROM OLD.is_shown) EXECUTE FUNCTION hydria_scenario_shown();
CREATE TRIGGER shown_delete AFTER DELETE ON network_scenario
FOR EACH ROW WHEN (OLD.is_shown) EXECUTE FUNCTION hydria_scenario_shown();
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_noderesult
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('pressures');
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_linkresult
FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('velocities');
"""
UNDO = """
DROP TRIGGER tiles_truncate ON network_noderesult;
DROP TRIGGER tiles_truncate ON network_linkresult;
DROP FUNCTION hydria_scenario_shown() CASCADE;
"""


class Migration(migrations.Migration):
    """Add them."""

    dependencies = [
        ("network", "0010_hydraulic_models"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="linkresult",
            name="code",
            field=models.CharField(default="", max_length=60, verbose_name="code"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="noderesult",
            name="code",
            field=models.CharField(default="", max_length=60, verbose_name="code"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="noderesult",
            name="is_dry",
            field=models.BooleanField(
                default=False, help_text="No way from a source", verbose_name="without water"
            ),
        ),
        migrations.AddField(
            model_name="noderesult",
            name="kind",
            field=models.CharField(
                choices=[
                    ("junction", "Junction"),
                    ("fitting", "Fitting"),
                    ("hydrant", "Hydrant"),
                    ("air_valve", "Air valve"),
                    ("wash_out", "Wash-out"),
                    ("flow_meter", "Flow meter"),
                    ("gauge", "Pressure gauge"),
                    ("sampling", "Sampling point"),
                    ("reservoir", "Reservoir"),
                    ("tank", "Tank"),
                    ("well", "Well"),
                    ("spring", "Spring"),
                    ("plant", "Treatment plant"),
                    ("manhole", "Manhole"),
                    ("outfall", "Outfall"),
                ],
                default="",
                max_length=10,
                verbose_name="kind",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="noderesult",
            name="usual_pressure_m",
            field=models.FloatField(
                blank=True,
                help_text="Where the scenario closes shut-off valves",
                null=True,
                verbose_name="lowest pressure with open valves (m)",
            ),
        ),
        migrations.AddField(
            model_name="scenario",
            name="is_shown",
            field=models.BooleanField(
                default=False, help_text="One of each supply system", verbose_name="shown on the map"
            ),
        ),
        migrations.AlterField(
            model_name="linkresult",
            name="highest_flow_l_s",
            field=models.FloatField(
                help_text="The flow of the largest size, with its sign", verbose_name="flow (l/s)"
            ),
        ),
        migrations.AlterField(
            model_name="linkresult",
            name="highest_velocity_m_s",
            field=models.FloatField(verbose_name="highest velocity (m/s)"),
        ),
        migrations.AlterField(
            model_name="noderesult",
            name="highest_pressure_m",
            field=models.FloatField(verbose_name="highest pressure (m)"),
        ),
        migrations.AlterField(
            model_name="noderesult",
            name="lowest_pressure_m",
            field=models.FloatField(verbose_name="lowest pressure (m)"),
        ),
        migrations.AlterField(
            model_name="noderesult",
            name="node",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=models.DO_NOTHING,
                related_name="results",
                to="network.node",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_shown", True)), fields=("system",), name="scenario_shown_once"
            ),
        ),
        migrations.RunSQL(SHOWN, UNDO),
    ]
