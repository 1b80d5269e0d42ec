"""Edits undone and done again, objects deleted; connections and faults stay where they are."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.utils.translation import override

from faults.models import Fault
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection, Route
from network.choices import EditKind, ValveCondition, ValveState
from network.errors import DependentsError, StaleEditError, UndoRefused
from network.models import NetworkEdit, Node, Pipe, ShutoffValve, ValveCheck, ValveCriticality, ZoneInlet
from network.selectors.dependents import list_dependents
from network.selectors.edits import find_redoable, find_undoable, list_own_edits
from network.selectors.snapping import find_snaps
from network.services.attributes import change_attributes
from network.services.criticality import run_criticality
from network.services.deleting import delete_object
from network.services.drawing import add_pipe
from network.services.joining import join_pipes, reverse_pipe
from network.services.nodes import merge_nodes
from network.services.shutoffs import add_shutoff, check_valve
from network.services.splitting import split_pipe
from network.services.undo import undo_edit
from network.types import EditOutcome
from tests.factories.network import make_node, make_pipe, make_shutoff, point
from tests.world import TownNetwork, build_network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
Rows = Callable[[], dict[tuple[str, str], str]]


def connect(town: TownNetwork, number: str, pipe: str, fraction: float) -> Connection:
    route, _made = Route.objects.get_or_create(code="1", defaults={"name": "Κέντρο"})
    return Connection.objects.create(
        supply_number=number, address="Ερμού 3", search_key=number, geom=point(1, 1), pipe=town.pipes[pipe],
        pipe_fraction=fraction, route=route, route_position=int(number), opened_on=datetime.date(2020, 1, 1),
    )  # fmt: skip


def place(connection: Connection) -> tuple[float, ...]:
    connection.refresh_from_db()
    assert connection.pipe is not None
    assert connection.pipe_fraction is not None
    found: tuple[float, ...] = connection.pipe.geom.interpolate_normalized(connection.pipe_fraction).coords
    return found


def undone(actor: User, outcome: EditOutcome) -> EditOutcome:
    return undo_edit(actor=actor, edit=NetworkEdit.objects.get(pk=outcome.edit_id))


@pytest.fixture
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def maria(actor: Callable[..., User]) -> User:
    return actor(Role.PLANNER)


def test_connections_and_faults_stay_where_they_are(maria: User, network_rows: Rows) -> None:
    town = build_network()
    near, far = connect(town, "1", "p3", 0.25), connect(town, "2", "p3", 0.9)
    fault = Fault.objects.create(
        number=1, year=2026, category="leak", geom=point(180, 201), pipe=town.pipes["p3"], pipe_distance_m=1
    )
    before = network_rows()
    outcome = split_pipe(actor=maria, pipe=town.pipes["p3"], fraction=0.5)
    assert place(near) == pytest.approx(point(50, 200).coords)
    assert place(far) == pytest.approx(point(180, 200).coords)
    assert (near.pipe.code, far.pipe.code) == ("p3", "p3.2")  # type: ignore[union-attr]  # they have one
    fault.refresh_from_db()
    assert (fault.pipe.code, fault.pipe_distance_m) == ("p3.2", 1)  # type: ignore[union-attr]  # it has one
    late = connect(town, "3", "p3", 0.5)
    undone(maria, outcome)
    assert network_rows() == before
    for connection, east in ((near, 50), (far, 180), (late, 50)):
        assert place(connection) == pytest.approx(point(east, 200).coords)
        assert connection.pipe == town.pipes["p3"]
    fault.refresh_from_db()
    assert fault.pipe == town.pipes["p3"]


def test_an_undoing_is_undone(maria: User, network_rows: Rows) -> None:
    town = build_network()
    connection = connect(town, "1", "p9", 0.5)
    make_shutoff("v7", town.pipes["p10"], at_end=True)
    whole = network_rows()
    outcome = join_pipes(actor=maria, node=town.nodes["n8"], keep=town.pipes["p10"])
    joined = network_rows()
    assert find_undoable(maria) == NetworkEdit.objects.get(pk=outcome.edit_id)
    assert place(connection) == pytest.approx(point(200, 140).coords)
    back = undone(maria, outcome)
    assert network_rows() == whole
    assert place(connection) == pytest.approx(point(200, 140).coords)
    assert find_undoable(maria) is None
    redo = find_redoable(maria)
    assert redo is not None
    assert redo.pk == back.edit_id
    again = undo_edit(actor=maria, edit=redo)
    assert network_rows() == joined
    assert NetworkEdit.objects.get(pk=again.edit_id).kind == EditKind.JOIN
    assert find_redoable(maria) is None
    undone(maria, again)
    assert network_rows() == whole
    assert [edit.kind for edit in list_own_edits(maria)] == ["undo", "join", "undo", "join"]


def test_a_pipe_with_valves_at_both_ends_is_turned_and_back(maria: User, network_rows: Rows) -> None:
    town = build_network()
    valve = make_shutoff("v7", town.pipes["p3"])
    make_shutoff("v8", town.pipes["p3"], at_end=True, offset_m=5)
    check_valve(
        actor=maria,
        valve=valve,
        request_key=uuid4(),
        state=ValveState.CLOSED,
        condition=ValveCondition.WORKING,
    )
    run_criticality(actor=maria)
    before, ranks = network_rows(), list(ValveCriticality.objects.order_by("pk").values())
    assert [rank["valve_id"] for rank in ranks] == [ShutoffValve.objects.get(code="v8").pk]  # v7 is closed
    outcome = reverse_pipe(actor=maria, pipe=town.pipes["p3"])
    assert ValveCheck.objects.count() == 1
    assert (
        list(ValveCriticality.objects.order_by("pk").values()) == ranks
    )  # the list of critical valves keeps them
    undone(maria, outcome)
    assert network_rows() == before


def test_a_check_that_found_a_valve_as_it_was_is_nothing_to_undo(maria: User) -> None:
    """Else the button would say that something was undone, and the map would stand as before."""
    town = build_network()
    valve = make_shutoff("v7", town.pipes["p4"])
    split = split_pipe(actor=maria, pipe=town.pipes["p3"], fraction=0.5)
    check_valve(
        actor=maria, valve=valve, request_key=uuid4(), state=ValveState.OPEN, condition=ValveCondition.WORKING
    )
    undoable = find_undoable(maria)
    assert undoable is not None
    assert undoable.pk == split.edit_id
    back = undone(maria, split)
    check_valve(
        actor=maria, valve=valve, request_key=uuid4(), state=ValveState.OPEN, condition=ValveCondition.WORKING
    )
    redoable = find_redoable(maria)
    assert redoable is not None
    assert redoable.pk == back.edit_id


def test_only_ones_own_edits_are_undone_once_and_while_nobody_changed_it(
    maria: User, actor: Callable[..., User], network_rows: Rows
) -> None:
    town, giorgos = build_network(), actor(Role.TECHNICIAN)
    outcome = split_pipe(actor=maria, pipe=town.pipes["p3"], fraction=0.5)
    with pytest.raises(UndoRefused, check=lambda error: error.code == "not_yours"):
        undone(giorgos, outcome)
    second = change_attributes(
        actor=giorgos, record=Pipe.objects.get(code="p3.2"), values={"laid_year": 2001}
    )
    with pytest.raises(UndoRefused) as refused:
        undone(maria, outcome)
    assert (refused.value.code, list(refused.value.changed)) == ("changed_since", ["p3.2"])
    undone(giorgos, second)
    undone(maria, outcome)
    rows = network_rows()
    with pytest.raises(UndoRefused, check=lambda error: error.code == "undone"):
        undone(maria, outcome)
    assert network_rows() == rows


def test_a_split_is_not_undone_under_what_was_joined_to_it_since(maria: User) -> None:
    town = build_network()
    outcome = split_pipe(actor=maria, pipe=town.pipes["p3"], fraction=0.5)
    add_pipe(
        actor=None,
        start=Node.objects.get(pk=outcome.main_id),
        end=town.nodes["n2"],
        diameter_mm=63,
        code="new",
    )
    with pytest.raises(UndoRefused) as refused:
        undone(maria, outcome)
    assert list(refused.value.changed) == ["new"]
    assert Pipe.objects.count() == 12


def test_what_hangs_on_an_object_is_shown_before_it_goes(maria: User, network_rows: Rows) -> None:
    town = build_network()
    valve = make_shutoff("v7", town.pipes["p9"])
    check_valve(
        actor=maria, valve=valve, request_key=uuid4(), state=ValveState.OPEN, condition=ValveCondition.WORKING,
        turns=None,
    )  # fmt: skip
    ZoneInlet.objects.create(zone=town.zones["south"], node=town.nodes["n7"], pipe=town.pipes["p9"])
    before = network_rows()
    assert [(d.name, d.count, d.may_go, d.codes) for d in list_dependents(town.nodes["n8"])] == [
        ("pipes", 2, True, ("p10", "p9"))
    ]
    with pytest.raises(DependentsError) as refused:
        delete_object(actor=maria, obj=town.pipes["p9"])
    assert [(d.name, d.count) for d in refused.value.dependents] == [
        ("shut-off valves", 1),
        ("inlets of zones", 1),
    ]
    assert network_rows() == before
    outcome = delete_object(actor=maria, obj=town.nodes["n8"], with_dependents=True, version=1)
    assert not Pipe.objects.filter(code__in=["p9", "p10"]).exists()
    assert ShutoffValve.objects.count() == ValveCheck.objects.count() == ZoneInlet.objects.count() == 0
    undone(maria, outcome)
    assert network_rows() == before


def test_a_pipe_with_connections_stays(maria: User, network_rows: Rows) -> None:
    town = build_network()
    connect(town, "1", "p9", 0.5)
    before = network_rows()
    with pytest.raises(DependentsError) as refused:
        delete_object(actor=maria, obj=town.pipes["p9"], with_dependents=True)
    assert str(refused.value) == (
        "p9 cannot be deleted while these hang on it: connections (1). Attach them elsewhere first."
    )
    with pytest.raises(DependentsError):
        delete_object(actor=maria, obj=town.nodes["n8"], with_dependents=True)
    assert network_rows() == before
    with pytest.raises(StaleEditError):
        delete_object(actor=maria, obj=town.pipes["p10"], version=7)


def test_the_connections_of_a_tiny_pipe_go_to_the_next(maria: User, network_rows: Rows) -> None:
    town = build_network()
    close = make_node(town.system, "n9b", 400.03, 100)
    town.pipes["tiny"] = make_pipe("tiny", town.nodes["n9"], close)
    connection = connect(town, "1", "tiny", 0.5)
    before = network_rows()
    outcome = merge_nodes(actor=maria, keep=town.nodes["n9"], gone=close)
    connection.refresh_from_db()
    assert (connection.pipe, connection.pipe_fraction) == (town.pipes["p10"], 1)
    undone(maria, outcome)
    assert network_rows() == before
    connection.refresh_from_db()
    assert connection.pipe == town.pipes["tiny"]


def test_a_drawn_line_snaps_to_nodes_first() -> None:
    town = build_network()
    snaps = find_snaps(point(198, 201), 10)
    assert [(snap.kind, snap.code) for snap in snaps[:2]] == [("node", "n5"), ("pipe", "p3")]
    assert snaps[1].fraction == pytest.approx(0.99)
    assert snaps[1].distance_m == pytest.approx(1)
    assert (snaps[1].x, snaps[1].y) == pytest.approx(point(198, 200).coords)
    assert [snap.code for snap in find_snaps(point(100, 205), 10)] == ["p3"]
    assert find_snaps(point(100, 205), 4) == []
    assert find_snaps(point(float("nan"), 205), 4) == []
    assert [snap.code for snap in find_snaps(point(198, 201), 10, town.system, ["node"], ["tank"])] == []


def test_a_valve_that_one_made_goes_with_ones_own_checks_but_not_with_anothers(
    actor: Callable[..., User],
) -> None:
    town = build_network()
    maria, giorgos = actor(Role.PLANNER), actor(Role.TECHNICIAN)
    made = add_shutoff(actor=maria, pipe=town.pipes["p3"], at_end=True)
    valve = ShutoffValve.objects.get(pk=made.main_id)

    def find_stuck(by: User, at: ShutoffValve) -> None:
        check_valve(
            actor=by, valve=at, request_key=uuid4(), state=ValveState.OPEN, condition=ValveCondition.STUCK
        )

    find_stuck(maria, valve)
    for edit in NetworkEdit.objects.filter(actor=maria).order_by("-pk"):
        undo_edit(actor=maria, edit=edit)
    assert not ShutoffValve.objects.exists()
    assert not ValveCheck.objects.exists()

    undone = find_redoable(maria)
    assert undone is not None
    undo_edit(actor=maria, edit=undone)
    assert ValveCheck.objects.get().checked_by == maria
    valve = ShutoffValve.objects.get()
    find_stuck(giorgos, valve)
    again = find_undoable(maria)
    assert again is not None
    with pytest.raises(UndoRefused):
        undo_edit(actor=maria, edit=again)
    assert ShutoffValve.objects.get().pk == valve.pk
