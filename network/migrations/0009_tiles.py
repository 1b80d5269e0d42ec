"""Edits of the new map layers tell the tile cache: see docs/decisions/0004-tile-cache.md."""

from django.db import migrations

_LAYERS = {
    "pipe": ("pipes", "sewers"),
    "node": ("sources", "appurtenances", "manholes", "junctions"),
    "shutoffvalve": ("shutoff_valves",),
    "station": ("stations",),
    "serviceline": ("service_lines",),
}
_OLD_LAYERS = {"pipe": ("pipes",), "node": ("sources",)}
_VERBS = {
    "insert": "AFTER INSERT ON network_{table} REFERENCING NEW TABLE AS new_rows",
    "update": "AFTER UPDATE ON network_{table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "AFTER DELETE ON network_{table} REFERENCING OLD TABLE AS old_rows",
}


def _made(layers: dict[str, tuple[str, ...]]) -> str:
    statements = []
    for table, names in layers.items():
        told = ", ".join(f"'{name}'" for name in names)
        for verb, when in _VERBS.items():
            statements.append(
                f"CREATE TRIGGER tiles_{verb} {when.format(table=table)} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION hydria_touched({told});"
            )
        statements.append(
            f"CREATE TRIGGER tiles_truncate AFTER TRUNCATE ON network_{table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION hydria_emptied({told});"
        )
    return "\n".join(statements)


def _gone(layers: dict[str, tuple[str, ...]]) -> str:
    return "\n".join(
        f"DROP TRIGGER tiles_{verb} ON network_{table};" for table in layers for verb in (*_VERBS, "truncate")
    )


class Migration(migrations.Migration):
    """Replace the triggers of pipes and nodes, add those of the new tables."""

    dependencies = [("network", "0008_guards")]
    operations = [
        migrations.RunSQL(
            _gone(_OLD_LAYERS) + "\n" + _made(_LAYERS), _gone(_LAYERS) + "\n" + _made(_OLD_LAYERS)
        )
    ]
