"""The checks of the topology report, set-based: each reads all of a system, or of all systems, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from django.db import connection

from network.domain.topology_near import Integers, Lines, Pairs, Points
from network.sql.arrays import floats, integers, read_arrays

_FOLDER = Path(__file__).parent


def _statement(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text()


#: Statements that each yield findings: check, kind of object, key, code, figure, code of the other, place.
STEPS = ("nodes", "pipes", "links", "dead_ends", "shutoffs", "service_lines", "manholes", "same_ends")
#: Statements that yield findings of pairs that were found in memory.
PAIRS = ("near", "node_on_pipe", "crossing_pipes")
_INTO = (
    "INSERT INTO topology_found"
    " (check_name, object_kind, object_id, object_code, figure, other_code, geom{more})\n"
)
#: Steps that yield no more of a check than a report keeps, and say for how many a row stands.
_BOUNDED = frozenset({"shutoffs"})
_FINDERS = {
    name: _INTO.format(more=", stands_for" if name in _BOUNDED else "") + _statement(name)
    for name in (*STEPS, *PAIRS, "parts")
}
_PARTS_ROWS, _POINTS_ROWS, _LINES_ROWS = (_statement(f"{name}_rows") for name in ("parts", "points", "lines"))
_FOUND, _DEGREES, _KEEP, _COUNT = (_statement(name) for name in ("found", "degrees", "keep", "count"))
#: A line of WKB has its form, type and number of corners before them.
_LINE_HEAD = 9


@dataclass(frozen=True)
class PartRows:
    """Nodes and links in one: see read_parts."""

    kinds: Integers
    ids: Integers
    a: Integers
    b: Integers


def prepare() -> None:
    """Make the tables that a report's checks share, for the length of the transaction."""
    with connection.cursor() as cursor:
        # A report reads everything: with room to hash it all, no join spills to disk.
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(_FOUND)
        cursor.execute(_DEGREES)
        cursor.execute("ANALYZE topology_degree")


def run_step(name: str, system_id: int | None, most: int) -> None:
    """Gather the findings of one statement; `most` of each check will be kept."""
    with connection.cursor() as cursor:
        cursor.execute(_FINDERS[name], {"system": system_id, "most": most})


def read_parts(system_id: int | None) -> PartRows:
    """Return nodes (kind 0; a: source or outfall, b: sewer) and links (1 closed, 2 open; a, b: their nodes)."""
    ((kinds, ids, a, b),) = read_arrays(_PARTS_ROWS, {"system": system_id})
    return PartRows(integers(kinds), integers(ids), integers(a), integers(b))


def read_points(system_id: int | None) -> Points:
    """Return all nodes that are not abandoned."""
    ((ids, systems, x, y),) = read_arrays(_POINTS_ROWS, {"system": system_id})
    places = np.column_stack((floats(x), floats(y)))
    return Points(integers(ids), integers(systems), places)


def read_lines(system_id: int | None) -> Lines:
    """Return all pipes that are not abandoned."""
    ((ids, systems, starts, ends, counts, told),) = read_arrays(_LINES_ROWS, {"system": system_id})
    corners = integers(counts, 4)
    # What is left when the heads are cut out is corner behind corner.
    heads = np.cumsum(_LINE_HEAD + 16 * corners) - (_LINE_HEAD + 16 * corners)
    is_corner = np.ones(len(told), bool)
    is_corner[(heads[:, None] + np.arange(_LINE_HEAD)).ravel()] = False
    places = np.frombuffer(told, np.uint8)[is_corner].view("<f8").reshape(-1, 2)
    lines = np.array(shapely.linestrings(places, indices=np.repeat(np.arange(len(corners)), corners)), object)
    return Lines(integers(ids), integers(systems), integers(starts), integers(ends), lines)


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
