"""The network's rows for its graph in memory: all of them in a stream, or what changed since a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from numpy.typing import NDArray

from network.domain.keyed_graph import ObjectRow

_FOLDER = Path(__file__).parent
_ROWS = (_FOLDER / "graph_rows.sql").read_text()
_STREAM = f"COPY ({_ROWS}) TO STDOUT (FORMAT binary)"
_CHANGES = (_FOLDER / "graph_changes.sql").read_text().replace("(graph_rows)", f"({_ROWS})")
_PRUNE = (_FOLDER / "prune_changes.sql").read_text()

#: A row of PostgreSQL's binary format: the number of columns, then each value behind its length.
_ROW = np.dtype(
    [
        ("columns", ">i2"),
        ("kind_size", ">i4"), ("kind", ">i2"), ("id_size", ">i4"), ("id", ">i8"), ("a_size", ">i4"), ("a", ">i8"),
        ("b_size", ">i4"), ("b", ">i8"), ("flag_size", ">i4"), ("flag", ">i2"), ("length_size", ">i4"),
        ("length_m", ">f8"),
    ]
)  # fmt: skip
_HEAD, _TAIL = 19, 2


@dataclass(frozen=True)
class Changes:
    """What is news to who has seen a snapshot, and the asker's own snapshot.

    `has_written` says that the asker's transaction has changed something, anything; `is_settled` that each of its
    statements sees what was committed before it. `is_all` says that everything may have changed.
    """

    snapshot: str
    has_written: bool
    is_settled: bool
    is_all: bool
    rows: list[ObjectRow]


def read_snapshot(on: BaseDatabaseWrapper) -> str:
    """Return what the next statement of the connection sees, as PostgreSQL writes it."""
    with on.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def read_rows(on: BaseDatabaseWrapper) -> NDArray[np.void]:
    """Return the whole network as one statement of the connection sees it, in no order."""
    with on.cursor() as cursor, cursor.copy(_STREAM) as stream:
        told = b"".join(stream)
    return np.frombuffer(told, dtype=_ROW, offset=_HEAD, count=(len(told) - _HEAD - _TAIL) // _ROW.itemsize)


def read_changes(seen: str) -> Changes:
    """Return what changed since a snapshot, as the current transaction sees it."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"seen": seen})
        (snapshot, has_written, is_settled, *_), *told = cursor.fetchall()
    rows = [ObjectRow(*row[3:]) for row in told if row[3] >= 0]
    return Changes(snapshot, has_written, is_settled, len(rows) < len(told), rows)


def prune_changes(older_than: timedelta) -> int:
    """Delete old news; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_PRUNE, {"hours": older_than / timedelta(hours=1)})
        return int(cursor.rowcount)
