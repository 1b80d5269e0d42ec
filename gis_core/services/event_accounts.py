"""Every event table of the history keeps the account of the database that made the change (`pgh_by`).

The application's own changes carry their person in the context; a change made by SQL from elsewhere has none, and is
told by this. The column is none of the models': it is added beside them to every event table that has not got it, after
each migrate, so that the tables of later apps have it too.
"""

from __future__ import annotations

from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection, connections
from django.utils.translation import gettext as _
from psycopg import sql

from gis_core.registry import HealthResult

COLUMN = "pgh_by"
MISSING = """
SELECT event.name FROM unnest(%s::text[]) AS event (name)
WHERE to_regclass(quote_ident(event.name)) IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_attribute AS held
    JOIN pg_attrdef AS preset ON preset.adrelid = held.attrelid AND preset.adnum = held.attnum
    WHERE held.attrelid = to_regclass(quote_ident(event.name)) AND held.attname = %s AND NOT held.attisdropped
)
ORDER BY event.name
"""


def list_tables_without_account(using: str = "default") -> list[str]:
    """Return the event tables that do not keep the account."""
    models = [model for model in apps.get_models() if issubclass(model, pghistory.models.Event)]
    with connections[using].cursor() as cursor:
        cursor.execute(MISSING, [[model._meta.db_table for model in models], COLUMN])
        return [str(row[0]) for row in cursor.fetchall()]


def keep_accounts(using: str = "default", **_signal: Any) -> None:
    """Let every event table keep the account from now on; of what it holds already the account stays unknown."""
    for table in list_tables_without_account(using):
        with connections[using].cursor() as cursor:
            # Two steps: a column added with its default would give old rows the account of who migrates.
            names = {"table": sql.Identifier(table), "column": sql.Identifier(COLUMN)}
            cursor.execute(
                sql.SQL("ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} text").format(**names)
            )
            cursor.execute(
                sql.SQL("ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT session_user").format(**names)
            )


def check_accounts() -> HealthResult:
    """Say whether every event table keeps the account."""
    missing = list_tables_without_account(connection.alias)
    if not missing:
        return HealthResult(ok=True, detail=_("every change keeps the account of the database that made it"))
    return HealthResult(
        ok=False,
        detail=_("%(count)d tables do not keep it, the first %(name)s")
        % {"count": len(missing), "name": missing[0]},
        remedy=_("Run: manage.py migrate"),
    )
