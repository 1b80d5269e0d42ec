"""A cut planned from an isolation: it touches exactly the connections that the isolation leaves without water."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_core.choices import Role
from gis_core.models import User
from meters.choices import ConnectionStatus
from meters.models import Connection, Route
from network.choices import ValveCondition
from outages.choices import AreaSource
from outages.models import Outage
from outages.services.outages import approve_outage
from tests.factories.drawn import PLACES, Drawing, build_drawing
from tests.factories.network import point

pytestmark = pytest.mark.django_db
NEW = "/outages/new/"


@pytest.fixture
def drawing(db: None) -> Drawing:
    """Houses 1 on p3, 2 on p6, 3 and 4 on p9 (4 is cut off already), and 5 on p2, a step from p3's end."""
    drawing = build_drawing()
    route = Route.objects.create(code="R1")
    for number, pipe, place, status in (
        ("1", "p3", (250, 105), ConnectionStatus.ACTIVE), ("2", "p6", (305, 50), ConnectionStatus.ACTIVE),
        ("3", "p9", (350, -5), ConnectionStatus.ACTIVE), ("4", "p9", (360, -5), ConnectionStatus.CUT),
        ("5", "p2", (199, 105), ConnectionStatus.ACTIVE),
    ):  # fmt: skip
        Connection.objects.create(
            supply_number=number, pipe=drawing.pipes[pipe], pipe_fraction=0.5, people=2, route=route, status=status,
            route_position=int(number), geom=point(*place), opened_on=timezone.localdate(), address=f"Ερμού {number}",
        )  # fmt: skip
    assert PLACES["B"] == (200, 100)
    return drawing


@pytest.fixture
def maria(client_as: Callable[[User], Client], planner: User) -> Client:
    client = client_as(planner)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def planner(actor: Callable[..., User]) -> User:
    return actor(Role.PLANNER)


def given(query: str) -> dict[str, str]:
    return {
        "area_source": "isolation", "isolation": query, "kind": "emergency_cut", "title": "Ερμού", "reason": "Θραύση",
        "starts_at": "2026-12-01 08:00", "ends_at": "2026-12-01 14:00", "radius_m": "150",
    }  # fmt: skip


def touched(outage: Outage) -> list[str]:
    rows = outage.affected.order_by("connection__supply_number")
    return list(rows.values_list("connection__supply_number", flat=True))


def test_the_isolation_leads_to_the_form_and_the_form_to_the_same_connections(
    drawing: Drawing, maria: Client, planner: User
) -> None:
    query = f"pipe={drawing.pipes['p3'].pk}:0.9"
    page = maria.get(f"/network-isolation/?{query}")
    assert f'href="{NEW}?{query}"' in page.content.decode()
    form = maria.get(f"{NEW}?{query}")
    assert form.context["form"]["area_source"].value() == "isolation"
    assert f'value="{query}"' in form.content.decode()
    count = maria.post(reverse("outages:area_count"), given(query))
    assert (count.context["count"].connections, count.context["count"].people) == (3, 6)

    saved = maria.post(NEW, given(query))
    outage = Outage.objects.get()
    assert saved.status_code == 302, saved.content.decode()
    assert (outage.area_source, outage.isolation) == (AreaSource.ISOLATION, query)
    assert tuple(sorted(outage.pipe_ids)) == drawing.pipe_ids("p3 p6 p9 p10")
    # House 5 lies in the area, but its pipe keeps its water.
    assert outage.geom.contains(Connection.objects.get(supply_number="5").geom)
    card = maria.get(reverse("outages:outage_detail", args=[outage.pk]))
    assert card.context["count"].connections == 3
    assert card.context["preview"].without_contact == 3

    approve_outage(actor=planner, outage=outage)
    assert touched(outage) == ["1", "2", "3"]


def test_a_draft_is_changed_with_its_isolation_asked_anew(drawing: Drawing, maria: Client) -> None:
    query = f"pipe={drawing.pipes['p2'].pk}"
    maria.post(NEW, given(query))
    outage = Outage.objects.get()
    assert tuple(sorted(outage.pipe_ids)) == drawing.pipe_ids("p2")
    valve = drawing.valves["v3"]
    type(valve).objects.filter(pk=valve.pk).update(condition=ValveCondition.STUCK)
    edit = reverse("outages:outage_edit", args=[outage.pk])
    assert maria.get(edit).context["form"]["isolation"].value() == query
    maria.post(edit, given(query))
    outage.refresh_from_db()
    assert tuple(sorted(outage.pipe_ids)) == drawing.pipe_ids("p2 p3 p6 p9 p10")
    maria.post(edit, given(query) | {"area_source": "drawn", "area": area_of(outage)})
    outage.refresh_from_db()
    assert (outage.pipe_ids, outage.isolation, outage.area_source) == ([], "", AreaSource.DRAWN)


def area_of(outage: Outage) -> str:
    return str(outage.geom.transform(4326, clone=True).geojson)


@pytest.mark.parametrize("query", ["pipe=999999", "pipe=x", "stuck=3", ""])
def test_what_isolates_nothing_is_refused_beside_the_choice(
    drawing: Drawing, maria: Client, query: str
) -> None:
    answer = maria.post(NEW, given(query))
    assert answer.status_code == 422
    assert answer.context["form"].errors["area_source"]
    assert not Outage.objects.exists()


def test_without_an_isolation_its_pipes_are_no_choice(drawing: Drawing, maria: Client) -> None:
    text = maria.get(NEW).content.decode()
    assert 'value="drawn"' in text
    assert 'value="isolation"' not in text
