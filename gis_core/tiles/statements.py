"""Statements of the tile path: prepared once a connection, answered in binary, past the ORM.

A tile's answer is a few kilobytes of bytes that Django's own cursors would get as twice as many hexadecimal digits,
planned anew for each request.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
from django.db import connection


def fetch_row(statement: LiteralString, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row of a statement, or None; database errors are Django's."""
    connection.ensure_connection()
    raw = connection.connection
    raw.prepare_threshold = 0
    with connection.wrap_database_errors, psycopg.Cursor[tuple[Any, ...]](raw) as cursor:
        return cursor.execute(statement, values, binary=True).fetchone()
