"""What the database refuses of the network, whoever writes."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from network.choices import Lifecycle, ValveState
from network.models import Node, Pipe, ShutoffValve
from tests.factories.network import line, make_node, make_shutoff, make_system, point
from tests.world import build_network

pytestmark = pytest.mark.django_db


def _refused(expected: str) -> pytest.RaisesExc[DatabaseError]:
    def is_expected(error: DatabaseError) -> bool:
        cause = error.__cause__
        return isinstance(cause, psycopg.Error) and cause.diag.constraint_name == expected

    return pytest.RaisesExc(DatabaseError, check=is_expected)


def test_a_pipe_may_not_leave_its_node() -> None:
    town = build_network()
    with _refused("link_ends_on_nodes"), transaction.atomic():
        Pipe.objects.filter(pk=town.pipes["p3"].pk).update(geom=line((0, 200), (199, 200)))


def test_a_node_may_not_leave_its_pipes_but_may_move_with_them() -> None:
    town = build_network()
    node = town.nodes["n8"]
    with _refused("link_ends_on_nodes"), transaction.atomic():
        Node.objects.filter(pk=node.pk).update(geom=point(201, 100))
    ends = Pipe.objects.filter(start_node=node).count() + Pipe.objects.filter(end_node=node).count()
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH moved AS (UPDATE network_node SET geom = ST_Translate(geom, 1, 0) WHERE id = %(id)s "
            "RETURNING id, geom) "
            "UPDATE network_pipe AS p SET geom = CASE WHEN p.start_node_id = m.id "
            "THEN ST_SetPoint(p.geom, 0, m.geom) ELSE ST_SetPoint(p.geom, -1, m.geom) END "
            "FROM moved AS m WHERE m.id IN (p.start_node_id, p.end_node_id)",
            {"id": node.pk},
        )
        assert cursor.rowcount == ends


def test_nothing_in_service_hangs_on_what_is_abandoned() -> None:
    town = build_network()
    with _refused("link_lives_with_its_nodes"), transaction.atomic():
        Node.objects.filter(pk=town.nodes["n5"].pk).update(lifecycle=Lifecycle.ABANDONED)
    Pipe.objects.filter(pk=town.pipes["p3"].pk).update(lifecycle=Lifecycle.ABANDONED)


def test_a_pipe_joins_nodes_of_its_own_system() -> None:
    town = build_network()
    pipe = town.pipes["p3"]
    stranger = make_node(make_system("other"), "x", 200, 200)
    with _refused("link_in_one_system"), transaction.atomic():
        Pipe.objects.filter(pk=pipe.pk).update(end_node=stranger)


def test_a_valve_lies_on_its_pipe_and_moves_with_it() -> None:
    town = build_network()
    pipe = town.pipes["p3"]  # from (0,200) to (200,200)
    valve = make_shutoff("v1", pipe, at_end=True, offset_m=5, state=ValveState.CLOSED)
    assert valve.geom.distance(point(195, 200)) < 0.001
    Pipe.objects.filter(pk=pipe.pk).update(geom=line((0, 200), (190, 190), (200, 190), (200, 200)))
    assert ShutoffValve.objects.get(pk=valve.pk).geom.distance(point(200, 195)) < 0.001


def test_every_write_makes_a_new_version() -> None:
    town = build_network()
    pipe = town.pipes["p3"]
    assert Pipe.objects.get(pk=pipe.pk).version == 1
    Pipe.objects.filter(pk=pipe.pk).update(remarks="x", version=1)
    assert Pipe.objects.get(pk=pipe.pk).version == 2


def test_changes_are_told_with_their_transaction() -> None:
    town = build_network()
    pipe = town.pipes["p3"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM network_change")
        Pipe.objects.filter(pk=pipe.pk).update(status="closed")
        cursor.execute("SELECT kind, object_id, xid = pg_current_xact_id() FROM network_change")
        assert cursor.fetchall() == [("pipe", pipe.pk, True)]
