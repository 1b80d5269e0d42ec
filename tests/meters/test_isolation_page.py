"""The isolation page on the drawn town: what to close and why, who loses water, what a stuck valve changes."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_core.choices import Role
from gis_core.models import AccessRecord, User
from meters.choices import LiabilityRole, SensitivityKind, UseKind
from meters.models import Connection, Liability, Route, Sensitivity
from meters.web.isolation import RECORDING_ROLES
from network.choices import Medium, NodeKind, ValveCondition
from network.models import Node, SupplySystem, ValveCheck
from network.selectors.places import to_lon_lat
from network.web.roles import CHECK_ROLES
from parties.choices import ContactKind, PartyKind
from parties.services.parties import add_contact, register_party
from tests.factories.drawn import Drawing, build_drawing
from tests.factories.network import point

pytestmark = pytest.mark.django_db
PAGE = "/network-isolation/"


@pytest.fixture
def drawing(db: None) -> Drawing:
    """Ten streets; Anna's house on p3, a hospital on p6, two shops on p9, Bill's house on p2."""
    drawing = build_drawing()
    for number, pipe, people, use in (
        ("1", "p3", 3, UseKind.DOMESTIC), ("2", "p6", 40, UseKind.MUNICIPAL), ("3", "p9", 2, UseKind.DOMESTIC),
        ("4", "p2", 5, UseKind.DOMESTIC),
    ):  # fmt: skip
        route, _made = Route.objects.get_or_create(code="R1")
        Connection.objects.create(
            supply_number=number, pipe=drawing.pipes[pipe], pipe_fraction=0.5, people=people, route=route, use=use,
            route_position=int(number), geom=point(0, 0), opened_on=timezone.localdate(), address=f"Ερμού {number}",
        )  # fmt: skip
    return drawing


@pytest.fixture
def maria(client_as: Callable[[User], Client], actor: Callable[..., User]) -> Client:
    client = client_as(actor(Role.PLANNER))
    client.cookies["django_language"] = "en"
    return client


def drawn(answer: Any) -> dict[str, Any]:
    """Return what the map draws."""
    found = re.search(r'<script id="answer-drawing"[^>]*>(.*?)</script>', answer.content.decode(), re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


def closing(answer: Any) -> list[tuple[str, int]]:
    """Return the valves to close in their order."""
    return [(row["valve"].code, row["valve"].turn) for row in answer.context["to_close"]]


def test_a_break_tells_valves_reasons_and_losses(drawing: Drawing, maria: Client) -> None:
    answer = maria.get(f"{PAGE}?pipe={drawing.pipes['p3'].pk}:0.9")
    assert closing(answer) == [("v3", 1), ("v5", 2)]
    reasons = {row["valve"].code: row["valve"].why for row in answer.context["others"]}
    assert reasons == {"v6": "needless", "v4": "stuck"}
    cut = answer.context["cut"]
    assert (cut.loss.connections, cut.loss.people) == (3, 45)
    assert [(name, use.connections) for name, use in answer.context["by_use"]] == [
        ("Domestic", 2),
        ("Municipal and public", 1),
    ]
    text = answer.content.decode()
    assert "3 connections without water" in text
    assert "Passed over: it is stuck." in text
    assert re.search(r"v7</a>: open this closed valve first, and 2 connections on 300 m of pipes keep", text)
    told = drawn(answer)
    assert [line["look"] for line in told["lines"]] == ["drained", "dry"]
    numbers = {mark["title"]: (mark["number"], mark["tone"]) for mark in told["marks"] if mark.get("number")}
    assert numbers == {"v3": (1, "bad"), "v5": (2, "bad")}


def test_a_valve_that_does_not_close_makes_the_cut_grow_and_the_address_says_so(
    drawing: Drawing, maria: Client
) -> None:
    first = maria.get(f"{PAGE}?pipe={drawing.pipes['p2'].pk}")
    assert closing(first) == [("v2", 1), ("v3", 2)]
    assert first.context["cut"].loss.connections == 1
    say = next(row["say_url"] for row in first.context["to_close"] if row["valve"].code == "v3")
    assert say == f"{PAGE}?pipe={drawing.pipes['p2'].pk}&stuck={drawing.valves['v3'].pk}"
    part = maria.get(say, headers={"HX-Request": "true", "HX-Target": "answer"})
    assert "<html" not in part.content.decode()
    assert f'data-page-url="{say.replace("&", "&amp;")}"' in part.content.decode()
    assert closing(part) == [("v2", 1), ("v5", 2)]
    assert part.context["cut"].loss.connections == 4
    again = next(row for row in part.context["others"] if row["valve"].code == "v3")
    assert (again["valve"].why, again["say_url"]) == ("said_stuck", f"{PAGE}?pipe={drawing.pipes['p2'].pk}")
    assert maria.get(say).context["reset_url"] == f"{PAGE}?pipe={drawing.pipes['p2'].pk}"


def test_what_was_said_of_a_valve_is_written_down_as_a_check(drawing: Drawing, maria: Client) -> None:
    assert RECORDING_ROLES == CHECK_ROLES
    valve, pipe = drawing.valves["v3"], drawing.pipes["p2"].pk
    page = maria.get(f"{PAGE}?pipe={pipe}&stuck={valve.pk}")
    given = {"valve": valve.pk, "request_key": page.context["request_key"], "query": page.context["query"]}
    for _twice in range(2):
        answer = maria.post(reverse("meters:isolation_record_stuck"), given)
        assert answer.headers["Location"] == f"{PAGE}?pipe={pipe}"
    valve.refresh_from_db()
    assert valve.condition == ValveCondition.STUCK
    assert ValveCheck.objects.filter(valve=valve).count() == 1
    after = maria.get(f"{PAGE}?pipe={pipe}")
    assert {row["valve"].code: row["valve"].why for row in after.context["others"]}["v3"] == "stuck"


def test_several_cuts_tell_what_dries_only_because_of_all(drawing: Drawing, maria: Client) -> None:
    answer = maria.get(f"{PAGE}?pipe={drawing.pipes['p2'].pk}&pipe={drawing.pipes['p4'].pk}")
    assert [one["cut"].loss.connections for one in answer.context["cuts"]] == [1, 0]
    cut = answer.context["cut"]
    assert (cut.conflict.length_m, cut.conflict_loss.connections) == (pytest.approx(400), 3)
    assert "conflict" in [line["look"] for line in drawn(answer)["lines"]]
    assert answer.context["cuts"][1]["without_url"] == f"{PAGE}?pipe={drawing.pipes['p2'].pk}"


def test_hydrants_and_sensitive_connections_are_shown_and_the_reading_is_recorded(
    drawing: Drawing, maria: Client, client_as: Callable[[User], Client], actor: Callable[..., User]
) -> None:
    Node.objects.filter(code="H").update(kind=NodeKind.HYDRANT)
    today = timezone.localdate()
    Sensitivity.objects.create(
        connection=Connection.objects.get(supply_number="3"), kind=SensitivityKind.HOSPITAL, evidence="x",
        valid_from=today, expires_on=today + timedelta(days=1), recorded_by=actor(Role.FRONT_DESK),
    )  # fmt: skip
    address = f"{PAGE}?pipe={drawing.pipes['p9'].pk}"
    answer = maria.get(address)
    assert [(name, len(found)) for name, found in answer.context["lost"]] == [("Hydrant", 1)]
    titles = [mark["title"] for mark in drawn(answer)["marks"]]
    assert {"Hydrant H", "Sensitive connection 3"} <= set(titles)
    assert AccessRecord.objects.filter(purpose="sensitive connections of an isolation").count() == 1
    giorgos = client_as(actor(Role.TECHNICIAN)).get(address)
    assert giorgos.context["cut"].loss.sensitive == 1
    assert giorgos.context["sensitive"] == []
    assert AccessRecord.objects.filter(purpose="sensitive connections of an isolation").count() == 1


def test_lists_are_files_and_connections_only_for_who_works_with_them(
    drawing: Drawing, maria: Client, client_as: Callable[[User], Client], actor: Callable[..., User]
) -> None:
    address = f"{PAGE}?pipe={drawing.pipes['p3'].pk}:0.9&export=csv&table="
    body = b"".join(maria.get(address + "connections").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(body)))
    assert [(row[0], row[1], row[5], row[6]) for row in rows[1:]] == [
        ("1", "Ερμού 1", "p3", "drained"), ("2", "Ερμού 2", "p6", "no source behind it"),
        ("3", "Ερμού 3", "p9", "no source behind it"),
    ]  # fmt: skip
    valves = b"".join(maria.get(address + "valves").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert [row[:2] for row in csv.reader(io.StringIO(valves))][1:] == [
        ["", "v6"],
        ["1", "v3"],
        ["", "v4"],
        ["2", "v5"],
    ]
    assert maria.get(address.replace("csv", "xlsx") + "pipes").headers["Content-Type"].endswith("sheet")
    assert maria.get(address + "nothing").status_code == 404
    stelios = client_as(actor(Role.STOREKEEPER))
    assert stelios.get(address + "connections").status_code == 404
    assert stelios.get(address + "pipes").status_code == 200


def test_a_file_tells_whom_to_call_as_the_reader_may_know_it_and_the_page_does_not(
    drawing: Drawing, maria: Client, client_as: Callable[[User], Client], actor: Callable[..., User]
) -> None:
    anna = register_party(actor=None, kind=PartyKind.PERSON, name="Αννα")
    for kind, value in ((ContactKind.PHONE, "2810000001"), (ContactKind.MOBILE, "6900000001")):
        add_contact(actor=None, party=anna, kind=kind, value=value)
    Liability.objects.create(
        connection=Connection.objects.get(supply_number="1"), party=anna, role=LiabilityRole.PAYER,
        period=DateRange(timezone.localdate(), None),
    )  # fmt: skip
    address = f"{PAGE}?pipe={drawing.pipes['p3'].pk}:0.9"
    file = f"{address}&export=csv&table=connections"

    def read(client: Client) -> list[list[str]]:
        body = b"".join(client.get(file).streaming_content)  # type: ignore[attr-defined]
        return [[row[0], *row[7:]] for row in csv.reader(io.StringIO(body.decode("utf-8-sig")))]

    assert "Αννα" not in maria.get(address).content.decode()
    assert not AccessRecord.objects.exists()
    assert read(maria) == [
        ["Supply number", "Payer", "Telephone"], ["1", "Αννα", "690 ●●● 0001"], ["2", "", ""], ["3", "", ""]
    ]  # fmt: skip
    written = AccessRecord.objects.get()
    assert (written.subject, written.subject_id) == ("parties.party", anna.pk)
    front_desk = client_as(actor(Role.FRONT_DESK))
    assert read(front_desk)[1] == ["1", "Αννα", "6900000001"]
    assert AccessRecord.objects.count() == 2


def test_a_code_or_a_click_becomes_a_spot_of_the_address(drawing: Drawing, maria: Client) -> None:
    pipe = drawing.pipes["p3"]
    chosen = maria.get(PAGE, {"add": "p3 · Pipe", "stuck": str(drawing.valves["v5"].pk)})
    assert chosen.headers["Location"] == f"{PAGE}?pipe={pipe.pk}&stuck={drawing.valves['v5'].pk}"
    assert maria.get(PAGE, {"add": "C"}).headers["Location"] == f"{PAGE}?node={drawing.nodes['C'].pk}"
    lon, lat = to_lon_lat(pipe.geom.interpolate_normalized(0.25))
    clicked = maria.get(PAGE, {"click": f"{lon},{lat},5"}, headers={"HX-Target": "drawer-content"})
    assert clicked.context["query"] == f"pipe={pipe.pk}:0.25"
    assert "<html" not in clicked.content.decode()
    nowhere = maria.get(PAGE, {"click": "0,0,5"}, headers={"HX-Target": "drawer-content"})
    assert nowhere.context["errors"] == ["There is no pipe so near. Look closer and click on one."]


@pytest.mark.parametrize(
    "query",
    ["pipe=x", "pipe=999999", "pipe=1:2", "add=nothing", "node=1:0.5", "click=a,b,c", "stuck=-1&pipe=1"],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(drawing: Drawing, maria: Client, query: str) -> None:
    answer = maria.get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert answer.context["cut"] is None


def test_a_sewer_is_refused_and_the_empty_page_says_what_to_do(drawing: Drawing, maria: Client) -> None:
    SupplySystem.objects.update(medium=Medium.SEWER)
    answer = maria.get(f"{PAGE}?pipe={drawing.pipes['p3'].pk}")
    assert answer.status_code == 422
    assert answer.context["errors"] == ["A sewer has no valves to close: it is traced, not isolated."]
    assert "Say which pipe, node or valve" in maria.get(PAGE).content.decode()


def test_cards_of_pipes_nodes_and_valves_lead_here(drawing: Drawing, maria: Client) -> None:
    for address, query in (
        (f"/network/pipes/{drawing.pipes['p3'].pk}/", f"pipe={drawing.pipes['p3'].pk}"),
        (f"/network/nodes/{drawing.nodes['C'].pk}/", f"node={drawing.nodes['C'].pk}"),
        (f"/network/shutoff-valves/{drawing.valves['v3'].pk}/", f"valve={drawing.valves['v3'].pk}"),
        (f"/map/identify/pipes/{drawing.pipes['p3'].pk}/", f"pipe={drawing.pipes['p3'].pk}"),
    ):
        assert f'href="{PAGE}?{query}"' in maria.get(address).content.decode(), address


def test_pages_keep_to_their_budgets(
    drawing: Drawing, maria: Client, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    pipe, other = drawing.pipes["p2"].pk, drawing.pipes["p4"].pk
    for _what_a_process_learns_once in range(2):
        maria.get(f"{PAGE}?pipe={pipe}")
    with budget("meters:isolation"):
        assert maria.get(f"{PAGE}?pipe={pipe}").status_code == 200
    with budget("meters:trace"):
        assert maria.get(f"/network-traces/?kind=connected&from=pipe:{pipe}").status_code == 200
    with budget("network:place_choices"):
        choices = maria.get("/network/places/choices/?q=p2").json()["choices"]
    assert [choice["text"] for choice in choices] == ["p2 · Pipe"]
    assert maria.get(f"{PAGE}?pipe={pipe}&pipe={other}").status_code == 200
