"""The newest run's valves as a view, for the list and the map; tiles learn of a run and of valves that move."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

VIEW = """
CREATE VIEW network_criticalvalve AS
SELECT
    c.id, c.run_id, c.valve_id, v.code, c.rank, c.added_connections, c.added_people, c.added_length_m,
    c.total_connections,
    CASE WHEN c.added_connections = 0 AND c.added_people = 0 AND c.added_length_m < 0.001 THEN 'none'
         WHEN c.rank <= ceil(r.valves * 0.01) THEN 'top'
         WHEN c.rank <= ceil(r.valves * 0.1) THEN 'high'
         ELSE 'some' END AS grade,
    v.geom, v.geom_3857
FROM network_valvecriticality AS c
JOIN network_criticalityrun AS r ON r.id = c.run_id
JOIN network_shutoffvalve AS v ON v.id = c.valve_id
WHERE c.run_id = (SELECT max(n.id) FROM network_criticalityrun AS n WHERE n.finished_at IS NOT NULL);

-- Another run is shown: every kept tile of the layer is old. The lock keeps makers of tiles from keeping what they read
-- before the commit (docs/decisions/0004-tile-cache.md).
CREATE FUNCTION network_run_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7531, 0);
    INSERT INTO gis_core_tilepurge (layer, cell)
    SELECT DISTINCT 'criticality', hydria_cell(t.z, t.x, t.y)
    FROM gis_core_tilecache AS t
    WHERE 'criticality' = ANY (string_to_array(t.layers, ','));
    RETURN NULL;
END
$$;
CREATE TRIGGER tiles_update AFTER UPDATE ON network_criticalityrun
    FOR EACH STATEMENT EXECUTE FUNCTION network_run_shown();
CREATE TRIGGER tiles_delete AFTER DELETE ON network_criticalityrun
    FOR EACH STATEMENT EXECUTE FUNCTION network_run_shown();
CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_criticalityrun
    FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('criticality');
"""
NO_VIEW = """
DROP TRIGGER tiles_truncate ON network_criticalityrun;
DROP TRIGGER tiles_delete ON network_criticalityrun;
DROP TRIGGER tiles_update ON network_criticalityrun;
DROP FUNCTION network_run_shown();
DROP VIEW network_criticalvalve;
"""
_VERBS = {
    "insert": ("AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows", "hydria_touched"),
    "update": (
        "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "hydria_touched",
    ),
    "delete": ("AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows", "hydria_touched"),
    "truncate": ("AFTER TRUNCATE ON {table}", "hydria_emptied"),
}


def _valve_triggers(*layers: str) -> str:
    told = ", ".join(f"'{layer}'" for layer in layers)
    table = "network_shutoffvalve"
    return "\n".join(
        f"DROP TRIGGER tiles_{verb} ON {table};"
        f"CREATE TRIGGER tiles_{verb} {when.format(table=table)} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}({told});"
        for verb, (when, function) in _VERBS.items()
    )


class Migration(migrations.Migration):
    """Make the view, its model without a table, and the triggers."""

    dependencies = [("network", "0011_shown_scenarios")]
    operations = [
        migrations.RunSQL(VIEW, NO_VIEW),
        migrations.RunSQL(
            _valve_triggers("shutoff_valves", "criticality"), _valve_triggers("shutoff_valves")
        ),
        migrations.CreateModel(
            name="CriticalValve",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="network.criticalityrun"
                    ),
                ),
                (
                    "valve",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="network.shutoffvalve",
                        verbose_name="shut-off valve",
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("rank", models.PositiveIntegerField(verbose_name="rank")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("top", "Among the worst 1 %"), ("high", "Among the worst 10 %"),
                            ("some", "Adds something"), ("none", "Adds nothing"),
                        ],
                        max_length=6, verbose_name="class",
                    ),
                ),
                ("added_connections", models.PositiveIntegerField(verbose_name="connections added")),
                ("added_people", models.PositiveIntegerField(verbose_name="people added")),
                ("added_length_m", models.FloatField(verbose_name="length added (m)")),
                ("total_connections", models.PositiveIntegerField(verbose_name="connections in all")),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.PointField(
                        spatial_index=False, srid=2100, verbose_name="position"
                    ),
                ),
                (
                    "geom_3857",
                    django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=3857),
                ),
            ],
            options={
                "verbose_name": "criticality of a valve", "verbose_name_plural": "criticality of valves",
                "db_table": "network_criticalvalve", "ordering": ["rank"], "managed": False,
            },
        ),
    ]  # fmt: skip
