"""Buildings with their history; the map's tiles learn of their edits."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


_VERBS = {
    "insert": ("AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows", "hydria_touched"),
    "update": (
        "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "hydria_touched",
    ),
    "delete": ("AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows", "hydria_touched"),
    "truncate": ("AFTER TRUNCATE ON {table}", "hydria_emptied"),
}
_TABLE = "network_building"
MADE = "\n".join(
    [
        *(
            f"CREATE TRIGGER tiles_{verb} {when.format(table=_TABLE)} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}('buildings');"
            for verb, (when, function) in _VERBS.items()
        ),
        f"CREATE TRIGGER next_version BEFORE UPDATE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION hydria_next_version();",
    ]
)
GONE = "\n".join(
    f"DROP TRIGGER {name} ON {_TABLE};" for name in ("next_version", *(f"tiles_{v}" for v in _VERBS))
)


class Migration(migrations.Migration):
    """Make the table, its history and the triggers."""

    dependencies = [
        ("network", "0013_codes_begin"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="BuildingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=120, verbose_name="name"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("residential", "Residential"),
                            ("commercial", "Commerce and services"),
                            ("industrial", "Industry"),
                            ("public", "Public services"),
                            ("agricultural", "Agriculture"),
                            ("other", "Other"),
                            ("unknown", "Unknown"),
                        ],
                        db_default="unknown",
                        default="unknown",
                        max_length=12,
                        verbose_name="use",
                    ),
                ),
                ("storeys", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="storeys")),
                ("dwellings", models.PositiveIntegerField(blank=True, null=True, verbose_name="dwellings")),
                (
                    "street",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=150, verbose_name="street"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=10, verbose_name="number"
                    ),
                ),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.GeometryField(
                        spatial_index=False, srid=2100, verbose_name="outline"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Building",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                (
                    "name",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=120, verbose_name="name"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("residential", "Residential"),
                            ("commercial", "Commerce and services"),
                            ("industrial", "Industry"),
                            ("public", "Public services"),
                            ("agricultural", "Agriculture"),
                            ("other", "Other"),
                            ("unknown", "Unknown"),
                        ],
                        db_default="unknown",
                        default="unknown",
                        max_length=12,
                        verbose_name="use",
                    ),
                ),
                ("storeys", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="storeys")),
                ("dwellings", models.PositiveIntegerField(blank=True, null=True, verbose_name="dwellings")),
                (
                    "street",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=150, verbose_name="street"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=10, verbose_name="number"
                    ),
                ),
                (
                    "geom",
                    django.contrib.gis.db.models.fields.GeometryField(
                        spatial_index=False, srid=2100, verbose_name="outline"
                    ),
                ),
                (
                    "geom_3857",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(models.F("geom"), models.Value(3857), function="ST_Transform"),
                        output_field=django.contrib.gis.db.models.fields.GeometryField(
                            spatial_index=False, srid=3857
                        ),
                    ),
                ),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
            ],
            options={
                "verbose_name": "building",
                "verbose_name_plural": "buildings",
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(fields=["geom"], name="building_geom"),
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["geom_3857"], name="building_geom_3857"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "use__in",
                                [
                                    "residential",
                                    "commercial",
                                    "industrial",
                                    "public",
                                    "agricultural",
                                    "other",
                                    "unknown",
                                ],
                            )
                        ),
                        name="building_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("geom__isvalid", True)), name="building_geom_valid"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            models.Func(
                                models.F("geom"), function="GeometryType", output_field=models.CharField()
                            ),
                            ("POINT", "MULTIPOLYGON"),
                        ),
                        name="building_is_outline_or_point",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="building",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_buildingevent" ("code", "dwellings", "geom", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "storeys", "street", "use") SELECT new_values."code", new_values."dwellings", new_values."geom", new_values."id", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."storeys", new_values."street", new_values."use" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="aab2d6d96eb8151a42df932fc2aaf2f0fcab74f0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_481c3",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="network_building",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="building",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "network_buildingevent" ("code", "dwellings", "geom", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "storeys", "street", "use") SELECT new_values."code", new_values."dwellings", new_values."geom", new_values."id", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."storeys", new_values."street", new_values."use" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."dwellings" IS DISTINCT FROM (new_values."dwellings") OR old_values."geom" IS DISTINCT FROM (new_values."geom") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."storeys" IS DISTINCT FROM (new_values."storeys") OR old_values."street" IS DISTINCT FROM (new_values."street") OR old_values."use" IS DISTINCT FROM (new_values."use")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="24f9758962c81c3a9e5b0674ae8aeb8431fa3fb1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1b124",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="network_building",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="buildingevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="buildingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="network.building",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="buildingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1e72c47fb5a2027b1ae512d7c9e40bdf626fe1cb",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d7855",
                    table="network_buildingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(MADE, GONE),
    ]
