"""A file of connections on the web: looked at first, then taken."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from meters.models import Connection, ImportBatch
from meters.services.connections import take_connections
from meters.web import imports
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.world import TownNetwork

DORA = "100009;Ερμού;20;07;90;01/03/2020;M-9;Δημητρίου;Δώρα;;;1"
NOWHERE = "100010;Ανύπαρκτη;1;07;95;01/03/2020;M-10;Ευαγγέλου;Εύα;;;1"


def upload(client: Client, *lines: str) -> str:
    """Send a file; return the address of its report."""
    content = "\n".join((make.HEADER, *lines)).encode()
    file = SimpleUploadedFile("paroches.csv", content, "text/csv")
    answer = client.post(reverse("meters:connection_import"), {"file": file})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_file_is_looked_at_first_and_then_taken(client: Client, people: TownNetwork, clerk: User) -> None:
    client.force_login(clerk)
    page = upload(client, DORA, NOWHERE, make.ALICE)
    looked = client.get(page)
    report = looked.context["report"]
    assert (report.taken, report.repeated, [line.line for line in report.refused]) == (1, 1, [3])
    words = looked.content.decode()
    assert "Write 1 connection<" in words
    assert "its address is not on the map" in words
    assert Connection.objects.count() == 3

    taken = client.post(page, follow=True)
    assert "1 connection is written." in taken.content.decode()
    assert Connection.objects.count() == 4
    batch = ImportBatch.objects.get(kind="connections", file_name="paroches.csv")
    assert (batch.created_by, batch.taken_count, batch.repeated_count, batch.refused_count) == (
        clerk,
        1,
        1,
        1,
    )
    again = client.get(page).context["report"]
    assert (again.taken, again.repeated, len(again.refused)) == (0, 2, 1)

    refused = client.get(f"{page}refused.csv").content.decode("utf-8-sig")
    assert "100010;Ανύπαρκτη" in refused.replace('"', "")


def test_a_whole_good_file_leads_to_the_list(client: Client, people: TownNetwork, clerk: User) -> None:
    client.force_login(clerk)
    answer = client.post(upload(client, DORA))
    assert answer["Location"] == reverse("meters:connection_list")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("one;two\n1;2\n", "lacks these columns"),
        ("no table at all", "not a text table"),
    ],
)
def test_what_is_no_file_of_connections_is_told_in_words(
    client: Client, people: TownNetwork, clerk: User, content: str, words: str
) -> None:
    client.force_login(clerk)
    file = SimpleUploadedFile("x.csv", content.encode(), "text/csv")
    page = client.post(reverse("meters:connection_import"), {"file": file})["Location"]
    assert words in client.get(page, follow=True).content.decode()
    assert client.post(reverse("meters:connection_import"), {}).status_code == 422


def test_a_ticket_opens_the_page_of_its_own_kind_only(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    client.force_login(clerk)
    ticket = upload(client, DORA).rstrip("/").rsplit("/", 1)[1]
    assert client.get(reverse("meters:connection_import_check", args=[ticket])).status_code == 200
    assert client.get(reverse("meters:reading_import_check", args=[ticket])).status_code == 404
    assert client.get(reverse("meters:connection_import_check", args=[ticket + "x"])).status_code == 404


def test_a_large_file_is_taken_by_a_worker(
    client: Client, people: TownNetwork, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE_BYTES", 50)
    client.force_login(clerk)
    page = upload(client, DORA, NOWHERE)
    assert client.get(page).context["report"] is None
    shown = client.post(page)["Location"]
    job = Job.objects.get(kind="meters.import_connections")
    run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["taken"], job.result["refused"]) == (JobState.DONE, 1, 1)
    assert Connection.objects.filter(supply_number="100009").exists()
    words = client.get(shown).content.decode()
    assert "1 written, 0 already there, 1 refused." in words
    assert "Line 3" in words


@pytest.mark.parametrize("language", ["el", "en"])
def test_the_example_on_the_page_is_a_file_that_is_read(
    client: Client, people: TownNetwork, clerk: User, language: str
) -> None:
    clerk.language = language
    clerk.save(update_fields=["language"])
    client.force_login(clerk)
    page = client.get(reverse("meters:connection_import")).content.decode()
    example = page.split("<pre", 1)[1].split(">", 1)[1].split("</pre>")[0]
    report = take_connections(actor=clerk, content=example.encode(), file_name="e.csv", dry_run=True)
    assert [line.code for line in report.refused] == ["meter_elsewhere", "meter_elsewhere"]  # M-1, M-2


@pytest.mark.parametrize("role", [Role.BILLING, Role.FRONT_DESK])
def test_the_list_offers_the_import_to_who_may(client: Client, people: TownNetwork, role: Role) -> None:
    client.force_login(make_staff("somebody", role))
    words = client.get(reverse("meters:connection_list")).content.decode()
    assert (f'href="{reverse("meters:connection_import")}"' in words) == (role == Role.BILLING)


def test_the_page_asks_the_database_few_things(
    client: Client, people: TownNetwork, clerk: User, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    client.force_login(clerk)
    with budget("meters:connection_import"):
        client.get(reverse("meters:connection_import"))
