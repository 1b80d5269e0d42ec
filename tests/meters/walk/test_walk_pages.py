"""The card of a route and the page of its walk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from meters.models import Route, RouteOrder
from meters.selectors.walk import find_route_state
from tests.factories.people import make_staff
from tests.meters.walk.conftest import houses_in_order, ids

SHORT = ["1", "5", "6", "10", "9"]
OLD = ["1", "10", "5", "9", "6"]
ASKED = {"crossing_m": "15", "speed_km_h": "4,5", "seconds_per_meter": "25"}


@pytest.fixture
def office(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def _page(route: Route, act: str = "") -> str:
    return f"/routes/{route.pk}/walk/{act}"


def _field(text: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', text)
    assert found is not None, name
    return found[1]


def _drawing(text: str) -> Any:
    found = re.search(r'id="answer-drawing" type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def _proposed(client: Client, route: Route, **asked: str) -> dict[str, str]:
    """Have the walk proposed; return what the page would send back."""
    answer = client.post(_page(route), {**ASKED, **asked})
    assert answer.status_code == 200
    text = answer.content.decode()
    return {**ASKED, **asked, "ticket": _field(text, "ticket"), "order": _field(text, "order")}


def test_card_shows_the_walk_as_it_is(office: Client, route: Route) -> None:
    text = office.get(f"/routes/{route.pk}/").content.decode()

    assert ">245</dd>" in text  # metres
    marks = _drawing(text)["marks"]
    assert [mark["number"] for mark in marks] == [1, 2, 3, 4, 5]
    assert [line["look"] for line in _drawing(text)["lines"]] == ["walk"]
    assert f'href="/routes/{route.pk}/walk/"' in text
    assert text.index("900010") < text.index("900005") < text.index("900006")


def test_card_of_a_route_without_connections_is_calm(office: Client) -> None:
    empty = Route.objects.create(code="88", name="Άδειο")

    answer = office.get(f"/routes/{empty.pk}/")

    assert answer.status_code == 200
    assert "No connection stands on this route yet." in answer.content.decode()


def test_proposal_is_shown_beside_the_order_of_now_and_writes_nothing(office: Client, route: Route) -> None:
    text = office.post(_page(route), ASKED).content.decode()

    assert "135 m shorter (55 %)" in text
    assert 'id="walk-after">110</td>' in text
    assert [line["look"] for line in _drawing(text)["lines"]] == ["walk-before", "walk"]
    assert houses_in_order(route) == OLD


def test_order_is_applied_and_brought_back(office: Client, clerk: User, route: Route) -> None:
    sent = _proposed(office, route)

    answer = office.post(_page(route, "apply/"), sent, follow=True)

    assert "Every meter of the route has its new place." in answer.content.decode()
    assert houses_in_order(route) == SHORT
    kept = RouteOrder.objects.get()
    assert kept.applied_by == clerk
    assert [kept.metres_before, kept.metres_after] == pytest.approx([245, 110])

    answer = office.post(_page(route, "undo/"), follow=True)

    assert "The meters have the places back that they had before." in answer.content.decode()
    assert houses_in_order(route) == OLD


def test_place_typed_without_a_script_is_measured_and_then_applied(office: Client, route: Route) -> None:
    sent = _proposed(office, route)
    (nine,) = ids("9")

    text = office.post(_page(route), {**sent, f"place-{nine}": "3"}).content.decode()

    assert _field(text, "order") == ",".join(map(str, ids("1", "5", "9", "6", "10")))
    assert 'id="walk-after">175</td>' in text  # 40 + 40 + 55 + 40

    office.post(_page(route, "apply/"), {**sent, f"place-{nine}": "3"})
    assert houses_in_order(route) == ["1", "5", "9", "6", "10"]
    assert RouteOrder.objects.get().metres_after == pytest.approx(175)


def test_order_moved_by_the_script_is_answered_as_a_part_of_the_page(office: Client, route: Route) -> None:
    sent = _proposed(office, route)
    order = ",".join(map(str, ids(*OLD)))

    answer = office.post(_page(route), {**sent, "order": order}, headers={"HX-Target": "answer"})

    text = answer.content.decode()
    assert "<html" not in text
    assert "The order that the route has is the shortest that was found." in text
    assert _field(text, "order") == order


@pytest.mark.parametrize("order", ["", "1,2", "x", "9" * 30])
def test_order_of_others_is_refused(office: Client, route: Route, order: str) -> None:
    sent = _proposed(office, route) | {"order": order or ",".join(map(str, [*ids(*OLD), 1]))}

    answer = office.post(_page(route, "apply/"), sent, follow=True)

    assert "The order does not name every connection of the route once." in answer.content.decode()
    assert houses_in_order(route) == OLD


def test_ticket_of_another_route_or_of_nobody_is_refused(
    office: Client, route: Route, people: object
) -> None:
    sent = _proposed(office, route)
    other = Route.objects.get(code="07")

    for where, ticket in ((other, sent["ticket"]), (route, "made-up"), (route, "")):
        answer = office.post(_page(where, "apply/"), {**sent, "ticket": ticket}, follow=True)
        assert "This proposal is too old." in answer.content.decode()

    assert houses_in_order(route) == OLD


def test_proposal_for_a_route_that_changed_is_refused(office: Client, route: Route) -> None:
    sent = _proposed(office, route)
    route.connections.filter(pk=ids("6")[0]).update(route_position=5)

    answer = office.post(_page(route, "apply/"), sent, follow=True)

    assert "The route has changed since this order was proposed." in answer.content.decode()
    assert houses_in_order(route) == ["6", "1", "10", "5", "9"]


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("start", "100001", "The route has no connection of this number."),
        ("end", "nothing", "The route has no connection of this number."),
        ("start", "48.85, 2.35", "This place is not in Greece."),
        ("crossing_m", "-1", "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(
    office: Client, route: Route, people: object, field: str, text: str, words: str
) -> None:
    answer = office.post(_page(route), {**ASKED, field: text})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_start_is_a_meter_or_a_place(office: Client, route: Route) -> None:
    by_number = _proposed(office, route, start="900009")
    # 190 m along Ερμού.
    place = route.connections.get(supply_number="900009").geom
    place.x = 407190
    place.transform(4326)
    by_place = _proposed(office, route, start=f"{place.y:.7f}, {place.x:.7f}")

    assert by_number["order"].split(",")[0] == str(ids("9")[0])
    assert by_place["order"] == ",".join(map(str, ids("9", "10", "6", "5", "1")))


def test_long_route_is_worked_out_as_a_job(
    office: Client, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meters.web.walk.AT_ONCE", 4)

    answer = office.post(_page(route), {**ASKED, "end": "900006"})

    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.result["summary"] == "245 m before, 135 m after."
    text = office.get(job.result["url"]).content.decode()
    assert _field(text, "order") == ",".join(map(str, ids("1", "5", "9", "10", "6")))
    assert _field(text, "end") == "900006"


def test_planner_proposes_and_does_not_apply(client: Client, planner: User, route: Route) -> None:
    client.force_login(planner)
    sent = _proposed(client, route)

    assert client.post(_page(route, "apply/"), sent).status_code == 403
    assert "Apply this order" not in client.post(_page(route), ASKED).content.decode()
    assert houses_in_order(route) == OLD


def test_pages_keep_to_their_budgets(
    office: Client, route: Route, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    office.get(f"/routes/{route.pk}/")
    with budget("meters:route_detail"):
        office.get(f"/routes/{route.pk}/")
    with budget("meters:route_walk"):
        office.post(_page(route), ASKED)


def test_machines_ask_apply_and_take_back(client: Client, route: Route, clerk: User) -> None:
    client.force_login(clerk)
    url = f"/api/v1/routes/{route.pk}/walk/"
    now = client.get(url).json()
    assert now == {"order": ids(*OLD), "state": find_route_state(route)}

    found = client.post(url, {}, content_type="application/json").json()
    assert found["order"] == ids(*SHORT)
    assert found["after"]["metres"] == pytest.approx(110)
    measured = client.post(url, {"order": ids(*OLD)}, content_type="application/json").json()
    assert measured["after"]["metres"] == pytest.approx(245)

    sent = {"order": found["order"], "state": found["state"]}
    assert client.put(url, sent, content_type="application/json").json()["order"] == ids(*SHORT)
    assert client.put(url, sent, content_type="application/json").status_code == 409
    assert client.delete(url).json()["order"] == ids(*OLD)
    assert client.delete(url).json()["code"] == "nothing_to_undo"

    client.force_login(make_staff("maria", Role.PLANNER))
    assert client.put(url, sent, content_type="application/json").status_code == 403
    assert client.post(url, {"start": [2.35, 48.85]}, content_type="application/json").status_code == 400
