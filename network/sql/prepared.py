"""Statements that are planned once a connection: where planning would cost more than the work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from django.db import connection

#: Django turns preparing off; with a threshold that nobody reaches, only what asks for it is prepared.
_NEVER_BY_ITSELF = 2**31 - 1


def fetch_prepared(statement: str, values: Mapping[str, str]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement whose values are texts that it casts itself.

    Texts have no type of their own, so that a list of small numbers and one of great ones share a plan.
    """
    connection.ensure_connection()
    if connection.connection.prepare_threshold is None:
        connection.connection.prepare_threshold = _NEVER_BY_ITSELF
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement.encode(), values, prepare=True).fetchall()


def array_text(values: Iterable[object]) -> str:
    """Return numbers or plain words as PostgreSQL writes an array."""
    return "{" + ",".join(map(str, values)) + "}"
