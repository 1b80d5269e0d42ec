"""Statements of the tile path: prepared once a connection, answered in binary, past the ORM.

A tile's answer is a few kilobytes of bytes that Django's own cursors would get as twice as many hexadecimal digits,
planned anew for each request.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from django.db import connection, connections


@contextmanager
def _borrowed() -> Iterator[psycopg.Connection[Any]]:
    """Give the connection that the thread holds already, else one from Django's pool, without Django's set-up of it."""
    held = connections["default"]
    pool: Any = getattr(held, "pool", None)
    if held.connection is not None or not pool:
        held.ensure_connection()
        yield held.connection
        return
    pool.open()
    raw = pool.getconn()
    try:
        yield raw
    finally:
        pool.putconn(raw)


def fetch_row(statement: LiteralString, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row of a statement that is a transaction of its own, or None; database errors are Django's."""
    with connection.wrap_database_errors, _borrowed() as raw:
        raw.prepare_threshold = 0
        with psycopg.Cursor[tuple[Any, ...]](raw) as cursor:
            return cursor.execute(statement, values, binary=True).fetchone()
