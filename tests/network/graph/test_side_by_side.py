"""Several threads of a process ask at once: none waits for another's walk, and each has the answer of one moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from network.choices import ValveState
from network.models import ShutoffValve
from network.selectors.graph import count_loads, current_graph
from tests.factories.network import make_node, make_pipe, make_shutoff
from tests.network.graph.pictures import Picture, afresh, now, picture
from tests.world import TownNetwork, build_network


@pytest.fixture
def town(committed_db: None) -> TownNetwork:
    return build_network()


def ask() -> Picture:
    """Return the network as another thread has it."""
    try:
        return now()
    finally:
        connection.close()


def test_a_long_walk_keeps_nobody_waiting_and_ends_with_the_network_it_began_with(town: TownNetwork) -> None:
    make_shutoff("V1", town.pipes["p3"])
    begun, enough = Event(), Event()

    def walk() -> tuple[Picture, Picture]:
        try:
            with current_graph() as graph:
                first = picture(graph)
                begun.set()
                assert enough.wait(60)
                return first, picture(graph)
        finally:
            connection.close()

    before = now()
    loads = count_loads()
    with ThreadPoolExecutor(2) as pool:
        walked = pool.submit(walk)
        try:
            assert begun.wait(60)
            assert pool.submit(ask).result(timeout=20) == before
            ShutoffValve.objects.update(state=ValveState.CLOSED)
            make_pipe("p11", town.nodes["n6"], make_node(town.system, "n10", 600, 200))
            town.pipes["p10"].delete()
            # The walk has not ended, and whoever asks has the change.
            after = pool.submit(ask).result(timeout=20)
            assert after == afresh() != before
            with transaction.atomic():
                make_shutoff("V2", town.pipes["p4"])
                assert pool.submit(ask).result(timeout=20) == after
        finally:
            enough.set()
        assert walked.result(timeout=20) == (before, before)
    assert now() == afresh()
    assert count_loads() == loads


def test_who_has_written_sees_it_alone_while_others_walk(town: TownNetwork) -> None:
    make_shutoff("V1", town.pipes["p3"])
    before = now()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        ShutoffValve.objects.update(state=ValveState.CLOSED)
        with current_graph() as graph:
            assert picture(graph) == afresh() != before
            assert pool.submit(ask).result(timeout=20) == before
        transaction.set_rollback(True)
    assert now() == before


def test_every_answer_is_of_one_committed_moment(town: TownNetwork) -> None:
    """Two valves are turned by one transaction, over and over: nobody ever sees one turned and the other not."""
    valves = [make_shutoff("V1", town.pipes["p3"]).pk, make_shutoff("V2", town.pipes["p4"]).pk]
    over = Event()

    def ask_on() -> list[tuple[int, ...]]:
        seen: list[tuple[int, ...]] = []
        try:
            while not over.is_set():
                with current_graph() as graph:
                    ends = [graph.end_of(valve) for valve in valves]
                    picture(graph)
                    seen.append(tuple(graph.graph.gates[end] for end in ends if end is not None))
        finally:
            connection.close()
        return seen

    loads = count_loads()
    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask_on) for _number in range(3)]
        try:
            for turn in range(60):
                state = ValveState.OPEN if turn % 2 else ValveState.CLOSED
                with transaction.atomic():
                    for valve in valves:
                        ShutoffValve.objects.filter(pk=valve).update(state=state)
                assert now() == afresh()
        finally:
            over.set()
        seen = [gates for one in asking for gates in one.result(timeout=20)]
    assert {gates[0] for gates in seen} == {gates[1] for gates in seen}
    assert all(first == second for first, second in seen)
    assert count_loads() <= loads + 1
