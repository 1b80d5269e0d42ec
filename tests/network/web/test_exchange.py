"""Files in and out on the web: refusals in a sentence, reports as files, exports, large ones as work."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from network.models import ImportProfile, Node, Pipe, SupplySystem
from network.web import exchange
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db
TABLE = (
    "code;wkt;d\r\n"
    "A;LINESTRING(407000 4501000,407100 4501000);110\r\n"
    "B;LINESTRING(407100.02 4501000,407200 4501000);\r\n"
)


@pytest.fixture
def planner(client: Client) -> User:
    user = make_staff("pavlos", Role.PLANNER)
    client.force_login(user)
    return user


def upload(client: Client, content: bytes, name: str = "pipes.csv") -> Any:
    return client.post(
        reverse("network:exchange_upload"), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def answers(page: Any, **more: str) -> dict[str, str]:
    """Return what the browser would send of a mapping page of one layer of pipes."""
    card = page.context["cards"][0]
    sent = {"was-0": card.role, "role-0": card.role, "unit-0": "mm", "epsg": "2100", "action": "check"}
    for row in (*card.rows, *card.rare):
        sent[f"col-0-{row.name}"] = next((value for value, _t, chosen in row.options if chosen), "")
        sent[f"default-0-{row.name}"] = row.default
    return {**sent, "tolerance_m": "0,1", "name": "Χωριό", "code": "village", **more}


def test_a_table_is_mapped_checked_and_taken(client: Client, planner: User) -> None:
    page = upload(client, TABLE.encode())
    assert page.context["mapping"].epsg == 2100
    at = page.request["PATH_INFO"]
    # "d" is a diameter; B has none, and says so until one is given for those without.
    first = client.post(at, {**answers(page), "role-0": "pipes"}, follow=True)
    report = first if "report" in first.context else client.post(at, answers(first), follow=True)
    assert [(line["object"], line["outcome"]) for _n, line in report.context["lines"]] == [("B", "refused")]
    assert not report.context["may_import"]
    refused = client.get(
        reverse("network:exchange_report_file", args=[report.context["ticket"]])
    ).content.decode()
    assert "csv;B;" in refused
    drawn = client.get(reverse("network:exchange_report_objects", args=[report.context["ticket"]])).json()
    assert drawn["features"][0]["geometry"]["coordinates"][0] == pytest.approx([22.9, 40.63], abs=0.1)

    given = {**answers(first), "default-0-diameter_mm": "90"}
    good = client.post(at, given, follow=True)
    assert good.context["report"]["counts"] == {"nodes": 3, "pipes": 2}
    assert not Node.objects.exists()
    job_page = client.post(good.request["PATH_INFO"], follow=True)
    job = Job.objects.get()
    assert job_page.request["PATH_INFO"] == reverse("gis_core:job_detail", args=[job.pk])
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert {pipe.code: pipe.diameter_mm for pipe in Pipe.objects.all()} == {
        "A": Decimal(110),
        "B": Decimal(90),
    }


def test_a_broken_file_is_refused_in_one_sentence(client: Client, planner: User) -> None:
    page = upload(client, b"PK\x03\x04 torn", "a.zip")
    assert [str(message) for message in page.context["messages"]] == [
        "The file a.zip is damaged and cannot be read; ask for it again."
    ]
    assert not SupplySystem.objects.exists()


def test_the_map_shows_where_the_chosen_system_puts_it(client: Client, planner: User) -> None:
    page = upload(client, TABLE.encode())
    shown = client.get(page.context["outline"]).json()["features"]
    assert len(shown) == 2
    wrong = client.get(page.context["outline"].replace("epsg=2100", "epsg=4326")).json()["features"]
    assert wrong == []


@pytest.mark.parametrize("form", ["gpkg", "shp", "geojson", "xlsx", "inp"])
def test_a_system_is_given_as_a_file(client: Client, planner: User, form: str) -> None:
    town = build_network()
    answer = client.get(reverse("network:exchange_export", args=[town.system.pk, form]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # of a streaming answer
    assert len(content) > 500
    assert answer["Content-Disposition"].startswith('attachment; filename="town.')


def test_a_large_system_is_written_as_work(
    client: Client, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = build_network()
    monkeypatch.setattr(exchange, "AT_ONCE_OBJECTS", 1)
    client.get(reverse("network:exchange_export", args=[town.system.pk, "gpkg"]))
    job = Job.objects.get()
    assert run_job_now(job.pk)
    job.refresh_from_db()
    answer = client.get(job.result["url"])
    assert b"".join(answer.streaming_content).startswith(b"SQLite format 3")  # type: ignore[attr-defined]  # as above


def test_a_large_file_is_looked_at_as_work(
    client: Client, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "AT_ONCE_BYTES", 10)
    page = upload(client, TABLE.encode())
    at = page.request["PATH_INFO"]
    first = client.post(at, {**answers(page), "role-0": "pipes"}, follow=True)
    if "cards" in first.context:
        client.post(at, answers(first))
    job = Job.objects.get()
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert client.get(job.result["url"]).context["report"]["refused"] == 1


def test_a_profile_is_deleted_after_a_question_by_who_may_import(client: Client, planner: User) -> None:
    profile = ImportProfile.objects.create(name="Μελετητής Α", mapping={}, made_by=planner)
    url = reverse("network:exchange_profile_delete", args=[profile.pk])
    assert url in client.get(reverse("network:exchange")).content.decode()
    asked = client.get(url).content.decode()
    assert "Μελετητής Α" in asked
    assert ImportProfile.objects.exists()
    answer = client.post(url, follow=True)
    assert answer.redirect_chain[0][0] == reverse("network:exchange")
    assert not ImportProfile.objects.exists()
    assert client.post(url).status_code == 404
    profile.save()
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    assert url not in client.get(reverse("network:exchange")).content.decode()
    assert client.post(url).status_code == 403
    assert ImportProfile.objects.exists()
