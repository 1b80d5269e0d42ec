"""Cutting pipes: what stands on them stays where it is."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from gis_core.choices import Role
from gis_core.models import User
from network.choices import Medium, NodeKind, PipeKind, ValveKind
from network.errors import EditRefused, StaleEditError
from network.models import NetworkEdit, Node, Pipe, ServiceLine, ShutoffValve, Valve, ZoneInlet
from network.services.attributes import change_attributes
from network.services.splitting import insert_link, split_at_node, split_pipe
from tests.factories.network import line, make_node, make_shutoff, point
from tests.world import build_network

pytestmark = pytest.mark.django_db


def test_a_split_pipe_is_two_with_a_fitting_between(actor: Callable[..., User]) -> None:
    town, maria = build_network(), actor(Role.PLANNER)
    p3 = town.pipes["p3"]
    valve = make_shutoff("v7", p3, at_end=True, offset_m=2)
    service = ServiceLine.objects.create(
        system=town.system, code="s1", pipe=p3, pipe_fraction=0.75, geom=line((150, 200), (150, 210))
    )
    inlet = ZoneInlet.objects.create(zone=town.zones["south"], node=town.nodes["n5"], pipe=p3)
    outcome = split_pipe(actor=maria, pipe=p3, fraction=0.25, version=1)
    node = Node.objects.get(pk=outcome.main_id)
    assert (node.kind, node.code, node.geom.coords) == (NodeKind.FITTING, "F-0001", point(50, 200).coords)
    assert node.elevation_m == 10
    first, second = Pipe.objects.filter(code__startswith="p3").order_by("code")
    assert (first.pk, first.code, first.end_node, first.length_m, first.version) == (p3.pk, "p3", node, 50, 2)
    assert (second.code, second.start_node, second.end_node, second.length_m) == (
        "p3.2",
        node,
        town.nodes["n5"],
        150,
    )
    assert (second.material, second.laid_year, int(second.diameter_mm)) == (p3.material, 1987, 160)
    valve.refresh_from_db()
    assert (valve.pipe, valve.at_end, valve.offset_m, valve.geom.coords) == (
        second,
        True,
        2,
        point(198, 200).coords,
    )
    service.refresh_from_db()
    assert service.pipe == second
    assert service.pipe_fraction == pytest.approx(2 / 3)
    inlet.refresh_from_db()
    assert inlet.pipe == second
    edit = NetworkEdit.objects.get(pk=outcome.edit_id)
    assert (edit.actor, edit.kind, edit.summary) == (maria, "split", "p3, F-0001")
    assert sorted(edit.before) == ["inlet", "pipe", "service", "shutoff"]
    assert sorted(edit.after) == ["inlet", "moves", "node", "pipe", "service", "shutoff"]


def test_a_valve_beyond_the_cut_stands_on_the_other_part() -> None:
    town = build_network()
    valve = make_shutoff("v7", town.pipes["p3"], at_end=False, offset_m=60)
    split_pipe(actor=None, pipe=town.pipes["p3"], fraction=0.25)
    valve.refresh_from_db()
    assert (valve.pipe.code, valve.at_end, valve.offset_m) == ("p3.2", False, 10)
    assert valve.geom.coords == point(60, 200).coords


def test_a_valve_just_beyond_the_cut_stays_where_it_is() -> None:
    """It stood in the end's half of the whole pipe, and stands in the other half of its part."""
    town = build_network()
    valve = make_shutoff("v7", town.pipes["p3"], at_end=True, offset_m=90)
    before = make_shutoff("v8", town.pipes["p3"], at_end=False, offset_m=85)
    assert valve.geom.coords == point(110, 200).coords
    split_pipe(actor=None, pipe=town.pipes["p3"], fraction=0.5)
    before.refresh_from_db()
    assert before.geom.coords == pytest.approx(point(85, 200).coords)
    assert (before.pipe.code, before.at_end) == ("p3", True)
    valve.refresh_from_db()
    assert valve.geom.coords == pytest.approx(point(110, 200).coords)
    assert (valve.pipe.code, valve.at_end, valve.offset_m) == ("p3.2", False, 10)


def test_two_valves_of_a_part_keep_an_end_each() -> None:
    town = build_network()
    first = make_shutoff("v7", town.pipes["p3"], at_end=False, offset_m=95)
    last = make_shutoff("v8", town.pipes["p3"], at_end=True, offset_m=95)
    split_pipe(actor=None, pipe=town.pipes["p3"], fraction=0.1)
    for valve, at_end in ((first, False), (last, True)):
        valve.refresh_from_db()
        assert (valve.pipe.code, valve.at_end) == ("p3.2", at_end)


def test_a_pipe_is_not_cut_at_its_end() -> None:
    town = build_network()
    for fraction in (0, 0.0001, 1, 1.5, float("nan")):
        with pytest.raises(EditRefused, check=lambda error: error.code == "at_end"):
            split_pipe(actor=None, pipe=town.pipes["p3"], fraction=fraction)
    assert Pipe.objects.count() == 10
    assert NetworkEdit.objects.count() == 0


def test_a_stale_split_is_refused_with_both_versions(actor: Callable[..., User]) -> None:
    town, maria, giorgos = build_network(), actor(Role.PLANNER), actor(Role.TECHNICIAN)
    p3 = town.pipes["p3"]
    change_attributes(actor=giorgos, record=p3, values={"laid_year": 1991}, version=1)
    with pytest.raises(StaleEditError) as refused:
        split_pipe(actor=maria, pipe=p3, fraction=0.5, version=1)
    found = refused.value.found
    assert (found.seen_version, found.version, found.mine) == (1, 2, {"fraction": 0.5})
    assert found.theirs["laid_year"] == 1991
    assert [(change.who, change.values) for change in found.changes] == [
        (str(giorgos), {"laid_year": (1987, 1991)})
    ]
    assert Pipe.objects.count() == 10


def test_a_sewer_is_cut_by_a_manhole_with_its_invert() -> None:
    town = build_network()
    town.system.medium = Medium.SEWER
    town.system.save()
    Pipe.objects.filter(code="p3").update(kind=PipeKind.GRAVITY_SEWER, start_invert_m=8, end_invert_m=7)
    outcome = split_pipe(actor=None, pipe=town.pipes["p3"], fraction=0.4)
    manhole = Node.objects.get(pk=outcome.main_id)
    assert (manhole.kind, manhole.code, manhole.invert_m) == (NodeKind.MANHOLE, "MH-0001", Decimal("7.6"))
    inverts = (
        Pipe.objects.filter(code__startswith="p3")
        .order_by("code")
        .values_list("start_invert_m", "end_invert_m")
    )
    assert list(inverts) == [(8, Decimal("7.6")), (Decimal("7.6"), 7)]


def test_a_pipe_is_cut_by_a_node_that_lies_on_it() -> None:
    town = build_network()
    lone = make_node(town.system, "lone", 100, 200.4)
    split_at_node(actor=None, pipe=town.pipes["p3"], node=lone, fraction=0.5)
    assert set(Pipe.objects.filter(start_node=lone).values_list("code", flat=True)) == {"p3.2"}
    assert set(Pipe.objects.filter(end_node=lone).values_list("code", flat=True)) == {"p3"}


def test_a_control_valve_is_put_into_a_pipe() -> None:
    town = build_network()
    make_shutoff("v7", town.pipes["p3"], at_end=False)
    make_shutoff("v8", town.pipes["p3"], at_end=True)
    outcome = insert_link(
        actor=None, pipe=town.pipes["p3"], link="valve", fraction=0.5, kind=ValveKind.PRV, setting="35"
    )
    valve = Valve.objects.get(pk=outcome.main_id)
    assert (valve.code, int(valve.diameter_mm), valve.geom.coords) == (
        "CV-0001",
        160,
        line((99.5, 200), (100.5, 200)).coords,
    )
    ends = (
        Pipe.objects.filter(code__startswith="p3").order_by("code").values_list("end_node__code", "length_m")
    )
    assert list(ends) == [(valve.start_node.code, 99.5), ("n5", 99.5)]
    valves = ShutoffValve.objects.order_by("code").values_list("pipe__code", "at_end")
    assert list(valves) == [("p3", False), ("p3.3", True)]
    with pytest.raises(EditRefused, check=lambda error: error.code == "attribute"):
        insert_link(actor=None, pipe=town.pipes["p4"], link="pump", fraction=0.5, colour="red")
