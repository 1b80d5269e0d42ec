"""What the map's editor asks of the server: places, shapes, acts, refusals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from network.models import Node, Pipe, Pump, ShutoffValve, Valve
from tests.factories.network import ORIGIN_X, ORIGIN_Y, make_node, make_shutoff
from tests.factories.people import make_staff
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


@pytest.fixture
def planner(client: Client) -> Client:
    client.force_login(make_staff("pavlos", Role.PLANNER))
    return client


def at(east_m: float, north_m: float) -> dict[str, Any]:
    return {"x": ORIGIN_X + east_m, "y": ORIGIN_Y + north_m}


def do(client: Client, act: str, body: Any) -> tuple[int, dict[str, Any]]:
    answer = client.post(
        reverse("network:editor_act", args=[act]), json.dumps(body), content_type="application/json"
    )
    return answer.status_code, answer.json()


def test_a_place_is_told_in_both_systems_with_what_is_near(planner: Client, town: TownNetwork) -> None:
    url = reverse("network:editor_snap")
    answer = planner.get(url, {**at(201, 200), "within": "5"}).json()
    assert (answer["snaps"][0]["kind"], answer["snaps"][0]["code"]) == ("node", "n5")
    again = planner.get(
        url, {"lon": answer["here"]["lon"], "lat": answer["here"]["lat"], "within": "0"}
    ).json()
    assert abs(again["here"]["x"] - ORIGIN_X - 201) < 0.002
    assert again["snaps"] == []
    pipes = planner.get(url, {**at(201, 200), "within": "5", "kinds": "pipe"}).json()["snaps"]
    assert {snap["kind"] for snap in pipes} == {"pipe"}
    for wrong in ({}, {"x": "a", "y": "1"}, {"lon": "inf", "lat": "1"}, {"x": "nan", "y": "1"}):
        assert planner.get(url, wrong).status_code == 422


def test_a_shape_tells_corners_ends_and_links(planner: Client, town: TownNetwork) -> None:
    pipe = planner.get(reverse("network:editor_shape", args=["pipe", town.pipes["p3"].pk])).json()
    assert (pipe["ends"], pipe["layer"], len(pipe["corners"])) == (["n4", "n5"], "pipes", 2)
    node = planner.get(reverse("network:editor_shape", args=["node", town.nodes["n1"].pk])).json()
    assert sorted(link["id"] for link in node["links"]) == sorted([town.pipes["p1"].pk, town.pipes["p5"].pk])
    assert planner.get(reverse("network:editor_shape", args=["thing", 1])).status_code == 404


def test_things_are_put_into_onto_and_beside_pipes(planner: Client, town: TownNetwork) -> None:
    system = town.system.pk
    p3, n9 = town.pipes["p3"], town.nodes["n9"]
    on_pipe = {**at(100, 200), "kind": "pipe", "id": p3.pk, "fraction": 0.5}
    assert do(planner, "put", {**on_pipe, "attributes": {"what": "shutoff", "system": system}})[0] == 200
    assert ShutoffValve.objects.get().pipe == p3
    p4 = {**at(300, 200), "kind": "pipe", "id": town.pipes["p4"].pk, "fraction": 0.5}
    assert do(planner, "put", {**p4, "attributes": {"what": "prv", "system": system}})[0] == 200
    assert Valve.objects.count() == 2
    p1 = {**at(100, 300), "kind": "pipe", "id": town.pipes["p1"].pk, "fraction": 0.5}
    assert do(planner, "put", {**p1, "attributes": {"what": "pump", "system": system}})[0] == 200
    assert Pump.objects.count() == 2
    onto = {**at(400, 100), "kind": "node", "id": n9.pk, "version": n9.version}
    assert do(planner, "put", {**onto, "attributes": {"what": "hydrant", "system": system}})[0] == 200
    n9.refresh_from_db()
    assert n9.kind == "hydrant"
    status, answer = do(
        planner, "put", {**onto, "version": n9.version, "attributes": {"what": "gauge", "system": system}}
    )
    assert (status, answer["code"]) == (422, "occupied")
    assert (
        do(planner, "put", {**at(10, 10), "attributes": {"what": "well", "system": system, "code": "Γ-1"}})[0]
        == 200
    )
    assert Node.objects.get(code="Γ-1").kind == "well"
    status, answer = do(planner, "put", {**at(10, 10), "attributes": {"what": "shutoff", "system": system}})
    assert (status, answer["code"]) == (422, "no_pipe")


def test_pipes_are_split_joined_reversed_and_reconnected(planner: Client, town: TownNetwork) -> None:
    p3 = town.pipes["p3"]
    status, answer = do(planner, "split", {"id": p3.pk, "version": p3.version, "fraction": 0.25})
    assert status == 200
    node = answer["main"][1]
    west, south, east, north = answer["box"]
    assert west < east
    assert south <= north
    assert do(planner, "join", {"id": node, "keep": p3.pk})[0] == 200
    assert Pipe.objects.get(pk=p3.pk).length_m == pytest.approx(200)
    assert do(planner, "reverse", {"id": p3.pk})[0] == 200
    assert Pipe.objects.get(pk=p3.pk).start_node.code == "n5"
    other = make_node(town.system, "n0", 0, 220)
    assert do(planner, "reconnect", {"id": p3.pk, "at_end": True, "node": other.pk})[0] == 200
    assert Pipe.objects.get(pk=p3.pk).end_node == other
    assert do(planner, "merge", {"id": other.pk, "keep": town.nodes["n4"].pk})[0] == 200
    assert Pipe.objects.get(pk=p3.pk).end_node.code == "n4"
    moved = do(planner, "move", {"id": town.nodes["n4"].pk, **at(0, 205)})[1]
    assert moved["main"] == ["node", town.nodes["n4"].pk]


def test_what_hangs_is_shown_and_goes_only_when_that_was_said(planner: Client, town: TownNetwork) -> None:
    make_shutoff("Β-7", town.pipes["p4"])
    page = planner.get(reverse("network:editor_hanging", args=["pipe", town.pipes["p4"].pk])).content.decode()
    assert "Β-7" in page
    given = {"kind": "pipe", "id": town.pipes["p4"].pk}
    status, answer = do(planner, "delete", given)
    assert (status, answer["code"]) == (422, "has_dependents")
    assert do(planner, "delete", {**given, "with_dependents": True})[0] == 200
    assert not Pipe.objects.filter(code="p4").exists()
    assert do(planner, "undo", {})[0] == 200
    assert Pipe.objects.get(code="p4").shutoff_valves.get().code == "Β-7"
    assert do(planner, "redo", {})[0] == 200
    edits = planner.get(reverse("network:editor_edits")).content.decode()
    assert "p4" in edits
    assert do(planner, "delete", {"kind": "station", "id": 1})[0] == 422


def test_a_stale_act_is_answered_with_both_versions(planner: Client, town: TownNetwork) -> None:
    p3 = town.pipes["p3"]
    Pipe.objects.filter(pk=p3.pk).update(laid_year=2001)
    body = {"id": p3.pk, "version": p3.version, "points": [at(100, 220)]}
    status, answer = do(planner, "corners", body)
    assert (status, answer["code"], answer["version"]) == (409, "stale_edit", p3.version + 1)
    assert "2001" in answer["html"]
    assert len(answer["theirs"]) == 2
    assert do(planner, "corners", {**body, "version": answer["version"]})[0] == 200


def test_a_line_that_snapped_to_a_pipe_as_it_no_longer_is_is_refused(
    planner: Client, town: TownNetwork
) -> None:
    p3 = town.pipes["p3"]
    attributes = {
        "kind": "distribution",
        "diameter_mm": "90",
        "lifecycle": "in_service",
        "system": town.system.pk,
    }
    snapped = {**at(100, 200), "kind": "pipe", "id": p3.pk, "fraction": 0.5, "version": p3.version}
    body = {"points": [snapped, at(100, 150)], "attributes": attributes}
    Pipe.objects.filter(pk=p3.pk).update(laid_year=2001)
    status, answer = do(planner, "draw", body)
    assert (status, answer["code"]) == (422, "changed_under")
    assert Pipe.objects.count() == 10
    snapped["version"] += 1
    assert do(planner, "draw", body)[0] == 200
    assert Pipe.objects.count() == 12


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("draw", []),
        ("draw", {"points": "x"}),
        ("draw", {"points": [{"x": 1}], "attributes": {}}),
        ("draw", {"points": [{"x": 1e400, "y": 1}] * 2, "attributes": {}}),
        ("draw", {"points": [], "attributes": {"kind": "distribution", "diameter_mm": "wide"}}),
        ("split", {"id": "7", "fraction": 0.5}),
        ("split", {"id": True, "fraction": 0.5}),
        ("split", {"id": 0, "fraction": 0.5}),
        ("reverse", {"id": 10**30}),
        ("undo", {}),
        ("redo", {}),
    ],
)
def test_what_cannot_be_done_is_a_sentence(planner: Client, town: TownNetwork, act: str, body: Any) -> None:
    status, answer = do(planner, act, body)
    assert status == 422
    assert answer["detail"]
    assert Pipe.objects.count() == 10


def test_there_are_no_other_acts_and_others_may_not(planner: Client, town: TownNetwork) -> None:
    assert planner.post(reverse("network:editor_act", args=["burn"])).status_code == 404
    assert planner.get(reverse("network:editor_act", args=["undo"])).status_code == 405
    planner.force_login(make_staff("takis", Role.TECHNICIAN))
    assert planner.post(reverse("network:editor_act", args=["undo"])).status_code == 403
    plain = Client(enforce_csrf_checks=True)
    plain.force_login(make_staff("pavlina", Role.PLANNER))
    assert (
        plain.post(reverse("network:editor_act", args=["undo"]), "{}", "application/json").status_code == 403
    )
