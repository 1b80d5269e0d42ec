"""Long lists as files: ordered by a button, written row by row, given to who ordered them, gone after a week."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from documents.models import OrderedFile
from documents.services.ordered_files import folder, sweep_ordered_files
from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.pages import list_files, lists
from gis_core.services.jobs import request_stop, run_job_now
from parties.models import Party
from tests.factories.outages import settle_ermou
from tests.factories.people import make_staff

Actors = Callable[..., User]
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def long_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a list of three rows be a long one."""
    monkeypatch.setattr(lists, "SMALL", 2)


def people(count: int, name: str = "'=CMD()'") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parties_party (kind, name, first_name, father_name, language, search_key, created_at)"
            f" SELECT 'person', {name}, 'Νο ' || n, '', 'el', 'X', now() FROM generate_series(1, %s) AS n",
            [count],
        )


def order(client: Client, address: str, kind: str) -> Job:
    answer = client.post(address, {"export": kind})
    job = Job.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/jobs/{job.pk}/")
    return job


def fetch(client: Client, job: Job) -> bytes:
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    answer = client.get(job.result["url"])
    assert answer.status_code == 200
    return b"".join(answer)


@pytest.mark.usefixtures("long_lists")
def test_a_long_list_is_ordered_and_its_formulas_are_harmless(actor: Actors, client_as: SignIn) -> None:
    people(3)
    eleni = client_as(actor(Role.BILLING))
    assert (
        '<button class="dropdown-item" type="submit" name="export" value="csv">'
        in eleni.get("/parties/").content.decode()
    )
    assert eleni.get("/parties/?kind=person&export=csv").headers["Location"] == "/parties/?kind=person"

    text = fetch(
        eleni, order(eleni, "/parties/?kind=person&sort=-first_name&columns=name&columns=first_name", "csv")
    )
    rows = list(csv.reader(StringIO(text.decode("utf-8-sig")), delimiter=","))
    assert rows[0] == ["Name", "First name"]
    assert rows[1:] == [["'=CMD()", "Νο 3"], ["'=CMD()", "Νο 2"], ["'=CMD()", "Νο 1"]]

    def sheet_of(address: str) -> Any:
        return openpyxl.load_workbook(BytesIO(fetch(eleni, order(eleni, address, "xlsx")))).active

    empty = sheet_of("/parties/?kind=organisation")
    assert [cell.value for cell in empty[1]][:2] == ["Name", "First name"]
    assert empty.max_row == 1
    sheet = sheet_of("/parties/")
    assert {sheet.cell(row, 1).value for row in (2, 3, 4)} == {"'=CMD()"}
    assert sheet.cell(2, 1).data_type == "s"


def test_things_with_a_place_go_out_as_geopackage(actor: Actors, client_as: SignIn, tmp_path: Path) -> None:
    clerk = actor(Role.BILLING)
    settle_ermou(clerk)
    eleni = client_as(clerk)
    path = tmp_path / "connections.gpkg"
    path.write_bytes(fetch(eleni, order(eleni, "/connections/", "gpkg")))
    info = pyogrio.read_info(path)
    at_once = tmp_path / "small.gpkg"
    at_once.write_bytes(eleni.get("/connections/?export=gpkg").content)
    assert (info["crs"], info["geometry_type"]) == ("EPSG:2100", "Point")
    assert info["features"] == pyogrio.read_info(at_once)["features"] > 0
    assert "Supply number" in info["fields"]
    assert eleni.get("/parties/").content.decode().count("GeoPackage") == 0


def test_the_file_is_for_who_ordered_it_and_goes_after_a_week(actor: Actors, client_as: SignIn) -> None:
    people(3)
    eleni, nikos = client_as(actor(Role.BILLING)), client_as(make_staff("nikos2", Role.BILLING))
    fetch(eleni, order(eleni, "/parties/", "csv"))
    ordered = OrderedFile.objects.get()
    page = f"/files/ordered/{ordered.pk}/"
    assert nikos.get(page).status_code == 404
    assert client_as(make_staff("admin2", Role.ADMINISTRATOR)).get(page).status_code == 404
    assert sweep_ordered_files() == 0

    OrderedFile.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert eleni.get(page).status_code == 404
    assert sweep_ordered_files() == 1
    assert not OrderedFile.objects.exists()
    assert list(folder().iterdir()) == []


def test_who_may_not_open_the_list_any_more_gets_no_file(actor: Actors, client_as: SignIn) -> None:
    people(3)
    clerk = actor(Role.BILLING)
    job = order(client_as(clerk), "/parties/", "csv")
    clerk.user_roles.update(role=Role.CONSUMER)
    run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "You may not open this list any more.")


def test_a_stopped_order_leaves_nothing_and_begins_anew(
    actor: Actors, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    people(6)
    monkeypatch.setattr(list_files, "CHUNK", 2)
    clerk = actor(Role.BILLING)
    eleni = client_as(clerk)
    job = order(eleni, "/parties/", "csv")
    assert order(eleni, "/parties/", "csv") == job, "the same order while one waits is the same work"
    request_stop(actor=clerk, job=job)
    assert not run_job_now(job.pk)
    eleni.post(f"/jobs/{job.pk}/resume/")
    assert fetch(eleni, job).count(b"CMD") == 6
    assert len(list(folder().iterdir())) == 1


def test_memory_and_queries_do_not_grow_with_the_list(actor: Actors, client_as: SignIn) -> None:
    """5,000 rows are fetched by a cursor of the server, in few round trips, and are not held at once."""
    eleni = client_as(actor(Role.BILLING))
    used = {}
    for count in (1_000, 4_000):
        Party.objects.all().delete()
        people(count, "repeat('x', 150)")
        for kind in ("csv", "xlsx"):
            job = order(eleni, "/parties/", kind)
            tracemalloc.start()
            with CaptureQueriesContext(connection) as queries:
                assert run_job_now(job.pk)
            used[kind, count] = (tracemalloc.get_traced_memory()[1], len(queries))
            tracemalloc.stop()
            job.refresh_from_db()
            assert job.ordered_file.row_count == count
    for kind in ("csv", "xlsx"):
        few, many = used[kind, 1_000], used[kind, 4_000]
        assert many[0] < few[0] + 4_000_000, used
        assert many[1] <= few[1] + 3, used
