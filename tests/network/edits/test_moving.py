"""Shut-off valves moved along and between pipes, stations moved; undone, and refused when stale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.utils.translation import override

from gis_core.choices import Role
from gis_core.models import User
from network.choices import ValveCondition
from network.errors import EditRefused, StaleEditError, UndoRefused
from network.models import NetworkEdit, ShutoffValve, Station, SupplySystem
from network.selectors.edits import find_undoable
from network.services.moving import move_shutoff, move_station
from network.services.undo import undo_edit
from network.types import EditOutcome
from tests.factories.network import (
    ORIGIN_X,
    ORIGIN_Y,
    make_node,
    make_pipe,
    make_shutoff,
    make_station,
    point,
)
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db
Rows = Callable[[], dict[tuple[str, str], str]]


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


@pytest.fixture
def maria(actor: Callable[..., User]) -> User:
    return actor(Role.PLANNER)


def stands(valve: ShutoffValve) -> tuple[str, bool, float, float, float]:
    valve.refresh_from_db()
    x, y = valve.geom.coords
    return (
        valve.pipe.code, valve.at_end, round(valve.offset_m, 3), round(x - ORIGIN_X, 3), round(y - ORIGIN_Y, 3)
    )  # fmt: skip


def undone(actor: User, outcome: EditOutcome) -> EditOutcome:
    return undo_edit(actor=actor, edit=NetworkEdit.objects.get(pk=outcome.edit_id))


def test_a_valve_is_moved_along_its_pipe_and_past_its_middle(
    maria: User, town: TownNetwork, network_rows: Rows
) -> None:
    p3 = town.pipes["p3"]
    valve = make_shutoff("Β-7", p3, condition=ValveCondition.STUCK)
    before = network_rows()
    near = move_shutoff(actor=maria, valve=valve, pipe=p3, fraction=0.02, version=valve.version)
    assert stands(valve) == ("p3", False, 4.0, 4.0, 200.0)
    assert near.warnings == ()
    far = move_shutoff(actor=maria, valve=valve, pipe=p3, fraction=0.9)
    assert stands(valve) == ("p3", True, 20.0, 180.0, 200.0)
    assert [(warning.code, warning.figure) for warning in far.warnings] == [("far_from_node", 20.0)]
    assert valve.condition == ValveCondition.STUCK
    undone(maria, far)
    undone(maria, near)
    assert stands(valve) == ("p3", False, 0.0, 0.0, 200.0)
    assert network_rows() == before


def test_a_valve_is_moved_onto_another_pipe(maria: User, town: TownNetwork, network_rows: Rows) -> None:
    valve = make_shutoff("Β-7", town.pipes["p3"])
    before = network_rows()
    outcome = move_shutoff(actor=maria, valve=valve, pipe=town.pipes["p1"], fraction=0.99)
    assert stands(valve) == ("p1", True, 2.0, 198.0, 300.0)
    undo = undone(maria, outcome)
    assert network_rows() == before
    undone(maria, undo)
    assert stands(valve) == ("p1", True, 2.0, 198.0, 300.0)


def test_an_end_that_has_a_valve_takes_no_second(maria: User, town: TownNetwork) -> None:
    valve = make_shutoff("Β-7", town.pipes["p3"])
    make_shutoff("Β-8", town.pipes["p3"], at_end=True)
    with pytest.raises(EditRefused) as refused:
        move_shutoff(actor=maria, valve=valve, pipe=town.pipes["p3"], fraction=0.9)
    assert refused.value.code == "shutoff_one_at_an_end"
    assert stands(valve) == ("p3", False, 0.0, 0.0, 200.0)


def test_a_valve_stays_in_its_system(maria: User, town: TownNetwork) -> None:
    valve = make_shutoff("Β-7", town.pipes["p3"])
    other = SupplySystem.objects.create(code="other", name="Άλλο", source="tests")
    pipe = make_pipe("x1", make_node(other, "x-a", 0, 900), make_node(other, "x-b", 90, 900))
    with pytest.raises(EditRefused) as refused:
        move_shutoff(actor=maria, valve=valve, pipe=pipe, fraction=0)
    assert refused.value.code == "link_in_one_system"


def test_a_valve_that_somebody_changed_is_not_moved(maria: User, town: TownNetwork) -> None:
    valve = make_shutoff("Β-7", town.pipes["p3"])
    ShutoffValve.objects.filter(pk=valve.pk).update(turns=12)
    with pytest.raises(StaleEditError) as stale:
        move_shutoff(actor=maria, valve=valve, pipe=town.pipes["p3"], fraction=0.5, version=valve.version)
    assert stale.value.found.version == valve.version + 1
    assert [list(change.values) for change in stale.value.found.changes] == [["turns"]]


def test_a_station_is_moved_with_its_history_and_undone(maria: User, town: TownNetwork) -> None:
    station = make_station("Α-1", "Αντλιοστάσιο λιμανιού", 10, 10)
    outcome = move_station(actor=maria, station=station, point=point(30, 40), version=station.version)
    station.refresh_from_db()
    assert station.geom.equals_exact(point(30, 40), 0.0005)
    assert outcome.main == ("station", station.pk)
    events = apps.get_model("network", "StationEvent").objects.filter(pgh_obj_id=station.pk).order_by("pk")
    assert [event.pgh_context.metadata["user"] for event in events[1:]] == [maria.pk]
    edit = find_undoable(maria)
    assert edit is not None
    assert edit.summary == "Α-1"
    undone(maria, outcome)
    station.refresh_from_db()
    assert station.geom.equals_exact(point(10, 10), 0.0005)


def test_a_station_that_was_changed_since_is_neither_moved_nor_moved_back(
    maria: User, town: TownNetwork
) -> None:
    station = make_station("Α-1", "Αντλιοστάσιο λιμανιού", 10, 10)
    Station.objects.filter(pk=station.pk).update(name="Αντλιοστάσιο")
    with pytest.raises(StaleEditError) as stale:
        move_station(actor=maria, station=station, point=point(30, 40), version=station.version)
    assert stale.value.found.kind == "station"
    outcome = move_station(actor=maria, station=station, point=point(30, 40))
    Station.objects.filter(pk=station.pk).update(name="Λιμάνι")
    with override("en"), pytest.raises(UndoRefused, match="Α-1 changed since"):
        undone(maria, outcome)
    with pytest.raises(EditRefused):
        move_station(actor=maria, station=station, point=point(float("inf"), 0))
