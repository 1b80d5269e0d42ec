"""Statements of the tile path: prepared once a connection, sent and read past the ORM and past psycopg's cursors.

A tile is asked for a thousand times a second; a cursor costs as much of a processor as the whole of a kept tile. So
the values go to libpq as they are, and a row comes back as bytes: the statements cast all that they give to text,
boolean or bytea.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection, connections
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

from gis_core.postgis.base import is_over

#: Which statements a connection has prepared, by their text.
_prepared: WeakKeyDictionary[psycopg.Connection[Any], dict[str, bytes]] = WeakKeyDictionary()
#: A connection keeps so many; the oldest makes room.
_MOST_PREPARED = 200
_numbers = count()
_GONE = "26000"  # the server's word for a statement that it does not know


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
    raw = _take(pool)
    try:
        yield raw
    finally:
        pool.putconn(raw)


def _take(pool: Any) -> psycopg.Connection[Any]:
    """Return a connection of the pool whose server is there."""
    raw: psycopg.Connection[Any]
    while is_over(raw := pool.getconn()):
        raw.close()
        pool.putconn(raw)
    return raw


def fetch_row(statement: str, values: Sequence[str | int | bool]) -> list[bytes | None] | None:
    """Return the first row of a statement with `$1`, `$2` …, or None; database errors are Django's.

    Outside an atomic block the statement is a transaction of its own.
    """
    given = [str(value).encode() for value in values]
    with connection.wrap_database_errors, _borrowed() as raw:
        result = _run(raw, statement, given)
        if result.status != ExecStatus.TUPLES_OK:
            error = error_from_result(result)
            if error.sqlstate != _GONE:
                raise error
            # Somebody threw away all statements of the connection.
            _prepared.pop(raw, None)
            result = _run(raw, statement, given)
            if result.status != ExecStatus.TUPLES_OK:
                raise error_from_result(result)
        if result.ntuples == 0:
            return None
        return [result.get_value(0, column) for column in range(result.nfields)]


def _run(raw: psycopg.Connection[Any], statement: str, values: Sequence[bytes]) -> PGresult:
    if raw.pgconn.transaction_status != TransactionStatus.IDLE:
        # A statement that somebody threw away would end the caller's transaction: within one nothing is prepared.
        return raw.pgconn.exec_params(statement.encode(), values, None, None, Format.BINARY)
    known = _prepared.setdefault(raw, {})
    name = known.get(statement)
    if name is None:
        if len(known) >= _MOST_PREPARED:
            raw.pgconn.exec_(b"DEALLOCATE " + known.pop(next(iter(known))))
        name = b"hydria_%d" % next(_numbers)
        told = raw.pgconn.prepare(name, statement.encode())
        if told.status != ExecStatus.COMMAND_OK:
            return told
        known[statement] = name
    return raw.pgconn.exec_prepared(name, values, None, Format.BINARY)
