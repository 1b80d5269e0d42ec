"""Import of a GeoPackage of pipes whose ends meet only within a tolerance, against bare COPY and the snapping query.

The file is a town's grid, each end off by up to two centimetres. "network-import" is the whole import: reading,
joining, looking at every object, writing. Its limit is what the database alone takes for the same end: the snapping
query by index, and four times the COPY of the finished rows into the product's own tables.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.db import connection, transaction

from bench.report import Row, tell
from network.domain.exchange.mapping import LayerMapping, Mapping
from network.domain.exchange.targets import Role
from network.services.exchange_import import Destination, take_file

#: Pipes of the file.
SIZE = 100_000
#: So many times the COPY, and the snapping query once.
MOST_RATIO = 4.0
TOLERANCE_M = 0.1
_ORIGIN = (390_000.0, 4_480_000.0)
_STEP_M = 60.0
_TABLES = {
    "network_node": "id, system_id, code, kind, geom, lifecycle, remarks, demand_l_s",
    "network_pipe": "id, system_id, code, start_node_id, end_node_id, geom, diameter_mm, kind, lifecycle, remarks,"
    " status, has_check_valve, laid_year",
}
_PIPES = LayerMapping(Role.PIPES, {"code": "code", "diameter_mm": "dn", "laid_year": "year"})


def measure(size: int) -> Iterator[Row]:
    """Yield the row; the tables are emptied before and after."""
    _empty()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pipes.gpkg"
        tell(f"network-import: a file of {_write(path, size)} pipes")
        content = path.read_bytes()
    start = time.perf_counter()
    report = take_file(
        actor=None, content=content, file_name="pipes.gpkg",
        mapping=Mapping({"pipes": _PIPES}, tolerance_m=TOLERANCE_M), destination=Destination(code="bench"),
    )  # fmt: skip
    ours = time.perf_counter() - start
    if not report.is_written:
        raise RuntimeError(f"refused: {report.refused[:3]}")
    snapping, copying = _snap(), _copy()
    limit = MOST_RATIO * copying + snapping
    tell(f"network-import: {ours:.1f} s; COPY {copying:.1f} s, snapping query {snapping:.1f} s")
    yield Row("network-import", size, ours, limit, ours / limit, None, None, "s", ours <= limit)
    _empty()


def _write(path: Path, size: int) -> int:
    """Write a grid of so many pipes or a few more; return how many."""
    side = int(np.sqrt(size / 2)) + 1
    east, north = (a.ravel() for a in np.meshgrid(np.arange(side), np.arange(side)))
    starts = np.vstack([np.column_stack([east, north])] * 2).astype(float)
    ends = starts.copy()
    ends[: len(east), 0] += 1
    ends[len(east) :, 1] += 1
    noise = np.random.default_rng(7).uniform(-0.02, 0.02, (2, len(starts), 2))
    corners = np.stack([starts * _STEP_M + noise[0], ends * _STEP_M + noise[1]], axis=1)[:size] + _ORIGIN
    lines: Any = shapely.linestrings(corners)
    codes = np.array([f"P{i}" for i in range(len(lines))], dtype=object)
    sizes = np.full(len(lines), 110.0)
    years = np.full(len(lines), 1987, dtype=np.int32)
    pyogrio.raw.write(
        path, shapely.to_wkb(lines), [codes, sizes, years], ["code", "dn", "year"], layer="pipes", crs="EPSG:2100",
        geometry_type="LineString",
    )  # fmt: skip
    return len(lines)


def _snap() -> float:
    """Return how long the database takes to find which ends of the pipes are within the tolerance of each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_end AS SELECT id, ST_StartPoint(geom) AS geom FROM network_pipe"
            " UNION ALL SELECT -id, ST_EndPoint(geom) FROM network_pipe"
        )
        start = time.perf_counter()
        cursor.execute("CREATE INDEX ON bench_end USING gist (geom)")
        cursor.execute("ANALYZE bench_end")
        cursor.execute(
            "SELECT count(*) FROM bench_end AS a JOIN bench_end AS b ON ST_DWithin(a.geom, b.geom, %s)"
            " WHERE a.id < b.id",
            [TOLERANCE_M],
        )
        spent = time.perf_counter() - start
        cursor.execute("DROP TABLE bench_end")
    return spent


def _copy() -> float:
    """Return how long COPY takes for the finished rows, into the emptied tables of the product."""
    data: dict[str, bytes] = {}
    with connection.cursor() as cursor:
        for table, columns in _TABLES.items():
            with cursor.copy(f"COPY (SELECT {columns} FROM {table} ORDER BY id) TO STDOUT") as out:
                data[table] = b"".join(bytes(block) for block in out)
        _empty(("network_pipe", "network_node"))
        start = time.perf_counter()
        for table, columns in _TABLES.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                into.write(data[table])
        return time.perf_counter() - start


@transaction.atomic
def _empty(tables: tuple[str, ...] = ("network_pipe", "network_node", "network_supplysystem")) -> None:
    """Delete the rows past the triggers: other tables of a benchmark's database have none that hang on them."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")
