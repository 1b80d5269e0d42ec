"""Doctor's look at the topology: every line begins and ends where its nodes lie."""

import pytest
from django.db import connection

from network.models import Pipe
from network.selectors.health import check_topology
from tests.factories.network import line
from tests.world import build_network

pytestmark = pytest.mark.django_db


def test_the_town_is_whole() -> None:
    build_network()
    result = check_topology()
    assert result.ok
    assert result.detail.startswith("12 ")


def test_pipes_that_stop_short_of_their_nodes_are_named() -> None:
    town = build_network()
    # p3 runs from n4 (0,200) to n5 (200,200); p9 from n7 (200,180) to n8 (200,100).
    with connection.cursor() as cursor:  # as a restored dump or a superuser might
        cursor.execute("SET LOCAL session_replication_role = replica")
    Pipe.objects.filter(pk=town.pipes["p3"].pk).update(geom=line((0, 200), (199, 200)))
    Pipe.objects.filter(pk=town.pipes["p9"].pk).update(geom=line((200, 179.5), (200, 100)))
    result = check_topology()
    assert not result.ok
    assert result.detail.startswith("2 ")
    assert result.detail.endswith("p3, p9")
    assert result.remedy


def test_a_difference_by_rounding_is_no_fault() -> None:
    town = build_network()
    Pipe.objects.filter(pk=town.pipes["p3"].pk).update(geom=line((0, 200), (200.0005, 200)))
    assert check_topology().ok
