"""The network's rows for its graph in memory: all of them, or what changed since a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from numpy.typing import NDArray

from network.domain.keyed_graph import ObjectRow
from network.sql.arrays import floats, integers, read_arrays
from network.sql.prepared import fetch_prepared

_FOLDER = Path(__file__).parent
_ROWS = (_FOLDER / "graph_rows.sql").read_text()
_ALL = (_FOLDER / "graph_all.sql").read_text().replace("(graph_rows)", f"({_ROWS})")
_CHANGES = (_FOLDER / "graph_changes.sql").read_text().replace("(graph_rows)", f"({_ROWS})")
_PRUNE = (_FOLDER / "prune_changes.sql").read_text()

#: The columns of graph_rows.sql, as numpy has them.
_ROW = np.dtype([("kind", "i8"), ("id", "i8"), ("a", "i8"), ("b", "i8"), ("flag", "i2"), ("length_m", "f8")])


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
    """Return the whole network as one statement of the connection sees it, in no order.

    One array a kind and column: three million messages of a row each would take ten times as long to hear.
    """
    parts = [_read_part(*told) for told in read_arrays(_ALL, on=on)]
    return np.concatenate([*parts, np.empty(0, _ROW)])


def _read_part(
    kind: bytes, ids: bytes, a: bytes, b: bytes, flags: bytes, lengths_m: bytes
) -> NDArray[np.void]:
    keys = integers(ids)
    part = np.empty(len(keys), _ROW)
    part["kind"] = int.from_bytes(kind, "big")
    part["id"], part["a"], part["b"] = keys, integers(a), integers(b)
    part["flag"], part["length_m"] = integers(flags, 2), floats(lengths_m)
    return part


def read_changes(seen: str) -> Changes:
    """Return what changed since a snapshot, as the current transaction sees it."""
    (snapshot, has_written, is_settled, *_), *told = fetch_prepared(_CHANGES, {"seen": seen})
    rows = [ObjectRow(*row[3:]) for row in told if row[3] >= 0]
    return Changes(snapshot, has_written, is_settled, len(rows) < len(told), rows)


def prune_changes(older_than: timedelta) -> int:
    """Delete old news; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_PRUNE, {"hours": older_than / timedelta(hours=1)})
        return int(cursor.rowcount)
