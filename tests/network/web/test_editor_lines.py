"""What the editor sends to draw service lines and to move valves and stations."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from network.models import Pipe, ServiceLine, ShutoffValve
from tests.factories.network import ORIGIN_X, ORIGIN_Y, make_shutoff, make_station
from tests.factories.people import make_staff
from tests.network.web.test_editor import at, do
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


@pytest.fixture
def planner(client: Client) -> Client:
    client.force_login(make_staff("pavlos", Role.PLANNER))
    return client


def on(pipe: Pipe, fraction: float) -> dict[str, Any]:
    """Return a point that snapped to a pipe."""
    return {**at(0, 0), "kind": "pipe", "id": pipe.pk, "fraction": fraction, "version": pipe.version}


def test_a_service_line_is_drawn_drawn_anew_deleted_and_brought_back(
    planner: Client, town: TownNetwork
) -> None:
    p3 = town.pipes["p3"]
    attributes = {"diameter_mm": "32", "code": "Π-9", "lifecycle": ""}
    status, answer = do(planner, "service", {"points": [on(p3, 0.5), at(100, 210)], "attributes": attributes})
    assert (status, answer["main"][0]) == (200, "service")
    line = ServiceLine.objects.get(code="Π-9")
    assert (line.pipe, float(line.diameter_mm or 0), line.lifecycle) == (p3, 32.0, "in_service")
    shape = planner.get(reverse("network:editor_shape", args=["service_line", line.pk])).json()
    assert (shape["layer"], len(shape["corners"])) == ("service_lines", 2)
    again = {"id": line.pk, "version": line.version, "points": [at(0, 0), at(101, 205), at(104, 212)]}
    assert do(planner, "service_corners", again)[0] == 200
    line.refresh_from_db()
    assert [(round(x - ORIGIN_X, 2), round(y - ORIGIN_Y, 2)) for x, y in line.geom.coords] == [
        (100, 200), (101, 205), (104, 212)
    ]  # fmt: skip
    assert do(planner, "service_corners", again)[0] == 409
    assert do(planner, "delete", {"kind": "service_line", "id": line.pk})[0] == 200
    assert not ServiceLine.objects.exists()
    assert do(planner, "undo", {})[0] == 200
    assert ServiceLine.objects.get().pk == line.pk


def test_a_service_line_without_a_main_or_on_one_that_changed_is_refused(
    planner: Client, town: TownNetwork
) -> None:
    p3 = town.pipes["p3"]
    node = {**at(0, 200), "kind": "node", "id": town.nodes["n4"].pk, "version": 1}
    for points in ([], [at(100, 200), at(100, 210)], [node, at(100, 210)]):
        status, answer = do(planner, "service", {"points": points, "attributes": {}})
        assert (status, answer["code"]) == (422, "no_pipe")
    snapped = on(p3, 0.5)
    Pipe.objects.filter(pk=p3.pk).update(laid_year=2001)
    status, answer = do(planner, "service", {"points": [snapped, at(100, 210)], "attributes": {}})
    assert (status, answer["code"]) == (422, "changed_under")
    status, answer = do(planner, "service", {"points": [on(p3, 0.5)], "attributes": {"diameter_mm": "wide"}})
    assert status == 422
    assert not ServiceLine.objects.exists()


def test_a_valve_and_a_station_are_moved(planner: Client, town: TownNetwork) -> None:
    valve = make_shutoff("Β-7", town.pipes["p3"])
    place = {"kind": "shutoff", "id": valve.pk, "version": valve.version}
    assert do(planner, "move", {**place, "points": [on(town.pipes["p1"], 0.01)]})[0] == 200
    valve = ShutoffValve.objects.get(pk=valve.pk)
    assert (valve.pipe.code, round(valve.offset_m, 2)) == ("p1", 2.0)
    status, answer = do(planner, "move", {**place, "points": [on(town.pipes["p3"], 0.01)]})
    assert (status, answer["version"]) == (409, valve.version)
    assert do(planner, "move", {**place, "points": [at(1, 1)]})[1]["code"] == "no_pipe"
    station = make_station("Α-1", "Λιμάνι", 10, 10)
    moved = {"kind": "station", "id": station.pk, "version": station.version, **at(30, 40)}
    assert do(planner, "move", moved)[1]["main"] == ["station", station.pk]
    station.refresh_from_db()
    assert round(station.geom.x - ORIGIN_X, 2) == 30
    status, answer = do(planner, "move", moved)
    assert (status, answer["version"]) == (409, station.version)
    assert "Α-1" in answer["html"]
    assert do(planner, "undo", {})[0] == 200
    station.refresh_from_db()
    assert round(station.geom.x - ORIGIN_X, 2) == 10


def test_the_form_of_a_service_line_asks_what_is_written_on_it(planner: Client, town: TownNetwork) -> None:
    page = planner.get(reverse("network:editor_form", args=["service"])).content.decode()
    for name in ("diameter_mm", "material", "laid_year", "lifecycle", "code"):
        assert f'name="{name}"' in page
