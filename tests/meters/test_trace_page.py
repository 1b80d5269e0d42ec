"""The page of traces on the drawn town: what is found from where, its lists, its way without the map."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection, Route
from network.selectors.places import to_lon_lat
from tests.factories.drawn import Drawing, build_drawing
from tests.factories.network import point

pytestmark = pytest.mark.django_db
PAGE = "/network-traces/"


@pytest.fixture
def drawing(db: None) -> Drawing:
    """Ten streets, a house on p10."""
    drawing = build_drawing()
    Connection.objects.create(
        supply_number="1", pipe=drawing.pipes["p10"], pipe_fraction=0.5, people=7, geom=point(0, 0),
        route=Route.objects.create(code="R1"), route_position=1, opened_on=timezone.localdate(), address="Ερμού 1",
    )  # fmt: skip
    return drawing


@pytest.fixture
def giorgos(client_as: Callable[[User], Client], actor: Callable[..., User]) -> Client:
    client = client_as(actor(Role.TECHNICIAN))
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    ("query", "pipes", "look"),
    [
        ("kind=to_source&from=node:{H}", "p1 p2 p3 p6 p9 p10", "way"),
        ("kind=shortest&from=node:{A}&to=node:{C}", "p2 p3", "way"),
        ("kind=downstream&from=node:{G}", "p1 p2 p3 p4 p5 p6 p7 p8 p9 p10", "reach"),
        ("kind=spread&from=node:{H}", "", "danger"),
    ],
)
def test_each_kind_finds_its_pipes(
    drawing: Drawing, giorgos: Client, query: str, pipes: str, look: str
) -> None:
    keys = {name: node.pk for name, node in drawing.nodes.items()}
    answer = giorgos.get(f"{PAGE}?{query.format(**keys)}")
    assert tuple(sorted(answer.context["found"].part.pipe_ids)) == drawing.pipe_ids(pipes)
    assert [line["look"] for line in answer.context["drawing"]["lines"]] == ([look] if pipes else [])


def test_lists_of_a_trace_are_files(drawing: Drawing, giorgos: Client) -> None:
    address = f"{PAGE}?kind=to_source&from=node:{drawing.nodes['H'].pk}"
    answer = giorgos.get(address)
    assert "6 pipes, 600 m" in answer.content.decode()
    assert [(table.name, table.count) for table in answer.context["tables"]] == [
        ("connections", 1), ("valves", 7), ("pipes", 6), ("nodes", 7),
    ]  # fmt: skip
    body = b"".join(giorgos.get(f"{address}&export=csv&table=pipes").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["p1", "p10", "p2", "p3", "p6", "p9"]
    assert rows[1][1:4] == ["R", "A", "100.000"]


def test_codes_typed_become_the_address_and_a_way_asks_for_its_end(drawing: Drawing, giorgos: Client) -> None:
    start, end = drawing.nodes["A"].pk, drawing.nodes["C"].pk
    typed = giorgos.get(PAGE, {"kind": "shortest", "begin": "A", "end": ""})
    assert typed.headers["Location"] == f"{PAGE}?kind=shortest&from=node:{start}"
    assert giorgos.get(typed.headers["Location"]).context["wants_end"]
    both = giorgos.get(PAGE, {"kind": "shortest", "begin": "A", "end": "C · Junction"})
    assert both.headers["Location"] == f"{PAGE}?kind=shortest&from=node:{start}&to=node:{end}"
    assert giorgos.get(PAGE, {"kind": "shortest", "begin": "nothing"}).status_code == 422


def test_two_clicks_make_a_way(drawing: Drawing, giorgos: Client) -> None:
    drawer = {"HX-Target": "drawer-content"}

    def click(pipe: str, query: str) -> str:
        lon, lat = to_lon_lat(drawing.pipes[pipe].geom.interpolate_normalized(0.5))
        answer = giorgos.get(f"{PAGE}?{query}&click={lon},{lat},5", headers=drawer)
        assert "<html" not in answer.content.decode()
        return str(answer.context["query"])

    first = click("p2", "kind=shortest")
    assert first == f"kind=shortest&from=pipe:{drawing.pipes['p2'].pk}:0.5"
    second = click("p4", first)
    assert second == f"{first}&to=pipe:{drawing.pipes['p4'].pk}:0.5"
    assert click("p3", second).count("from=") == 1


@pytest.mark.parametrize(
    "query", ["kind=sideways&from=node:1", "kind=upstream&from=pump:3", "from=node:999999"]
)
def test_what_makes_no_sense_is_refused_in_a_sentence(drawing: Drawing, giorgos: Client, query: str) -> None:
    answer = giorgos.get(f"{PAGE}?{query}")
    assert answer.status_code == 422
    assert answer.context["errors"]


def test_the_empty_page_says_what_to_do(drawing: Drawing, giorgos: Client) -> None:
    assert "Choose a kind of trace" in giorgos.get(PAGE).content.decode()
