"""Eleni adds a street's new mains to the town: they join the pipes that lie there, which are cut for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from django.utils import translation

from gis_core.choices import Role
from gis_core.models import User
from network.choices import Lifecycle, NodeKind, ValveState
from network.domain.exchange.mapping import LayerMapping, Mapping
from network.domain.exchange.targets import Role as LayerRole
from network.models import NetworkEdit, Node, Pipe, ServiceLine, ShutoffValve, SupplySystem
from network.services.exchange_import import Destination, take_file
from network.types import ExchangeReport
from tests.factories.network import (
    ORIGIN_X,
    ORIGIN_Y,
    make_node,
    make_pipe,
    make_service_line,
    make_shutoff,
    make_system,
)  # fmt: skip
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db
PIPES = LayerMapping(LayerRole.PIPES, {"code": "code"}, {}, {"diameter_mm": "110"})
HYDRANTS = LayerMapping(LayerRole.NODES, {"code": "code"}, {}, {"kind": "hydrant"})


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def system() -> SupplySystem:
    """Make a main of 100 m from west to east, with a valve 10 m before its end and two service lines."""
    make_staff("eleni", Role.PLANNER)
    system = make_system()
    west, east = make_node(system, "Δ", 0, 0), make_node(system, "Α", 100, 0)
    Node.objects.filter(pk=west.pk).update(elevation_m=10)
    Node.objects.filter(pk=east.pk).update(elevation_m=20)
    main = make_pipe("Κ", west, east)
    make_shutoff("Β", main, at_end=True, offset_m=10, state=ValveState.CLOSED)
    make_service_line("Π20", main, 0.2, (20, 0), (20, 9))
    make_service_line("Π80", main, 0.8, (80, 0), (80, 9))
    return system


def take(
    folder: Path, system: SupplySystem, pipes: list[list[tuple[float, float]]],
    hydrants: list[tuple[float, float]] | None = None, *, dry_run: bool = False, **rules: Any,
) -> ExchangeReport:  # fmt: skip
    """Take lines, and hydrants, given in metres from the town's corner, into the system."""
    path = folder / "street.gpkg"
    path.unlink(missing_ok=True)
    layers: dict[str, tuple[str, list[Any]]] = {
        "pipes": (
            "LineString",
            [shapely.LineString([(ORIGIN_X + x, ORIGIN_Y + y) for x, y in p]) for p in pipes],
        )
    }
    if hydrants:
        layers["hydrants"] = ("Point", [shapely.Point(ORIGIN_X + x, ORIGIN_Y + y) for x, y in hydrants])
    for name, (kind, geoms) in layers.items():
        codes = np.array([f"{name[0]}{i}" for i in range(len(geoms))], dtype=object)
        pyogrio.raw.write(
            path, shapely.to_wkb(np.array(geoms, dtype=object)), [codes], ["code"], crs="EPSG:2100", layer=name,
            geometry_type=kind,
        )  # fmt: skip
    mapping = Mapping(layers={"pipes": PIPES, **({"hydrants": HYDRANTS} if hydrants else {})}, **rules)
    return take_file(
        actor=User.objects.get(username="eleni"), content=path.read_bytes(), file_name="street.gpkg", mapping=mapping,
        destination=Destination(existing_id=system.pk), dry_run=dry_run,
    )  # fmt: skip


def why(report: ExchangeReport) -> list[tuple[str, str]]:
    return [(line.object, line.why) for line in report.warned]


CUT_THERE = "It ends on the pipe Κ of the system, which is cut there."


def test_the_look_beforehand_says_which_pipe_is_cut_and_cuts_nothing(
    tmp_path: Path, system: SupplySystem
) -> None:
    report = take(tmp_path, system, [[(50, 0.05), (50, 40)]], dry_run=True)
    assert why(report) == [("p0", CUT_THERE)]
    assert Pipe.objects.count() == 1


def test_a_new_main_joins_the_middle_of_the_old_one(tmp_path: Path, system: SupplySystem) -> None:
    report = take(tmp_path, system, [[(50, 0.05), (50, 40)]])
    assert report.is_written
    assert why(report) == [("p0", CUT_THERE)]
    first, second, new = Pipe.objects.get(code="Κ"), Pipe.objects.get(code="Κ.2"), Pipe.objects.get(code="p0")
    assert first.end_node == second.start_node == new.start_node
    assert (round(first.length_m, 3), round(second.length_m, 3)) == (50, 50)
    met = first.end_node
    assert (met.kind, met.lifecycle) == (NodeKind.FITTING, Lifecycle.IN_SERVICE)
    assert met.elevation_m == 15
    assert (round(met.geom.x - ORIGIN_X, 3), round(met.geom.y - ORIGIN_Y, 3)) == (50, 0)

    # What stood on the old main stands where it stood.
    valve = ShutoffValve.objects.get()
    assert (valve.pipe, valve.at_end, valve.offset_m, valve.state) == (second, True, 10, "closed")
    lines = {line.code: (line.pipe, round(line.pipe_fraction, 6)) for line in ServiceLine.objects.all()}
    assert lines == {"Π20": (first, 0.4), "Π80": (second, 0.6)}
    assert NetworkEdit.objects.get().actor == User.objects.get(username="eleni")


def test_several_mains_cut_one_and_two_that_meet_it_together_cut_it_once(
    tmp_path: Path, system: SupplySystem
) -> None:
    take(tmp_path, system, [[(25, 0), (25, 30)], [(75, 0), (75, 30)], [(75, 0.04), (75, -30)]])
    assert sorted(Pipe.objects.values_list("code", flat=True)) == ["p0", "p1", "p2", "Κ", "Κ.2", "Κ.3"]
    lengths = {code: round(length, 2) for code, length in Pipe.objects.values_list("code", "length_m")}
    assert (lengths["Κ"], lengths["Κ.2"], lengths["Κ.3"]) == (25, 50, 25)
    meeting = Pipe.objects.get(code="Κ.3").start_node
    assert meeting.pipes_out.count() + meeting.pipes_in.count() == 4


def test_a_hydrant_of_the_file_at_the_meeting_is_what_cuts_the_main(
    tmp_path: Path, system: SupplySystem
) -> None:
    take(tmp_path, system, [[(50, 0.05), (50, 40)]], hydrants=[(50, 0.05)])
    met = Pipe.objects.get(code="Κ").end_node
    assert (met.code, met.kind) == ("h0", NodeKind.HYDRANT)
    assert Node.objects.count() == 4


def test_a_planned_main_leaves_the_old_one_in_service(tmp_path: Path, system: SupplySystem) -> None:
    planned = LayerMapping(
        LayerRole.PIPES, {"code": "code"}, {}, {"diameter_mm": "110", "lifecycle": "planned"}
    )
    path = tmp_path / "planned.gpkg"
    line = shapely.LineString([(ORIGIN_X + 50, ORIGIN_Y), (ORIGIN_X + 50, ORIGIN_Y + 30)])
    pyogrio.raw.write(
        path, shapely.to_wkb(np.array([line])), [np.array(["p0"], dtype=object)], ["code"], crs="EPSG:2100",
        layer="pipes", geometry_type="LineString",
    )  # fmt: skip
    take_file(
        actor=None, content=path.read_bytes(), file_name="planned.gpkg", mapping=Mapping(layers={"pipes": planned}),
        destination=Destination(existing_id=system.pk),
    )  # fmt: skip
    assert Pipe.objects.get(code="p0").lifecycle == Lifecycle.PLANNED
    assert {Pipe.objects.get(code=code).lifecycle for code in ("Κ", "Κ.2")} == {Lifecycle.IN_SERVICE}


def test_ends_near_a_node_or_out_of_reach_or_not_wanted_cut_nothing(
    tmp_path: Path, system: SupplySystem
) -> None:
    assert why(take(tmp_path, system, [[(100.05, 0), (100, 40)]], dry_run=True)) == []
    assert why(take(tmp_path, system, [[(50, 0.3), (50, 40)]], dry_run=True)) == []
    assert why(take(tmp_path, system, [[(50, 0.05), (50, 40)]], dry_run=True, joins_middles=False)) == []


def test_nodes_that_are_there_stay_where_they_are_beside_a_new_main(
    tmp_path: Path, system: SupplySystem
) -> None:
    assert take(tmp_path, system, [[(-20, 3), (120, 3)]]).is_written
    assert Pipe.objects.get(code="p0").start_node.pipes_out.count() == 1
    assert Pipe.objects.count() == 2
