"""The checks of the topology report, set-based: each reads all of a system, or of all systems, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from django.db import connection
from numpy.typing import NDArray

_FOLDER = Path(__file__).parent


def _statement(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text()


#: Statements that each yield findings: check, kind of object, key, code, figure, code of the other, place.
STEPS = (
    "nodes", "pipes", "links", "shutoffs", "service_lines", "manholes", "same_ends", "near", "node_on_pipe",
    "crossing_pipes",
)  # fmt: skip
_INTO = "INSERT INTO topology_found\n"
_FINDERS = {name: _INTO + _statement(name) for name in STEPS}
_PARTS = _INTO + _statement("parts")
_PARTS_ROWS = f"COPY ({_statement('parts_rows')}) TO STDOUT (FORMAT binary)"
_FOUND, _DEGREES, _KEEP, _COUNT = (_statement(name) for name in ("found", "degrees", "keep", "count"))
#: A row of PostgreSQL's binary format: the number of columns, then each value behind its length.
_ROW = np.dtype(
    [
        ("columns", ">i2"),
        ("kind_size", ">i4"), ("kind", ">i8"), ("id_size", ">i4"), ("id", ">i8"), ("a_size", ">i4"), ("a", ">i8"),
        ("b_size", ">i4"), ("b", ">i8"),
    ]
)  # fmt: skip
_HEAD, _TAIL = 19, 2


def prepare() -> None:
    """Make the tables that a report's checks share, for the length of the transaction."""
    with connection.cursor() as cursor:
        # A report reads everything: with room to hash it all, no join spills to disk.
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(_FOUND)
        cursor.execute(_DEGREES)
        cursor.execute("ANALYZE topology_degree")


def run_step(name: str, system_id: int | None) -> None:
    """Gather the findings of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FINDERS[name], {"system": system_id})


def read_parts(system_id: int | None) -> NDArray[np.void]:
    """Return nodes (kind 0; a: source or outfall, b: sewer) and links (1 closed, 2 open; a, b: their nodes)."""
    with connection.cursor() as cursor, cursor.copy(_PARTS_ROWS, {"system": system_id}) as stream:
        told = b"".join(stream)
    return np.frombuffer(told, dtype=_ROW, offset=_HEAD, count=(len(told) - _HEAD - _TAIL) // _ROW.itemsize)


def add_parts(parts: Sequence[tuple[str, int, int]]) -> None:
    """Gather parts of the network: check, node, how many nodes."""
    if not parts:
        return
    names, ids, counts = (list(column) for column in zip(*parts, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, {"names": names, "ids": ids, "counts": [float(count) for count in counts]})


def keep_findings(report_id: int, severities: Mapping[str, str], most: int) -> dict[str, int]:
    """Write the findings, of each check at most so many, the largest figures first; return how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        counts = dict(cursor.fetchall())
        cursor.execute(
            _KEEP,
            {
                "report": report_id,
                "names": list(severities),
                "severities": list(severities.values()),
                "most": most,
            },
        )
        cursor.execute("DROP TABLE topology_found, topology_degree")
    return counts
