"""Great answers by arrays: one value a column instead of a message a row, which takes a tenth of the time to hear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from numpy.typing import NDArray

#: An array of PostgreSQL's binary format begins with its dimensions, flags, type, size and first place.
_HEAD = 20


def read_arrays(
    statement: str, values: Mapping[str, object] | None = None, *, on: BaseDatabaseWrapper | None = None
) -> list[list[bytes]]:
    """Return the rows of a statement, each value as PostgreSQL's binary format has it; NULL is empty.

    Without a connection the current one is asked.
    """
    asked = on or connection
    asked.ensure_connection()
    with asked.wrap_database_errors, psycopg.Cursor(asked.connection) as cursor:
        told = cursor.execute(statement.encode(), values, binary=True).pgresult
        if told is None:
            return []
        return [
            [told.get_value(row, column) or b"" for column in range(told.nfields)]
            for row in range(told.ntuples)
        ]


def integers(array: bytes, size: int = 8) -> NDArray[np.int64]:
    """Return an array of integers of so many bytes each, without NULLs."""
    return _values(array, f">i{size}").astype(np.int64)


def floats(array: bytes) -> NDArray[np.float64]:
    """Return an array of float8, without NULLs."""
    return _values(array, ">f8").astype(np.float64)


def _values(array: bytes, form: str) -> NDArray[Any]:
    # Each value stands behind its length; an array of none has no head either.
    row = np.dtype([("size", ">i4"), ("value", form)])
    return np.frombuffer(array, row, offset=min(_HEAD, len(array)))["value"]
