"""Pipes drawn from node to node and over the map; valves put onto them."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from gis_core.choices import Role
from gis_core.models import User
from network.choices import Lifecycle, Medium, NodeKind, PipeKind, ValveCondition, ValveState
from network.errors import EditRefused
from network.models import Node, Pipe, ShutoffValve, ValveCheck
from network.services.drawing import add_pipe, draw_pipe, move_vertices
from network.services.nodes import add_node
from network.services.shutoffs import add_shutoff, check_valve
from network.types import DrawnPoint
from tests.factories.network import XY, line, make_shutoff, make_system, point
from tests.world import build_network

pytestmark = pytest.mark.django_db


def refused(code: str) -> pytest.RaisesExc[EditRefused]:
    return pytest.RaisesExc(EditRefused, check=lambda error: error.code == code)


def xy(east: float, north: float) -> XY:
    place = point(east, north)
    return place.x, place.y


def drawn(east: float, north: float, **snap: object) -> DrawnPoint:
    place = point(east, north)
    return DrawnPoint(place.x, place.y, **snap)  # type: ignore[arg-type]  # names of the snap's columns


def test_nodes_get_the_next_code_of_their_kind_in_their_system() -> None:
    town = build_network()
    add_node(actor=None, system=town.system, kind="hydrant", point=point(1, 1), code="H-0002")
    codes = []
    for _number in range(3):
        outcome = add_node(
            actor=None, system=town.system, kind="hydrant", point=point(2, 2), remarks="στη γωνία"
        )
        codes.append(Node.objects.get(pk=outcome.main_id).code)
    assert codes == ["H-0001", "H-0003", "H-0005"]
    other = make_system("other", "Άλλη")
    outcome = add_node(actor=None, system=other, kind="hydrant", point=point(2, 2))
    assert Node.objects.get(pk=outcome.main_id).code == "H-0001"
    with refused("node_code_once"):
        add_node(actor=None, system=town.system, kind="junction", point=point(2, 2), code="n1")
    with refused("wrong_medium"):
        add_node(actor=None, system=town.system, kind="manhole", point=point(2, 2))
    with refused("geometry"):
        add_node(actor=None, system=town.system, kind="junction", point=point(float("inf"), 2))


def test_a_pipe_is_laid_between_two_nodes(actor: Callable[..., User]) -> None:
    town = build_network()
    outcome = add_pipe(
        actor=actor(Role.PLANNER), start=town.nodes["n7"], end=town.nodes["n9"], corners=[xy(300, 180)],
        diameter_mm="63",
    )  # fmt: skip
    pipe = Pipe.objects.get(pk=outcome.main_id)
    assert (pipe.code, pipe.kind, pipe.lifecycle) == ("P-0001", PipeKind.DISTRIBUTION, Lifecycle.IN_SERVICE)
    assert pipe.geom.coords == line((200, 180), (300, 180), (400, 100)).coords


@pytest.mark.parametrize(
    ("end", "corners", "attributes", "code"),
    [
        ("n7", [], {"diameter_mm": 63}, "pipe_two_nodes"),
        ("n9", [], {}, "pipe_diameter_positive"),
        ("n9", [], {"diameter_mm": 0}, "pipe_diameter_positive"),
        ("n9", [(200, 180)], {"diameter_mm": 63}, ""),
        ("n9", [(210, 180), (200, 180)], {"diameter_mm": 63}, "own_node"),
        ("n9", [(400, 90), (400, 110)], {"diameter_mm": 63}, "own_node"),
        ("n9", [(float("nan"), 0)], {"diameter_mm": 63}, "geometry"),
        ("n9", [], {"diameter_mm": 63, "kind": "gravity"}, "wrong_medium"),
        ("n9", [], {"diameter_mm": 63, "kind": "canal"}, "value"),
        ("n9", [], {"diameter_mm": 63, "length_m": 5}, "attribute"),
        ("n9", [], {"diameter_mm": 63, "geom": None}, "attribute"),
    ],
)
def test_what_is_no_pipe_is_refused(
    end: str, corners: list[XY], attributes: dict[str, Any], code: str
) -> None:
    town = build_network()
    given = [xy(*corner) for corner in corners]
    if not code:
        add_pipe(actor=None, start=town.nodes["n7"], end=town.nodes[end], corners=given, **attributes)
        return
    with refused(code):
        add_pipe(actor=None, start=town.nodes["n7"], end=town.nodes[end], corners=given, **attributes)
    assert Pipe.objects.count() == 10


def test_nothing_in_service_is_drawn_to_what_is_abandoned() -> None:
    town = build_network()
    Pipe.objects.filter(code="p10").update(lifecycle="abandoned")
    Node.objects.filter(code="n9").update(lifecycle="abandoned")
    with refused("link_lives_with_its_nodes"):
        add_pipe(actor=None, start=town.nodes["n7"], end=town.nodes["n9"], diameter_mm=63)


def test_a_line_over_the_map_is_joined_to_what_it_meets() -> None:
    """From the middle of p1 down across p3, ending at n8: two cuts, and n4–n5 is crossed at a node."""
    town = build_network()
    points = [
        drawn(100, 300, pipe_id=town.pipes["p1"].pk, fraction=0.5),
        drawn(110, 250),
        drawn(100, 200, pipe_id=town.pipes["p3"].pk, fraction=0.5),
        drawn(200, 100, node_id=town.nodes["n8"].pk),
        drawn(250, 60),
    ]
    outcome = draw_pipe(
        actor=None, system=town.system, points=points, attributes={"diameter_mm": 90}, code="new"
    )
    made = Pipe.objects.filter(pk__in=outcome.made["pipe"])
    assert sorted(pipe.code for pipe in made) == ["P-0001", "P-0002", "new", "p1.2", "p3.2"]
    new = {pipe.code: pipe for pipe in made}
    assert new["new"].geom.coords == line((100, 300), (110, 250), (100, 200)).coords
    assert new["P-0001"].end_node == town.nodes["n8"]
    last = new["P-0002"].end_node
    assert (last.kind, last.code, last.geom.coords) == (NodeKind.JUNCTION, "J-0001", point(250, 60).coords)
    assert new["new"].start_node == new["p1.2"].start_node
    assert new["new"].end_node == new["p3.2"].start_node == new["P-0001"].start_node
    assert outcome.changed["pipe"] == [town.pipes["p1"].pk, town.pipes["p3"].pk]


def test_a_line_may_cut_one_pipe_twice_and_begin_at_its_end() -> None:
    town = build_network()
    p3 = town.pipes["p3"]
    points = [
        drawn(150, 200, pipe_id=p3.pk, fraction=0.75),
        drawn(150, 230),
        drawn(50, 230),
        drawn(50, 200, pipe_id=p3.pk, fraction=0.25),
        drawn(25, 180),
        drawn(0, 200, pipe_id=p3.pk, fraction=0.0001),
    ]
    draw_pipe(actor=None, system=town.system, points=points, attributes={"diameter_mm": 90})
    parts = Pipe.objects.filter(code__startswith="p3").order_by("code")
    assert [(pipe.code, pipe.length_m) for pipe in parts] == [("p3", 50), ("p3.2", 100), ("p3.3", 50)]
    assert Pipe.objects.get(code="P-0002").end_node == town.nodes["n4"]


def test_in_a_sewer_the_line_ends_in_manholes() -> None:
    system = make_system("sewer", "Αποχέτευση")
    system.medium = Medium.SEWER
    system.save()
    points = [drawn(0, 0), drawn(50, 0)]
    outcome = draw_pipe(
        actor=None, system=system, points=points,
        attributes={"diameter_mm": 200, "start_invert_m": 4, "end_invert_m": "4.25"},
    )  # fmt: skip
    pipe = Pipe.objects.get(pk=outcome.main_id)
    assert (pipe.code, pipe.kind, pipe.start_node.kind) == (
        "SW-0001",
        PipeKind.GRAVITY_SEWER,
        NodeKind.MANHOLE,
    )
    assert [warning.figure for warning in outcome.warnings] == [0.25]
    with refused("link_in_one_system"):
        strange = [drawn(0, 0), drawn(0, 200, node_id=build_network().nodes["n4"].pk)]
        draw_pipe(actor=None, system=system, points=strange, attributes={"diameter_mm": 200})


def test_corners_are_drawn_anew() -> None:
    town = build_network()
    move_vertices(actor=None, pipe=town.pipes["p3"], corners=[xy(100, 220)] * 2, version=1)
    assert Pipe.objects.get(code="p3").geom.coords == line((0, 200), (100, 220), (200, 200)).coords
    with refused("own_node"):
        move_vertices(actor=None, pipe=town.pipes["p3"], corners=[xy(100, 220), xy(0, 200)])


def test_a_valve_in_the_middle_cuts_the_pipe_and_near_a_node_does_not() -> None:
    town = build_network()
    p3 = town.pipes["p3"]
    near = add_shutoff(actor=None, pipe=p3, fraction=0.004)
    valve = ShutoffValve.objects.get(pk=near.main_id)
    assert (valve.code, valve.at_end, valve.diameter_mm) == ("V-0001", False, Decimal(160))
    assert valve.offset_m == pytest.approx(0.8)
    assert Pipe.objects.count() == 10
    middle = ShutoffValve.objects.get(pk=add_shutoff(actor=None, pipe=p3, fraction=0.5, turns="22").main_id)
    assert (middle.pipe, middle.at_end, middle.offset_m, middle.turns) == (p3, True, 0, Decimal(22))
    assert Pipe.objects.get(code="p3.2").start_node.kind == NodeKind.FITTING
    with refused("shutoff_one_at_an_end"):
        add_shutoff(actor=None, pipe=p3, at_end=True, offset_m=5)
    with refused("place"):
        add_shutoff(actor=None, pipe=p3)


def test_a_check_in_the_field_is_kept_once(actor: Callable[..., User]) -> None:
    town, petros = build_network(), actor(Role.TECHNICIAN)
    valve = make_shutoff("v7", town.pipes["p3"])
    key = uuid4()
    for _time in range(2):
        check = check_valve(
            actor=petros, valve=valve, request_key=key, turns=Decimal(18), state=ValveState.CLOSED,
            condition=ValveCondition.WORKING, position=point(1, 199), accuracy_m=4.5, remarks="σκουριά",
        )  # fmt: skip
    assert ValveCheck.objects.get() == check
    valve.refresh_from_db()
    assert (valve.state, valve.condition, valve.last_worked_by) == (
        ValveState.CLOSED,
        ValveCondition.WORKING,
        petros,
    )
    assert isinstance(valve.last_worked_on, datetime.date)
    assert valve.turns is None
    with refused("request_key"):
        check_valve(
            actor=actor(Role.PLANNER), valve=valve, request_key=key, state=ValveState.OPEN,
            condition=ValveCondition.WORKING,
        )  # fmt: skip
    check_valve(
        actor=petros,
        valve=valve,
        request_key=uuid4(),
        state=ValveState.CLOSED,
        condition=ValveCondition.STUCK,
    )
    valve.refresh_from_db()
    assert valve.condition == ValveCondition.STUCK
