"""Zones as they are computed, as a view for the map; tiles learn of a computation."""

import django.contrib.gis.db.models.fields
from django.db import migrations, models

VIEW = """
CREATE VIEW network_computedzone AS
SELECT id, code, name, kind, computed_at, computed_geom AS geom, ST_Transform(computed_geom, 3857) AS geom_3857
FROM network_zone
WHERE computed_geom IS NOT NULL;

CREATE INDEX zone_computed_geom_3857 ON network_zone USING gist (ST_Transform(computed_geom, 3857))
    WHERE computed_geom IS NOT NULL;

-- As hydria_touched does for a table's own place: see docs/decisions/0004-tile-cache.md.
CREATE FUNCTION network_computed_zones_touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    boxes box2d[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT hydria_box(ST_Transform(computed_geom, 3857))::text)::box2d[] INTO boxes
        FROM new_rows WHERE computed_geom IS NOT NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT hydria_box(ST_Transform(computed_geom, 3857))::text)::box2d[] INTO boxes
        FROM old_rows WHERE computed_geom IS NOT NULL;
    ELSE
        SELECT array_agg(DISTINCT hydria_box(ST_Transform(g, 3857))::text)::box2d[] INTO boxes
        FROM (SELECT computed_geom AS g FROM new_rows UNION ALL SELECT computed_geom FROM old_rows) AS rows
        WHERE g IS NOT NULL;
    END IF;
    PERFORM hydria_touch(ARRAY['computed_zones'], boxes);
    RETURN NULL;
END
$$;
CREATE TRIGGER tiles_computed_insert AFTER INSERT ON network_zone REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_computed_zones_touched();
CREATE TRIGGER tiles_computed_update AFTER UPDATE ON network_zone
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_computed_zones_touched();
CREATE TRIGGER tiles_computed_delete AFTER DELETE ON network_zone REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_computed_zones_touched();
CREATE TRIGGER tiles_computed_truncate AFTER TRUNCATE ON network_zone
    FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied('computed_zones');
"""
NO_VIEW = """
DROP TRIGGER tiles_computed_truncate ON network_zone;
DROP TRIGGER tiles_computed_delete ON network_zone;
DROP TRIGGER tiles_computed_update ON network_zone;
DROP TRIGGER tiles_computed_insert ON network_zone;
DROP FUNCTION network_computed_zones_touched();
DROP INDEX zone_computed_geom_3857;
DROP VIEW network_computedzone;
"""


class Migration(migrations.Migration):
    """Make the view, its model without a table, and the triggers."""

    dependencies = [("network", "0014_buildings")]
    operations = [
        migrations.RunSQL(VIEW, NO_VIEW),
        migrations.CreateModel(
            name="ComputedZone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supply", "Supply zone"), ("pressure", "Pressure zone"),
                            ("dma", "District metered area"),
                        ],
                        max_length=10, verbose_name="kind",
                    ),
                ),
                ("computed_at", models.DateTimeField(verbose_name="computed")),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.MultiPolygonField(
                        spatial_index=False, srid=2100, verbose_name="computed area"
                    ),
                ),
                (
                    "geom_3857",
                    django.contrib.gis.db.models.fields.MultiPolygonField(spatial_index=False, srid=3857),
                ),
            ],
            options={
                "verbose_name": "computed zone", "verbose_name_plural": "computed zones",
                "db_table": "network_computedzone", "managed": False,
            },
        ),
    ]  # fmt: skip
