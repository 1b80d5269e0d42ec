"""tipg on the same tables, in a virtual environment of its own: it is no part of the product."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from bench.tiles_serve import ROOT, free_port, serving

#: The versions that were measured.
_PACKAGES = ("tipg==1.6.1", "uvicorn==0.54.0", "uvloop", "httptools")
_HOME = ROOT / ".local" / "bench-peers" / "tipg"
_PATH = (
    "/collections/public.{table}/tiles/WebMercatorQuad/{z}/{x}/{y}?geom-column=geom_3857&properties={columns}"
)


def _uv() -> str:
    own = ROOT / ".local" / "bootstrap" / "bin" / "uv"
    return str(own) if own.exists() else "uv"


def _install() -> Path:
    """Return the peer's uvicorn, installed at the first time."""
    program = _HOME / "bin" / "uvicorn"
    if not program.exists():
        subprocess.run(
            [_uv(), "venv", "--quiet", "--clear", "--python", sys.executable, str(_HOME)], check=True
        )
        subprocess.run(
            [_uv(), "pip", "install", "--quiet", "--python", str(_HOME / "bin" / "python"), *_PACKAGES],
            check=True,
        )
    return program


@contextmanager
def tipg_serving() -> Iterator[str]:
    """Run tipg with two workers on the benchmark's database; yield its address."""
    given, port = connection.settings_dict, free_port()
    address = (
        f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    )
    environment = {
        "DATABASE_URL": address,
        "DB_MIN_CONN_SIZE": "4",
        "TIPG_DB_TABLES": '["public.network_pipe", "public.meters_connection"]',
        "TIPG_DB_SPATIAL_EXTENT": "false",
        "TIPG_DB_DATETIME_EXTENT": "false",
        "TIPG_MAX_FEATURES_PER_TILE": "20000",
        "TIPG_CATALOG_TTL": "100000",
    }
    command = [str(_install()), "tipg.main:app", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
               "--log-level", "warning", "--no-access-log"]  # fmt: skip
    with serving(command, port, "/healthz", environment) as running:
        yield running


def peer_paths(tiles: Sequence[tuple[int, int, int]]) -> list[str]:
    """Return the addresses of the tiles: tipg answers for one table at a time, so each tile is two."""
    wanted = (("network_pipe", "code,diameter_mm,status"), ("meters_connection", "supply_number,status,use"))
    return [
        _PATH.format(table=table, columns=columns, z=z, x=x, y=y)
        for z, x, y in tiles
        for table, columns in wanted
    ]
