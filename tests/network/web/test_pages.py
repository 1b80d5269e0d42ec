"""The network's pages: lists, a pipe's card and form, the import, the address box."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from network.models import Material, Node, Pipe
from network.search import find_addresses, find_pipes
from tests.factories.people import make_staff
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


@pytest.fixture
def planner() -> User:
    return make_staff("pavlos", Role.PLANNER)


@pytest.fixture
def technician() -> User:
    return make_staff("takis", Role.TECHNICIAN)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("pipe_list", "p10"),
        ("node_list", "T1"),
        ("valve_list", "v1"),
        ("zone_list", "ΝΟΤΙΑ"),
        ("street_list", "Ερμού"),
    ],
)
def test_lists_show_what_is_there(
    client: Client, town: TownNetwork, technician: User, name: str, shown: str
) -> None:
    client.force_login(technician)
    answer = client.get(reverse(f"network:{name}"))
    assert answer.status_code == 200
    assert shown in answer.content.decode()
    assert client.get(reverse(f"network:{name}"), {"export": "csv"}).status_code == 200


def test_lists_are_filtered(client: Client, town: TownNetwork, technician: User) -> None:
    client.force_login(technician)
    answer = client.get(reverse("network:pipe_list"), {"diameter_from": "200"}).content.decode()
    assert "p5" in answer
    assert "p10" not in answer
    assert "1987" in answer
    streets = client.get(reverse("network:street_list"), {"q": "ermou"}).content.decode()
    assert "Ερμού" in streets
    assert "Όλγας" not in streets


def test_a_pipes_card_says_what_and_where_it_is(client: Client, town: TownNetwork, technician: User) -> None:
    client.force_login(technician)
    answer = client.get(reverse("network:pipe_detail", args=[town.pipes["p3"].pk]))
    page = answer.content.decode()
    assert reverse("network:node_detail", args=[town.nodes["n4"].pk]) in page
    assert reverse("network:node_detail", args=[town.nodes["n5"].pk]) in page
    assert "Ερμού" in page
    assert reverse("network:pipe_edit", args=[town.pipes["p3"].pk]) not in page


def test_a_planner_edits_a_pipe_and_its_history_names_them(
    client: Client, town: TownNetwork, planner: User, technician: User
) -> None:
    pipe = town.pipes["p3"]
    pe = Material.objects.get(code="PE")
    url = reverse("network:pipe_edit", args=[pipe.pk])
    given = {
        "code": "p3", "kind": "distribution", "lifecycle": "in_service", "diameter_mm": "125", "material": str(pe.pk),
        "laid_year": "2024", "status": "closed",
    }  # fmt: skip
    client.force_login(technician)
    assert client.post(url, given).status_code == 403

    client.force_login(planner)
    answer = client.post(url, given)

    assert answer.status_code == 302
    pipe.refresh_from_db()
    assert (pipe.diameter_mm, pipe.material, pipe.laid_year, pipe.status) == (
        Decimal(125),
        pe,
        2024,
        "closed",
    )
    assert "pavlos" in client.get(reverse("network:pipe_detail", args=[pipe.pk])).content.decode()
    assert str(Pipe.objects.get(pk=town.pipes["p4"].pk).material) == "PVC (πολυβινυλοχλωρίδιο)"


def test_a_wrong_diameter_is_told_and_nothing_changes(
    client: Client, town: TownNetwork, planner: User
) -> None:
    client.force_login(planner)
    url = reverse("network:pipe_edit", args=[town.pipes["p3"].pk])
    answer = client.post(url, {"diameter_mm": "-5", "status": "open"})
    assert answer.status_code == 422
    assert Pipe.objects.get(pk=town.pipes["p3"].pk).diameter_mm == Decimal(160)


def test_an_uploaded_network_is_imported_by_a_job(client: Client, planner: User, small_inp: Path) -> None:
    client.force_login(planner)
    file = SimpleUploadedFile("village.inp", small_inp.read_bytes())

    answer = client.post(reverse("network:network_import"), {"file": file, "name": "Χωριό"})

    job = Job.objects.get()
    assert answer["Location"] == reverse("gis_core:job_detail", args=[job.pk])
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    assert job.result["taken"]["pipes"] == 3
    assert Node.objects.filter(system__code="village", system__name="Χωριό").count() == 4


def test_a_refused_network_is_told_by_its_job(client: Client, planner: User) -> None:
    client.force_login(planner)
    file = SimpleUploadedFile("thing.inp", b"%PDF-1.7")
    client.post(reverse("network:network_import"), {"file": file, "name": "Χωριό"})
    job = Job.objects.get()
    run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "thing.inp" in job.error
    assert not Node.objects.exists()


def test_the_import_form_tells_what_it_cannot_read(client: Client, planner: User) -> None:
    client.force_login(planner)
    answer = client.post(
        reverse("network:network_import"),
        {"file": SimpleUploadedFile("a.inp", b"x"), "name": "X", "crs": "greek", "anchor": "here"},
    )
    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_the_address_box_answers_everybody_in_degrees(client: Client, town: TownNetwork) -> None:
    cache.clear()
    answers = [
        client.get(reverse("network:address_suggest"), {"q": q}).json() for q in ("Ερμού 12", "ermou 12")
    ]
    assert answers[0] == answers[1]
    first = answers[0][0]
    assert (first["label"], first["exact"], first["postcode"]) == ("Ερμού 12, Πόλη", True, "54624")
    assert [first["lon"], first["lat"]] == pytest.approx([22.903, 40.657], abs=0.02)
    assert client.get(reverse("network:address_suggest"), {"q": "x"}).json() == []
    assert client.get(reverse("network:address_suggest")).json() == []


def test_the_address_box_slows_down_who_asks_too_often(client: Client, town: TownNetwork) -> None:
    cache.clear()
    codes = [client.get(reverse("network:address_suggest")).status_code for _ in range(125)]
    assert codes == [200] * 120 + [429] * 5
    cache.clear()


def test_the_search_box_finds_pipes_and_addresses(town: TownNetwork, technician: User) -> None:
    assert [hit.title for hit in find_pipes("P1", technician, 5)] == ["p1", "p10"]
    hit = next(iter(find_addresses("ermou 12", technician, 5)))
    assert (hit.title, hit.detail) == ("Ερμού 12, Πόλη", "54624")
    assert hit.point is not None
    consumer = make_staff("katina", Role.CONSUMER)
    assert list(find_pipes("p1", consumer, 5)) == []
