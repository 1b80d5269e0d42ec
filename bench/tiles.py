"""Map tiles of pipes and connections over HTTP, beside the same database functions alone and beside tipg.

The server is the product's own, as the demonstration starts it, and the asker is signed in. "tiles" are made for
each request: the cache is emptied all the time. "tiles-cached" are kept ones, their freshness and the asker's roles
asked of the database as always; their limit is an empty answer of the same server, and the empty answer of a Django
without apps or middleware is told beside it. "tiles-size" is the largest tile of all zooms, "tiles-size-far" of those
up to 13, in kilobytes.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import psycopg
from django.db import connection

from bench.report import Row, tell
from bench.sessions import database_address, environment_of, session_of
from bench.tiles_peer import peer_paths, tipg_serving
from bench.tiles_serve import ask, free_port, our_command, serving
from bench.tiles_town import build_town, list_tiles
from gis_core.tiles.functions import function_name
from gis_core.tiles.registry import Layer, find_layer

SIZE = 1_000_000
SECONDS = 4
#: The machine is shared: each is measured so many times in turn, and the best of each counts.
ROUNDS = 4
LAYERS = "connections,pipes"
LEAST_RATIO, LEAST_PEER_RATIO, LEAST_CACHED_RATIO = 0.6, 3.0, 0.6
MOST_FAR_KB, MOST_KB = 300.0, 500.0
FAR = 13
#: So many tiles of a zoom are weighed, the middle of the town first: it is the densest.
WEIGHED = 400


def measure(size: int) -> Iterator[Row]:
    """Yield the rows: tiles a second and kilobytes."""
    tell(f"tiles: a town of {size} pipes and {size // 2} connections")
    technician = build_town(size)
    functions = [function_name(layer) for layer in _layers()]
    yield from _measure_sizes(size, functions)
    tiles = list_tiles()
    paths = [f"/tiles/{LAYERS}/{z}/{x}/{y}.mvt" for z, x, y in tiles]
    port, empty_port, bare_port = free_port(), free_port(), free_port()
    fresh, limits, cached, empty = [], [], [], []
    with (
        session_of(technician) as cookie,
        serving(our_command(port), port, "/health/", environment_of("gis_core.settings")) as address,
        serving(
            our_command(empty_port), empty_port, "/nothing/", environment_of("bench.tiles_empty")
        ) as empty_address,
        serving(
            our_command(bare_port, "bench.tiles_bare_wsgi:application"),
            bare_port,
            "/nothing/",
            environment_of("bench.tiles_bare"),
        ) as bare_address,
    ):
        ask(address, paths, seconds=2, cookie=cookie)
        for turn in range(ROUNDS):
            limits.append(_ask_database(functions, len(tiles)))
            with _forgetting():
                fresh.append(ask(address, paths, seconds=SECONDS, cookie=cookie))
            ask(address, paths[:1000], seconds=SECONDS, cookie=cookie)
            cached.append(ask(address, paths[:1000], seconds=SECONDS, cookie=cookie))
            empty.append(ask(empty_address, ["/nothing/"], seconds=SECONDS))
            bare = ask(bare_address, ["/nothing/"], seconds=SECONDS)
            tell(
                f"  turn {turn + 1}: made {fresh[-1]:.0f} of {limits[-1]:.0f}/s,"
                f" kept {cached[-1]:.0f} of {empty[-1]:.0f}/s (of {bare:.0f}/s past all middleware)"
            )
    with tipg_serving() as address:
        ask(address, peer_paths(tiles), seconds=2)
        peer = max(ask(address, peer_paths(tiles), seconds=SECONDS) / 2 for _ in range(2))
    ratio, peer_ratio = max(fresh) / max(limits), max(fresh) / peer
    yield Row(
        "tiles", size, max(fresh), max(limits), ratio, peer, peer_ratio, "tiles/s",
        ratio >= LEAST_RATIO and peer_ratio >= LEAST_PEER_RATIO,
    )  # fmt: skip
    ratio = max(cached) / max(empty)
    yield Row(
        "tiles-cached",
        size,
        max(cached),
        max(empty),
        ratio,
        None,
        None,
        "tiles/s",
        ratio >= LEAST_CACHED_RATIO,
    )


def _layers() -> list[Layer]:
    found = [find_layer(name) for name in LAYERS.split(",")]
    return [layer for layer in found if layer is not None]


@contextmanager
def _forgetting() -> Iterator[None]:
    """Empty the cache over and over, oftener than any tile is asked for twice."""
    over = Event()

    def forget() -> None:
        with psycopg.connect(f"postgresql://{database_address()}", autocommit=True) as own:
            while True:
                own.execute("TRUNCATE gis_core_tilecache")
                if over.wait(0.4):
                    return

    with ThreadPoolExecutor(1) as pool:
        task = pool.submit(forget)
        try:
            yield
        finally:
            over.set()
        task.result()


def _ask_database(functions: list[str], tiles: int) -> float:
    """Let pgbench call the layers' functions for the same tiles; return tiles a second."""
    calls = ", ".join(f"{name}(z, x, y)" for name in functions)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "tiles.sql"
        script.write_text(f"\\set i random(1, {tiles})\nSELECT {calls} FROM bench_tile WHERE i = :i;\n")
        told = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "1", "-T", str(SECONDS), "-f", str(script),
             f"postgresql://{database_address()}"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", told)
    if found is None:
        raise RuntimeError(told)
    return float(found[1])


_WEIGH = """
WITH town AS (
    SELECT ST_Extent(geom_3857)::box2d AS b, ST_Centroid(ST_Extent(geom_3857)::geometry) AS c FROM network_pipe
),
every AS (
    SELECT z, x, y, row_number() OVER (
        PARTITION BY z ORDER BY ST_Distance(ST_Centroid(ST_TileEnvelope(z, x, y)), ST_SetSRID(c, 3857))) AS near
    FROM town
    CROSS JOIN generate_series(8, 17) AS z
    CROSS JOIN LATERAL (SELECT 40075016.685578488 / (1 << z) AS s) AS size
    CROSS JOIN LATERAL generate_series(
        floor((ST_XMin(b) + 20037508.342789244) / s)::int, floor((ST_XMax(b) + 20037508.342789244) / s)::int) AS x
    CROSS JOIN LATERAL generate_series(
        floor((20037508.342789244 - ST_YMax(b)) / s)::int, floor((20037508.342789244 - ST_YMin(b)) / s)::int) AS y
)
SELECT z, max({weight}) / 1000.0 FROM every WHERE near <= %s GROUP BY z ORDER BY z
"""


def _measure_sizes(size: int, functions: list[str]) -> Iterator[Row]:
    """Weigh tiles of all zooms; yield the heaviest of the far ones and of all."""
    weight = " + ".join(f"coalesce(length({name}(z, x, y)), 0)" for name in functions)
    with connection.cursor() as cursor:
        cursor.execute(_WEIGH.format(weight=weight), [WEIGHED])
        heaviest = {zoom: float(kilobytes) for zoom, kilobytes in cursor.fetchall()}
    tell("  kB of the heaviest tile: " + ", ".join(f"z{zoom} {most:.0f}" for zoom, most in heaviest.items()))
    far = max(most for zoom, most in heaviest.items() if zoom <= FAR)
    yield Row(
        "tiles-size-far", size, far, MOST_FAR_KB, far / MOST_FAR_KB, None, None, "kB", far <= MOST_FAR_KB
    )
    most = max(heaviest.values())
    yield Row("tiles-size", size, most, MOST_KB, most / MOST_KB, None, None, "kB", most <= MOST_KB)
