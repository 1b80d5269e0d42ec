"""Pipes joined, turned round and brought to other nodes."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from network.choices import Medium, NodeKind, PipeKind
from network.errors import EditRefused
from network.models import Node, Pipe, ServiceLine, ShutoffValve
from network.services.joining import join_pipes, reconnect_end, reverse_pipe
from network.services.nodes import merge_nodes, move_node
from tests.factories.network import line, make_node, make_pipe, make_shutoff, make_system, point
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


def refused(code: str) -> pytest.RaisesExc[EditRefused]:
    return pytest.RaisesExc(EditRefused, check=lambda error: error.code == code)


def service_on(town: TownNetwork, pipe: str, fraction: float) -> ServiceLine:
    place = town.pipes[pipe].geom.interpolate_normalized(fraction)
    x, y = place.x - point(0, 0).x, place.y - point(0, 0).y
    return ServiceLine.objects.create(
        system=town.system, code=f"s-{pipe}", pipe=town.pipes[pipe], pipe_fraction=fraction,
        geom=line((x, y), (x + 5, y + 5)),
    )  # fmt: skip


def test_two_pipes_at_a_plain_node_become_one() -> None:
    town = build_network()
    service = service_on(town, "p10", 0.5)
    valve = make_shutoff("v7", town.pipes["p10"], at_end=True, offset_m=3)
    outcome = join_pipes(actor=None, node=town.nodes["n8"], keep=town.pipes["p9"])
    pipe = Pipe.objects.get(pk=outcome.main_id)
    assert (pipe.code, pipe.start_node.code, pipe.end_node.code, int(pipe.diameter_mm)) == (
        "p9",
        "n7",
        "n9",
        90,
    )
    assert pipe.geom.coords == line((200, 180), (200, 100), (400, 100)).coords
    service.refresh_from_db()
    assert service.pipe == pipe
    assert service.pipe_fraction == pytest.approx(180 / 280)
    valve.refresh_from_db()
    assert (valve.pipe, valve.at_end, valve.geom.coords) == (pipe, True, point(397, 100).coords)
    assert not Node.objects.filter(code="n8").exists()
    assert not Pipe.objects.filter(code="p10").exists()


def test_pipes_that_differ_are_joined_only_when_one_is_chosen() -> None:
    town = build_network()
    with refused("attributes_differ") as caught:
        join_pipes(actor=None, node=town.nodes["n8"])
    assert "p9" in str(caught.value)
    assert Pipe.objects.count() == 10


def test_a_joint_with_a_valve_or_three_pipes_or_a_hydrant_stays() -> None:
    town = build_network()
    with refused("not_two_pipes"):
        join_pipes(actor=None, node=town.nodes["n2"])
    valve = make_shutoff("v7", town.pipes["p9"], at_end=True)
    with refused("valve_at_node"):
        join_pipes(actor=None, node=town.nodes["n8"], keep=town.pipes["p9"])
    valve.delete()
    Node.objects.filter(code="n8").update(kind=NodeKind.HYDRANT)
    with refused("not_plain"):
        join_pipes(actor=None, node=town.nodes["n8"], keep=town.pipes["p9"])


def test_pipes_that_run_against_each_other_are_joined() -> None:
    town = build_network()
    service = service_on(town, "p7", 0.25)
    outcome = join_pipes(actor=None, node=town.nodes["n6"], keep=town.pipes["p4"])
    pipe = Pipe.objects.get(pk=outcome.main_id)
    assert (pipe.start_node.code, pipe.end_node.code) == ("n5", "n3")
    service.refresh_from_db()
    assert service.pipe_fraction == pytest.approx((200 + 75) / 300)
    assert pipe.geom.interpolate_normalized(service.pipe_fraction).coords == pytest.approx(
        point(400, 275).coords
    )


def test_a_pipe_is_turned_round_with_what_stands_on_it() -> None:
    town = build_network()
    p3, service = town.pipes["p3"], service_on(town, "p3", 0.25)
    start, end = make_shutoff("v7", p3, offset_m=2), make_shutoff("v8", p3, at_end=True, offset_m=3)
    reverse_pipe(actor=None, pipe=p3, version=1)
    p3.refresh_from_db()
    assert (p3.start_node.code, p3.end_node.code, p3.geom.coords) == (
        "n5",
        "n4",
        line((200, 200), (0, 200)).coords,
    )
    service.refresh_from_db()
    assert service.pipe_fraction == 0.75
    places = [
        (v.at_end, v.geom.coords)
        for v in ShutoffValve.objects.filter(pk__in=[start.pk, end.pk]).order_by("pk")
    ]
    assert places == [(True, point(2, 200).coords), (False, point(197, 200).coords)]


def test_a_sewer_turned_uphill_is_a_warning_with_the_rise() -> None:
    town = build_network()
    town.system.medium = Medium.SEWER
    town.system.save()
    Pipe.objects.filter(code="p3").update(kind=PipeKind.GRAVITY_SEWER, start_invert_m=8, end_invert_m=7.5)
    with override("en"):
        (warning,) = reverse_pipe(actor=None, pipe=town.pipes["p3"]).warnings
    assert (warning.code, warning.figure) == ("uphill", 0.5)
    assert warning.sentence == "The sewer p3 runs uphill: its end lies 0.50 m above its start."


def test_an_end_is_brought_to_another_node() -> None:
    town = build_network()
    reconnect_end(actor=None, pipe=town.pipes["p10"], at_end=True, node=town.nodes["n6"], version=1)
    pipe = Pipe.objects.get(code="p10")
    assert (pipe.end_node.code, pipe.geom.coords) == ("n6", line((200, 100), (400, 200)).coords)
    with refused("pipe_two_nodes"):
        reconnect_end(actor=None, pipe=pipe, at_end=True, node=town.nodes["n8"])
    with refused("link_in_one_system"):
        stranger = make_node(make_system("other", "Άλλη"), "x", 300, 100)
        reconnect_end(actor=None, pipe=pipe, at_end=True, node=stranger)


def test_a_node_moves_with_its_pipes_valves_and_service_lines() -> None:
    town = build_network()
    service = service_on(town, "p10", 0.5)
    valve = make_shutoff("v7", town.pipes["p9"], at_end=True)
    move_node(actor=None, node=town.nodes["n8"], point=point(210, 90), version=1)
    assert Pipe.objects.get(code="p9").geom.coords == line((200, 180), (210, 90)).coords
    assert Pipe.objects.get(code="p10").geom.coords == line((210, 90), (400, 100)).coords
    valve.refresh_from_db()
    assert valve.geom.coords == point(210, 90).coords
    service.refresh_from_db()
    assert service.geom.coords[0] == pytest.approx(point(305, 95).coords)


def test_two_nodes_become_one_and_the_pipe_between_goes() -> None:
    town = build_network()
    close = make_node(town.system, "n9b", 400.03, 100)
    make_pipe("tiny", town.nodes["n9"], close)
    make_pipe("p11", close, town.nodes["n6"])
    merge_nodes(actor=None, keep=town.nodes["n9"], gone=close)
    assert not Pipe.objects.filter(code="tiny").exists()
    p11 = Pipe.objects.get(code="p11")
    assert (p11.start_node.code, p11.geom.coords[0]) == ("n9", point(400, 100).coords)


def test_a_hydrant_and_a_tank_are_not_one() -> None:
    town = build_network()
    hydrant = make_node(town.system, "h1", 200, 450.02, kind=NodeKind.HYDRANT)
    with refused("two_kinds"):
        merge_nodes(actor=None, keep=town.nodes["T1"], gone=hydrant)
    merge_nodes(actor=None, keep=town.nodes["n9"], gone=hydrant)
    town.nodes["n9"].refresh_from_db()
    assert town.nodes["n9"].kind == NodeKind.HYDRANT


def test_a_junction_that_becomes_a_tank_stands_as_high_as_the_tank() -> None:
    """The height of a source is its water's: the junction's ground under it would be another pressure."""
    town = build_network()
    tank = make_node(town.system, "T2", 400.02, 100, kind=NodeKind.TANK, elevation_m="85")
    Node.objects.filter(pk=tank.pk).update(tank_level_m=2, tank_max_level_m=4)
    merge_nodes(actor=None, keep=town.nodes["n9"], gone=tank)
    kept = Node.objects.get(code="n9")
    assert (kept.kind, kept.elevation_m, kept.tank_level_m) == (NodeKind.TANK, Decimal(85), Decimal(2))


def test_sewers_that_run_against_each_other_are_not_joined() -> None:
    """A sewer runs from its start to its end: one of the two would run backwards in every trace."""
    town = build_network()
    town.system.medium = Medium.SEWER
    town.system.save()
    Pipe.objects.filter(code__in=["p4", "p7", "p9", "p10"]).update(kind=PipeKind.GRAVITY_SEWER)
    with refused("directions_differ"):
        join_pipes(actor=None, node=town.nodes["n6"], keep=town.pipes["p4"])
    join_pipes(actor=None, node=town.nodes["n8"], keep=town.pipes["p9"])
    assert Pipe.objects.get(code="p9").end_node.code == "n9"
