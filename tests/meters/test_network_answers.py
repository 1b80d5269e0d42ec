"""Isolation and traces over the API: the network's answer with the connections that hang on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gis_core.choices import Role
from gis_core.models import User
from meters.choices import ConnectionStatus, SensitivityKind, UseKind
from meters.models import Connection, Route, Sensitivity
from tests.factories.drawn import Drawing, build_drawing
from tests.factories.network import point

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing(db: None) -> Drawing:
    return build_drawing()


@pytest.fixture
def giorgos(client_as: Callable[[User], Client], actor: Callable[..., User]) -> Client:
    return client_as(actor(Role.TECHNICIAN))


def hang(drawing: Drawing, number: str, pipe: str, people: int, **values: Any) -> Connection:
    route, _made = Route.objects.get_or_create(code="R1")
    given: dict[str, Any] = {
        "supply_number": number, "pipe": drawing.pipes[pipe], "pipe_fraction": 0.5, "people": people, "route": route,
        "route_position": int(number), "geom": point(0, 0), "opened_on": timezone.localdate(),
    }  # fmt: skip
    return Connection.objects.create(**(given | values))


def losses(part: dict[str, Any]) -> tuple[int, int, int]:
    told = part["losses"]
    return told["connections"], told["people"], told["sensitive"]


def test_an_isolation_counts_who_loses_water_and_who_would_keep_it(
    drawing: Drawing, giorgos: Client, actor: Callable[..., User]
) -> None:
    hang(drawing, "1", "p3", 3)
    hospital = hang(drawing, "2", "p6", 40, use=UseKind.MUNICIPAL)
    hang(drawing, "3", "p9", 2)
    hang(drawing, "4", "p9", 9, status=ConnectionStatus.CUT)
    hang(drawing, "5", "p2", 5)
    today = timezone.localdate()
    Sensitivity.objects.create(
        connection=hospital, kind=SensitivityKind.HOSPITAL, evidence="x", valid_from=today,
        expires_on=today + timedelta(days=1), recorded_by=actor(Role.PLANNER),
    )  # fmt: skip
    pipe = drawing.pipes["p3"].pk
    told = giorgos.get(f"/api/v1/network/isolation/?pipe={pipe}&fraction=0.9").json()
    assert told["close"] == [drawing.valves["v3"].pk, drawing.valves["v5"].pk]
    assert losses(told["drained"]) == (1, 3, 0)
    assert losses(told["dry"]) == (2, 42, 1)
    assert losses(told) == (3, 45, 1)
    assert [(use["use"], use["connections"]) for use in told["losses"]["by_use"]] == [
        ("domestic", 2),
        ("municipal", 1),
    ]
    assert told["drained"]["lines"]["type"] == "MultiLineString"
    (saving,) = told["savings"]
    assert (saving["valve"], *losses(saving)) == (drawing.valves["v7"].pk, 2, 42, 1)
    assert told["spots"][0] | {"lon": 0, "lat": 0} == {
        "kind": "pipe", "id": pipe, "fraction": 0.9, "code": "p3", "lon": 0, "lat": 0,
    }  # fmt: skip


def test_a_valve_said_to_be_stuck_is_passed(drawing: Drawing, giorgos: Client) -> None:
    address = f"/api/v1/network/isolation/?pipe={drawing.pipes['p2'].pk}&stuck={drawing.valves['v3'].pk}"
    told = giorgos.get(address).json()
    whys = {valve["code"]: (valve["why"], valve["turn"]) for valve in told["valves"]}
    assert whys["v3"] == ("said_stuck", None)
    assert whys["v2"] == ("close", 1)
    assert told["dry"]["pipes"] == list(drawing.pipe_ids("p6 p9 p10"))


def test_cuts_together_tell_their_conflict(drawing: Drawing, giorgos: Client) -> None:
    hang(drawing, "1", "p6", 7)
    first, second = drawing.pipes["p2"].pk, drawing.pipes["p4"].pk
    told = giorgos.get(f"/api/v1/network/isolation/together/?cut=pipe:{first}&cut=pipe:{second}:0.25").json()
    assert [losses(cut) for cut in told["cuts"]] == [(0, 0, 0), (0, 0, 0)]
    assert losses(told["together"]) == losses(told["conflict"]) == (1, 7, 0)


def test_a_trace_tells_pipes_length_and_connections(drawing: Drawing, giorgos: Client) -> None:
    hang(drawing, "1", "p10", 7)
    told = giorgos.get(f"/api/v1/network/traces/?kind=to_source&from=node:{drawing.nodes['H'].pk}").json()
    assert told["part"]["pipes"] == [drawing.pipes[code].pk for code in ("p1", "p2", "p3", "p6", "p9", "p10")]
    assert told["part"]["length_m"] == 600
    assert losses(told["part"]) == (1, 7, 0)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("isolation/", 422),
        ("isolation/?pipe=999999", 422),
        ("isolation/?pipe=x", 400),
        ("isolation/?pipe=99999999999999999999", 400),
        ("isolation/?pipe=1&fraction=2", 400),
        ("isolation/?fraction=0.5", 400),
        ("isolation/together/", 400),
        ("isolation/together/?cut=pump:3", 400),
        ("traces/?kind=sideways&from=node:1", 400),
        ("traces/?kind=upstream", 422),
        ("traces/?kind=upstream&from=node:999999", 422),
        ("traces/?kind=upstream&from=node:1&scenario=5", 400),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(drawing: Drawing, giorgos: Client, query: str, status: int) -> None:
    assert giorgos.get(f"/api/v1/network/{query}").status_code == status
