"""Scenarios in the office: asked for, looked at, compared, put on the map, deleted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.choices import LanguageChoice, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from gis_core.tiles.functions import function_name
from gis_core.tiles.registry import find_layer
from network.choices import NodeKind
from network.models import Node, Scenario
from network.services.hydraulics import run_scenario
from tests.factories.network import make_shutoff
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> TownNetwork:
    made = build_network()
    Node.objects.filter(kind=NodeKind.JUNCTION).update(demand_l_s=1)
    return made


def _page(client: Client, name: str, *args: object, **query: Any) -> str:
    answer = client.get(reverse(f"network:{name}", args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def _finished(maria: User, town: TownNetwork, **given: Any) -> Scenario:
    scenario, job = run_scenario(actor=maria, system=town.system, name="Θέρος", **given)
    assert run_job_now(job.pk)
    scenario.refresh_from_db()
    assert scenario.finished_at is not None
    return scenario


def test_a_scenario_is_asked_for_and_its_card_tells_what_came(
    actor: Callable[..., User], client_as: Callable[[User], Client], town: TownNetwork
) -> None:
    client = client_as(actor(Role.PLANNER))
    assert 'name="hours"' in _page(client, "scenario_create")
    given = {"name": "Θέρος", "system": town.system.pk, "hours": 0, "demands": "model"}
    answer = client.post(reverse("network:scenario_create"), given)
    scenario = Scenario.objects.get()
    assert answer.headers["Location"] == reverse("network:scenario_detail", args=[scenario.pk])
    assert "Not calculated yet." in _page(client, "scenario_detail", scenario.pk)
    assert run_job_now(Job.objects.get().pk)
    page = _page(client, "scenario_detail", scenario.pk)
    assert "Nodes below 20 m: 0" in page
    assert "On the map" in page
    assert "Nodes below 500 m: 9" in _page(client, "scenario_detail", scenario.pk, below="500")
    assert "Pipes above 0 m/s: 10" in _page(client, "scenario_detail", scenario.pk, above="0")
    assert "Θέρος" in _page(client, "scenario_list")


def test_metered_demands_want_their_days(
    actor: Callable[..., User], client_as: Callable[[User], Client], town: TownNetwork
) -> None:
    client = client_as(actor(Role.PLANNER))
    given = {"name": "Θέρος", "system": town.system.pk, "hours": 0, "demands": "metered"}
    answer = client.post(reverse("network:scenario_create"), given)
    assert answer.status_code == 422
    assert "Say from which day to which later one" in answer.content.decode()


def test_valves_named_in_the_address_are_closed_and_the_fallen_are_listed(
    actor: Callable[..., User], client_as: Callable[[User], Client], town: TownNetwork
) -> None:
    client = client_as(actor(Role.PLANNER))
    valve = make_shutoff("B9", town.pipes["p9"])
    page = _page(client, "scenario_create", closed=[valve.pk, "4711", "x"])
    assert f'<input type="hidden" name="closed" value="{valve.pk}">' in page
    assert "Closed: B9" in page
    given = {
        "name": "Κλειστή", "system": town.system.pk, "hours": 0, "demands": "model", "closed": [valve.pk]
    }  # fmt: skip
    client.post(reverse("network:scenario_create"), given)
    assert run_job_now(Job.objects.get().pk)
    page = _page(client, "scenario_detail", Scenario.objects.get().pk)
    assert "Whose pressure falls below the limit by the closing: 2" in page
    assert page.index(">n8<") < page.index(">n9<")
    assert "deleted since" not in page


def test_what_was_deleted_since_is_told_by_its_code_and_leads_nowhere(
    actor: Callable[..., User], client_as: Callable[[User], Client], town: TownNetwork
) -> None:
    maria = actor(Role.PLANNER)
    scenario = _finished(maria, town, hours=0)
    n9, p10 = town.nodes["n9"], town.pipes["p10"]
    links = [reverse("network:node_detail", args=[n9.pk]), reverse("network:pipe_detail", args=[p10.pk])]
    client = client_as(maria)
    before = _page(client, "scenario_detail", scenario.pk, below="500", above="0")
    assert [link in before for link in links] == [True, True]
    p10.delete()
    n9.delete()
    after = _page(client, "scenario_detail", scenario.pk, below="500", above="0")
    assert [link in after for link in links] == [False, False]
    for code in ("n9", "p10"):
        assert f'<td>{code} <span class="muted small2">deleted since</span></td>' in after


def test_the_job_that_failed_tells_why_on_the_card(
    actor: Callable[..., User], client_as: Callable[[User], Client], town: TownNetwork
) -> None:
    maria = actor(Role.PLANNER)
    Node.objects.filter(code="n3").update(elevation_m=None)
    scenario, job = run_scenario(actor=maria, system=town.system, name="Θέρος")
    run_job_now(job.pk)
    page = _page(client_as(maria), "scenario_detail", scenario.pk)
    assert "Nodes without elevation: 1 (n3)." in page


def test_only_planners_delete_and_put_on_the_map(
    actor: Callable[..., User], client_as: Callable[[User], Client], town: TownNetwork
) -> None:
    maria = actor(Role.PLANNER)
    first, second = _finished(maria, town), _finished(maria, town)
    crew, planner = client_as(actor(Role.TECHNICIAN)), client_as(maria)
    show, delete = (reverse(f"network:scenario_{name}", args=[first.pk]) for name in ("show", "delete"))
    assert crew.post(show).status_code == 403
    assert crew.post(delete).status_code == 403
    assert show not in _page(crew, "scenario_detail", first.pk)
    planner.post(show)
    assert list(Scenario.objects.filter(is_shown=True)) == [first]
    assert "cannot be undone" in _page(planner, "scenario_delete", first.pk)
    assert planner.post(delete).status_code == 302
    assert list(Scenario.objects.all()) == [second]


def test_the_map_shows_the_shown_scenario_alone_and_tells_its_figures(
    actor: Callable[..., User], client_as: Callable[[User], Client], town: TownNetwork
) -> None:
    maria = actor(Role.PLANNER)
    _finished(maria, town)
    shown = _finished(maria, town)
    client = client_as(maria)
    for name, rows in (
        ("pressures", shown.node_results.exclude(kind__in=["reservoir", "tank"])),
        ("velocities", shown.link_results.all()),
    ):
        layer = find_layer(name)
        assert layer is not None
        assert function_name(layer).startswith(f"hydria_layer_{name}_")
        listed = client.get(reverse("tiles:in_view"), {"layer": name, "bbox": "22.8,40.5,23.1,40.8"})
        assert listed.status_code == 200
        assert listed.content.decode().count("data-id=") == rows.count()
        card = client.get(reverse("tiles:identify", args=[name, rows.order_by("pk")[0].pk]))
        assert card.status_code == 200
        assert "22." in card.headers["Hydria-Place"]


def test_pages_keep_to_their_budgets_and_speak_greek(
    actor: Callable[..., User],
    client_as: Callable[[User], Client],
    town: TownNetwork,
    budget: Callable[[str], AbstractContextManager[object]],
) -> None:
    scenario = _finished(
        actor(Role.PLANNER, LanguageChoice.GREEK), town, closed=[make_shutoff("B9", town.pipes["p9"]).pk]
    )
    client = client_as(User.objects.get(username="maria"))
    with budget("network:scenario_list"):
        assert "Υδραυλική" in _page(client, "scenario_list")
    with budget("network:scenario_detail"):
        assert "Ελάχιστη πίεση" in _page(client, "scenario_detail", scenario.pk)
