"""A tile asked for after an edit's commit shows the edit, whoever fills the cache meanwhile."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import mapbox_vector_tile
import pytest
from django.contrib.gis.db.backends.postgis.base import DatabaseWrapper
from django.db import connection, connections

from gis_core.tiles.registry import find_layer
from gis_core.tiles.store import get_tile
from network.models import Pipe
from tests.gis_core.tiles.places import tile_at
from tests.world import build_network

#: The tiles that fillers ask for: the nearer zooms, where pipes have their codes. p1 and p6 lie in each of them.
PLACES = [tile_at(200, 250, zoom) for zoom in (14, 15, 16)]


def codes_at(place: tuple[int, int, int]) -> set[str]:
    layer = find_layer("pipes")
    assert layer is not None
    body = get_tile([layer], *place).body
    assert body is not None
    return {feature["properties"]["code"] for feature in mapbox_vector_tile.decode(body)["pipes"]["features"]}


def fill(over: Event, seed: int) -> None:
    """Ask for tiles until told to end."""
    chance = random.Random(seed)
    try:
        while not over.is_set():
            codes_at(chance.choice(PLACES))
    finally:
        connection.close()


def write(pk: int, edits: int, seed: int) -> int:
    """Rename a pipe over and over; return how often a tile asked for afterwards did not know."""
    chance = random.Random(seed)
    stale = 0
    try:
        for turn in range(edits):
            code = f"w{pk}-{turn}"
            Pipe.objects.filter(pk=pk).update(code=code)
            stale += code not in codes_at(chance.choice(PLACES))
    finally:
        connection.close()
    return stale


def count_stale(*, edits: int, fillers: int) -> int:
    """Let two writers share the edits while fillers fill; return how many edits were missing after commit."""
    town = build_network()
    over = Event()
    with ThreadPoolExecutor(fillers + 2) as pool:
        filling = [pool.submit(fill, over, seed) for seed in range(fillers)]
        writing = [pool.submit(write, town.pipes[code].pk, edits // 2, 7) for code in ("p1", "p6")]
        try:
            stale = sum(task.result() for task in writing)
        finally:
            over.set()
        for task in filling:
            task.result()
    return stale


@pytest.mark.usefixtures("committed_db")
def test_no_tile_is_stale_after_commit() -> None:
    assert count_stale(edits=200, fillers=4) == 0


def _close_pool() -> None:
    here = connections["default"]
    assert isinstance(here, DatabaseWrapper)
    here.close_pool()


@pytest.fixture
def wide_pool(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let ten threads and the test hold a connection each."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"]["pool"], "max_size", 12)
    connection.close()
    _close_pool()
    yield
    connection.close()
    _close_pool()


@pytest.mark.soak
@pytest.mark.usefixtures("wide_pool")
def test_no_tile_is_stale_in_ten_thousand_edits() -> None:
    assert count_stale(edits=10_000, fillers=8) == 0
