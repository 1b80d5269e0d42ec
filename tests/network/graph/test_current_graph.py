"""The graph in memory says what the database says, whoever changed it, and forgets what was not committed."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from network.choices import Lifecycle, LinkStatus, NodeKind, ValveCondition, ValveState
from network.domain.graph import Flow, Gate
from network.domain.keyed_graph import PIPE
from network.models import Node, Pipe, ShutoffValve
from network.selectors.graph import count_loads, current_graph
from tests.factories.network import make_node, make_pipe, make_shutoff
from tests.network.graph.pictures import afresh, now
from tests.world import TownNetwork, build_network


def gate_of(valve: ShutoffValve) -> int:
    with current_graph() as graph:
        end = graph.end_of(valve.pk)
        assert end is not None
        return graph.graph.gates[end]


@pytest.fixture
def town(committed_db: None) -> TownNetwork:
    return build_network()


def test_what_is_committed_is_there_without_loading_again(town: TownNetwork) -> None:
    valve = make_shutoff("V1", town.pipes["p3"], at_end=True)
    assert gate_of(valve) == Gate.WORKING
    loads = count_loads()
    ShutoffValve.objects.update(state=ValveState.CLOSED)
    assert gate_of(valve) == Gate.CLOSED
    ShutoffValve.objects.update(state=ValveState.THROTTLED, condition=ValveCondition.BURIED)
    assert gate_of(valve) == Gate.STUCK
    ShutoffValve.objects.update(lifecycle=Lifecycle.ABANDONED)
    assert gate_of(valve) == Gate.FREE
    node = make_node(town.system, "n10", 600, 200, kind=NodeKind.WELL)
    pipe = make_pipe("p11", town.nodes["n6"], node)
    make_shutoff("V2", pipe)
    Pipe.objects.filter(code="p4").update(status=LinkStatus.CLOSED)
    ShutoffValve.objects.filter(pk=valve.pk).update(pipe=pipe)
    Pipe.objects.filter(code="p10").delete()
    Node.objects.filter(code="n9").delete()
    assert now() == afresh()
    assert count_loads() == loads


def test_a_transaction_sees_its_own_changes_and_nobody_else_does_before_its_commit(town: TownNetwork) -> None:
    valve = make_shutoff("V1", town.pipes["p3"])
    before = now()
    with transaction.atomic():
        ShutoffValve.objects.update(state=ValveState.CLOSED)
        make_pipe("p11", town.nodes["n6"], make_node(town.system, "n10", 600, 200))
        town.pipes["p10"].delete()
        assert gate_of(valve) == Gate.CLOSED
        assert now() == afresh() != before
        transaction.set_rollback(True)
    assert now() == before == afresh()
    with transaction.atomic():
        ShutoffValve.objects.update(state=ValveState.CLOSED)
        assert gate_of(valve) == Gate.CLOSED
    assert gate_of(valve) == Gate.CLOSED
    assert now() == afresh()


def test_a_question_between_a_foreign_write_and_an_edit_of_the_same_transaction_misses_nothing(
    town: TownNetwork,
) -> None:
    valve = make_shutoff("V1", town.pipes["p3"])
    with transaction.atomic():
        town.zones["all"].save()  # the transaction has its number now, and the graph has seen it
        assert gate_of(valve) == Gate.WORKING
        ShutoffValve.objects.update(state=ValveState.CLOSED)
    assert gate_of(valve) == Gate.CLOSED


def test_a_savepoint_that_is_taken_back_leaves_nothing(town: TownNetwork) -> None:
    valve = make_shutoff("V1", town.pipes["p3"])
    with transaction.atomic():
        with transaction.atomic():
            ShutoffValve.objects.update(state=ValveState.CLOSED)
            assert gate_of(valve) == Gate.CLOSED
            transaction.set_rollback(True)
        assert gate_of(valve) == Gate.WORKING
    assert gate_of(valve) == Gate.WORKING


def test_an_older_moment_is_answered_as_it_was(town: TownNetwork) -> None:
    valve = make_shutoff("V1", town.pipes["p3"])
    other = connection.copy()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert gate_of(valve) == Gate.WORKING
        with other.cursor() as cursor:
            cursor.execute("UPDATE network_shutoffvalve SET state = 'closed'")
        other.close()
        assert gate_of(valve) == Gate.WORKING
    assert gate_of(valve) == Gate.CLOSED


def test_a_great_change_loads_anew(town: TownNetwork) -> None:
    now()
    loads = count_loads()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO network_change (kind, object_id) VALUES ('all', 0)")
    assert now() == afresh()
    assert count_loads() == loads + 1


@pytest.mark.django_db
def test_flows_and_sources_are_what_the_rows_mean() -> None:
    town = build_network()
    Pipe.objects.filter(code="p1").update(has_check_valve=True)
    Pipe.objects.filter(code="p2").update(lifecycle=Lifecycle.ABANDONED)
    with current_graph() as graph:
        flows = {
            code: graph.graph.flows[graph.link(PIPE, town.pipes[code].pk) or 0] for code in ("p1", "p2", "p3")
        }
        sources = set(graph.node_ids(graph.graph.sources))
    assert flows == {"p1": Flow.FORWARD, "p2": Flow.NONE, "p3": Flow.BOTH}
    assert sources == {town.nodes["R1"].pk, town.nodes["T1"].pk}
