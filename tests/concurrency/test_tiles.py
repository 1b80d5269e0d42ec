"""A tile asked for after an edit's commit shows the edit, whoever fills the cache meanwhile."""

from __future__ import annotations

import random
from threading import Event, Lock, Thread

import mapbox_vector_tile
import pytest
from django.db import connection, transaction

from gis_core.tiles.registry import find_layer
from gis_core.tiles.store import get_tile
from network.models import Pipe
from tests.gis_core.tiles.places import tile_at
from tests.world import build_network

#: The tiles that fillers ask for: the town from afar and from near.
PLACES = [tile_at(200, 250, zoom) for zoom in (13, 14, 15, 16)]


def codes_at(place: tuple[int, int, int]) -> set[str]:
    layer = find_layer("pipes")
    assert layer is not None
    body = get_tile([layer], *place).body
    assert body is not None
    tile = mapbox_vector_tile.decode(body)
    return {feature["properties"]["code"] for feature in tile["pipes"]["features"]}


def count_stale(*, edits: int, writers: int, fillers: int, seed: int) -> int:
    """Let writers rename a pipe each, over and over, while fillers fill; return how many saw their edit missing."""
    town = build_network()
    over, counting = Event(), Lock()
    stale = 0
    failures: list[Exception] = []

    def fill(number: int) -> None:
        chance = random.Random(seed + number)
        try:
            while not over.is_set():
                codes_at(chance.choice(PLACES))
        except Exception as error:  # reported by the caller: a thread's failure is otherwise silent
            failures.append(error)
        finally:
            connection.close()

    def write(number: int, pk: int) -> None:
        nonlocal stale
        chance = random.Random(seed - number)
        try:
            for turn in range(edits // writers):
                code = f"w{number}-{turn}"
                with transaction.atomic():
                    Pipe.objects.filter(pk=pk).update(code=code)
                if code not in codes_at(chance.choice(PLACES)):
                    with counting:
                        stale += 1
        except Exception as error:  # as above
            failures.append(error)
        finally:
            connection.close()

    filling = [Thread(target=fill, args=(number,)) for number in range(fillers)]
    # Both pipes begin at n2 and lie in every one of the tiles.
    writing = [Thread(target=write, args=(n + 1, town.pipes[("p1", "p6")[n % 2]].pk)) for n in range(writers)]
    for thread in (*filling, *writing):
        thread.start()
    for thread in writing:
        thread.join()
    over.set()
    for thread in filling:
        thread.join()
    assert failures == []
    return stale


def test_no_tile_is_stale_after_commit(committed_db: None) -> None:
    assert count_stale(edits=200, writers=2, fillers=4, seed=7) == 0


@pytest.mark.soak
def test_no_tile_is_stale_in_ten_thousand_edits(committed_db: None) -> None:
    assert count_stale(edits=10_000, writers=2, fillers=8, seed=8) == 0
