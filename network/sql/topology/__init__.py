"""The checks of the topology report, set-based: each reads all of a system, or of all systems, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from network.domain.topology_near import Lines, Pairs, Points

_FOLDER = Path(__file__).parent


def _statement(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text()


def _stream(name: str, form: str) -> str:
    return f"COPY ({_statement(name)}) TO STDOUT (FORMAT {form})"


#: Statements that each yield findings: check, kind of object, key, code, figure, code of the other, place.
STEPS = ("nodes", "pipes", "links", "dead_ends", "shutoffs", "service_lines", "manholes", "same_ends")
#: Statements that yield findings of pairs that were found in memory.
PAIRS = ("near", "node_on_pipe", "crossing_pipes")
_INTO = "INSERT INTO topology_found\n"
_FINDERS = {name: _INTO + _statement(name) for name in (*STEPS, *PAIRS, "parts")}
_PARTS_ROWS, _POINTS_ROWS = _stream("parts_rows", "binary"), _stream("points_rows", "binary")
_LINES_ROWS = _stream("lines_rows", "text")
_FOUND, _DEGREES, _KEEP, _COUNT = (_statement(name) for name in ("found", "degrees", "keep", "count"))
#: Rows of PostgreSQL's binary format: the number of columns, then each value behind its length.
_PART = np.dtype(
    [
        ("columns", ">i2"),
        ("kind_size", ">i4"), ("kind", ">i8"), ("id_size", ">i4"), ("id", ">i8"), ("a_size", ">i4"), ("a", ">i8"),
        ("b_size", ">i4"), ("b", ">i8"),
    ]
)  # fmt: skip
_POINT = np.dtype(
    [
        ("columns", ">i2"),
        ("id_size", ">i4"), ("id", ">i8"), ("system_size", ">i4"), ("system", ">i8"), ("x_size", ">i4"), ("x", ">f8"),
        ("y_size", ">i4"), ("y", ">f8"),
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
    return _read(_PARTS_ROWS, _PART, system_id)


def read_points(system_id: int | None) -> Points:
    """Return all nodes that are not abandoned."""
    rows = _read(_POINTS_ROWS, _POINT, system_id)
    places = np.column_stack((rows["x"].astype("f8"), rows["y"].astype("f8")))
    return Points(rows["id"].astype("i8"), rows["system"].astype("i8"), places)


def read_lines(system_id: int | None) -> Lines:
    """Return all pipes that are not abandoned."""
    with connection.cursor() as cursor, cursor.copy(_LINES_ROWS, {"system": system_id}) as stream:
        told = b"".join(stream).decode().split()
    ids, systems, starts, ends = (np.array(told[place::5], np.int64) for place in range(4))
    return Lines(ids, systems, starts, ends, shapely.from_wkb(np.array(told[4::5], object)))


def add_parts(parts: Sequence[tuple[str, int, int]]) -> None:
    """Gather parts of the network: check, node, how many nodes."""
    if not parts:
        return
    names, ids, counts = (list(column) for column in zip(*parts, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            _FINDERS["parts"], {"names": names, "ids": ids, "counts": [float(count) for count in counts]}
        )


def add_pairs(name: str, pairs: Pairs) -> None:
    """Gather pairs of what is near each other, by the statement of that name."""
    with connection.cursor() as cursor:
        cursor.execute(_FINDERS[name], {"first": pairs.first, "second": pairs.second})


def keep_findings(report_id: int, severities: Mapping[str, str], most: int) -> dict[str, int]:
    """Write the findings, of each check at most so many, the largest figures first; return how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        counts = dict(cursor.fetchall())
        names = sorted(counts)
        grades = [severities[name] for name in names]
        cursor.execute(_KEEP, {"report": report_id, "names": names, "severities": grades, "most": most})
        cursor.execute("DROP TABLE topology_found, topology_degree")
    return counts


def _read(statement: str, row: np.dtype[np.void], system_id: int | None) -> NDArray[np.void]:
    with connection.cursor() as cursor, cursor.copy(statement, {"system": system_id}) as stream:
        told = b"".join(stream)
    return np.frombuffer(told, dtype=row, offset=_HEAD, count=(len(told) - _HEAD - _TAIL) // row.itemsize)
