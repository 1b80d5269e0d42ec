"""The pages of computed zones: inlets, computation, the computed area taken, all zones of a kind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.test import Client
from django.urls import reverse

from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from network.choices import ValveState, ZoneKind
from network.models import ShutoffValve, Zone, ZoneInlet, ZonePipe
from network.services.zone_runs import compute_zones
from tests.factories.network import make_node, make_pipe
from tests.factories.people import make_staff
from tests.network.zones.districts import Districts, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client: Client) -> User:
    maria = make_staff("maria", Role.PLANNER)
    client.force_login(maria)
    return maria


@pytest.fixture
def districts() -> Districts:
    return build(ZoneKind.DMA)


def read(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"network:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_card_computes_and_shows_what_was_found(
    client: Client, planner: User, districts: Districts
) -> None:
    ShutoffValve.objects.update(state=ValveState.OPEN)
    answer = client.post(reverse("network:zone_compute", args=[districts.west.pk]), follow=True)
    page = answer.content.decode()
    assert "The zone holds 5 pipes." in page
    assert "Open valve v on pipe p4 joins this zone and Ανατολικά." in page
    assert reverse("network:shutoff_detail", args=[districts.valve.pk]) in page
    assert "data-compare=" in page
    assert not ZonePipe.objects.filter(zone=districts.east).exists()


def test_an_inlet_is_added_by_its_node_alone_when_one_pipe_leads_inside(
    client: Client, planner: User, districts: Districts
) -> None:
    ZoneInlet.objects.all().delete()
    url = reverse("network:zone_inlet_create", args=[districts.west.pk])
    assert "Add as inlet" in read(client, "zone_detail", districts.west.pk)
    assert client.post(url, {"node": "M", "pipe": ""}).status_code == 302
    inlet = ZoneInlet.objects.get()
    assert (inlet.zone, inlet.node, inlet.pipe) == (
        districts.west,
        districts.nodes["M"],
        districts.pipes["p2"],
    )
    remove = reverse("network:zone_inlet_delete", args=[districts.west.pk, inlet.pk])
    for _time in range(2):
        assert client.post(remove).status_code == 302
    assert not ZoneInlet.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"node": "A", "pipe": ""}, "Write which of the node&#x27;s pipes leads into the zone."),
        ({"node": "A", "pipe": "p7 · Πόλη"}, "Pipe p7 does not begin or end at A."),
        ({"node": "M", "pipe": "p2"}, "This is an inlet of the zone already."),
        ({"node": "nowhere", "pipe": ""}, "Nothing fits “nowhere”."),
        ({"node": "", "pipe": ""}, "This field is required."),
    ],
)
def test_what_is_no_inlet_is_refused(
    client: Client, planner: User, districts: Districts, given: dict[str, str], words: str
) -> None:
    before = list(ZoneInlet.objects.values_list("pk", flat=True))
    answer = client.post(reverse("network:zone_inlet_create", args=[districts.west.pk]), given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert list(ZoneInlet.objects.values_list("pk", flat=True)) == before


def test_two_systems_may_share_a_code_and_the_form_tells_them_apart(
    client: Client, planner: User, districts: Districts
) -> None:
    other = type(districts.nodes["M"].system).objects.create(code="village", name="Χωριό", source="tests")
    make_pipe("p2", make_node(other, "M", 0, 900), make_node(other, "A", 100, 900))
    url = reverse("network:zone_inlet_create", args=[districts.east.pk])
    assert client.post(url, {"node": "M", "pipe": ""}).status_code == 422
    assert client.post(url, {"node": "M · Πόλη", "pipe": "p2 · Πόλη"}).status_code == 302
    told = client.get(reverse("network:zone_node_choices"), {"q": "M"}).json()
    assert told == {"choices": [], "more": False}
    told = client.get(reverse("network:zone_pipe_choices"), {"q": "p3"}).json()
    assert told == {"choices": [{"text": "p3 · Πόλη", "detail": "Ø 110 mm"}], "more": False}


def test_the_computed_area_becomes_the_drawn_one(client: Client, planner: User, districts: Districts) -> None:
    url = reverse("network:zone_take_area", args=[districts.west.pk])
    assert "No area has been computed yet." in client.get(url, follow=True).content.decode()
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    assert "km² as drawn" in read(client, "zone_take_area", districts.west.pk)
    client.post(url)
    zone = Zone.objects.get(pk=districts.west.pk)
    assert isinstance(zone.computed_geom, MultiPolygon)
    assert zone.geom.equals_exact(zone.computed_geom)


def test_all_zones_of_a_kind_are_computed_by_a_job(
    client: Client, planner: User, districts: Districts
) -> None:
    answer = client.post(reverse("network:zone_kind_compute", args=["dma"]))
    job = Job.objects.get()
    assert answer["Location"] == reverse("gis_core:job_detail", args=[job.pk])
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.result["summary"] == "Zones 2, pipes in them 5, findings 0."
    page = read(client, "zone_kind", "dma")
    assert "2 of 2" in page
    assert "Δυτικά" in page
    marks = client.get(reverse("network:zone_kind", args=["dma"]), {"export": "geojson"}).json()
    assert [mark["properties"]["tone"] for mark in marks["features"]] == ["good", "good"]
    orphans = read(client, "zone_orphan_list", "dma")
    assert "p1" in orphans
    assert "p3" not in orphans
    assert client.get(reverse("network:zone_kind", args=["other"])).status_code == 404


def test_a_supply_zone_names_its_sources(client: Client, planner: User) -> None:
    town = build(ZoneKind.SUPPLY)
    ZoneInlet.objects.filter(zone=town.west).update(node=town.nodes["R"], pipe=town.pipes["p1"])
    compute_zones(actor=planner, kind=ZoneKind.SUPPLY)
    assert "reaches 100% of the length" in read(client, "zone_detail", town.west.pk)


def test_who_may_only_look_sees_no_buttons(client: Client, districts: Districts) -> None:
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    page = read(client, "zone_detail", districts.west.pk)
    assert "Add an inlet" not in page
    assert reverse("network:zone_compute", args=[districts.west.pk]) not in page
    assert "Compute all" not in read(client, "zone_kind", "dma")


@pytest.mark.parametrize("name", ["zone_kind", "zone_orphan_list"])
def test_the_lists_keep_to_their_budgets(
    client: Client, planner: User, districts: Districts, budget: Callable[[str], AbstractContextManager[object]],
    name: str,
) -> None:  # fmt: skip
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    with budget(f"network:{name}"):
        read(client, name, "dma")
