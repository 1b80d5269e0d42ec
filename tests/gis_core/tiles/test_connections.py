"""What the way to a tile does with the pool's connections: gives them back, and takes none whose server has gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.contrib.gis.db.backends.postgis.base import DatabaseWrapper
from django.db import connection, connections

from gis_core.models import User
from gis_core.tiles import functions, sets
from gis_core.tiles.statements import fetch_row
from gis_core.tiles.views import tiles_first
from tests.gis_core.tiles.places import tile_at
from tests.world import build_network

pytestmark = pytest.mark.usefixtures("committed_db")
STREETS = "/tiles/streets/{}/{}/{}.mvt".format(*tile_at(200, 250, 15))


def site(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("418 Site", [])
    return [b""]


def ask() -> str:
    told: list[str] = []
    environ = {"PATH_INFO": STREETS, "REQUEST_METHOD": "GET"}
    tiles_first(site)(environ, lambda status, _headers: told.append(status))
    return told[0]


def restart_the_server() -> None:
    """End every conversation, as a restart does, after six have come to lie idle in the pool."""
    here = connections["default"]
    assert isinstance(here, DatabaseWrapper)
    here.close()
    here.pool.open()
    idle = [here.pool.getconn() for _ in range(6)]
    for each in idle:
        here.pool.putconn(each)
    names = {"dbname", "user", "password", "host", "port"}
    others = {name: value for name, value in here.get_connection_params().items() if name in names}
    with psycopg.connect(**others) as one:
        one.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_who_asks_for_the_first_tile_of_a_set_gives_the_connection_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build_network()
    monkeypatch.setattr(sets, "_there", {})
    monkeypatch.setattr(functions, "_installed", set())
    with ThreadPoolExecutor(1) as worker:
        status, held = worker.submit(lambda: (ask(), connection.connection)).result()
    assert (status, held) == ("200 OK", None)


def test_tiles_go_on_after_a_restart_of_the_server() -> None:
    build_network()
    assert ask() == "200 OK"
    restart_the_server()
    assert [ask() for _ in range(7)] == ["200 OK"] * 7
    assert fetch_row("SELECT $1::text", ("well",)) == [b"well"]


def test_pages_go_on_after_a_restart_of_the_server() -> None:
    restart_the_server()
    for _ in range(7):
        assert User.objects.count() == 0
        connection.close()
