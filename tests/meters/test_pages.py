"""Office pages and API of connections and readings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_core.choices import JobState
from gis_core.models import AccessRecord, Job, User
from gis_core.services.jobs import run_job_now
from meters.choices import SensitivityKind
from meters.models import Reading, Sensitivity
from meters.services.reading_files import take_readings
from meters.services.sensitivity import record_sensitivity
from meters.web import imports
from tests.factories import meters as make
from tests.world import TownNetwork


@pytest.mark.parametrize("typed", ["ερμου 12", "ΕΡΜΟΎ 12", "ermou 12", "100002"])
def test_list_finds_an_address_however_typed(
    client: Client, people: TownNetwork, clerk: User, typed: str
) -> None:
    client.force_login(clerk)
    answer = client.get(reverse("meters:connection_list"), {"q": typed})
    assert [row.record.supply_number for row in answer.context["table"].rows] == ["100002"]


@pytest.mark.parametrize("tab", ["consumption", "readings", "meters", "payers", "documents", "history"])
def test_card_shows_every_tab(client: Client, people: TownNetwork, clerk: User, tab: str) -> None:
    client.force_login(clerk)
    page = reverse("meters:connection_detail", args=[make.get_connection("100001").pk])
    answer = client.get(page, {"tab": tab})
    assert answer.status_code == 200
    assert "Αντωνίου" in answer.content.decode()


@pytest.mark.parametrize("name", ["reading_list", "route_list", "reading_import"])
def test_pages_open(client: Client, people: TownNetwork, clerk: User, name: str) -> None:
    client.force_login(clerk)
    assert client.get(reverse(f"meters:{name}")).status_code == 200


def test_a_file_is_checked_then_written(client: Client, people: TownNetwork, clerk: User) -> None:
    client.force_login(clerk)
    content = "παροχή;ημερομηνία;ένδειξη\n100001;30/06/2025;50\n999999;30/06/2025;1\n".encode()
    upload = SimpleUploadedFile("june.csv", content, "text/csv")
    check = client.post(reverse("meters:reading_import"), {"file": upload})
    page = check["Location"]
    report = client.get(page)
    assert report.context["report"].taken == 1
    assert not Reading.objects.filter(read_on="2025-06-30").exists()
    client.post(page)
    assert Reading.objects.get(read_on="2025-06-30").recorded_by == clerk
    refused = client.get(f"{page}refused.csv").content.decode("utf-8-sig")
    assert "999999;30/06/2025;1" in refused.replace('"', "")


def test_a_reading_is_typed_on_the_card(client: Client, people: TownNetwork, clerk: User) -> None:
    client.force_login(clerk)
    page = reverse("meters:reading_create", args=[make.get_connection("100001").pk])
    assert client.post(page, {"read_on": "30/06/2025", "value_m3": "50,5"}).status_code == 302
    assert client.post(page, {"read_on": "30/09/2025", "value_m3": "123456"}).status_code == 422
    assert client.post(page, {"read_on": "30/09/2025", "value_m3": "fifty"}).status_code == 422
    assert Reading.objects.get(read_on__year=2025).value_m3 == Decimal("50.5")


def test_each_reading_of_a_sensitivity_record_is_written_down(
    client: Client, people: TownNetwork, planner: User, clerk: User
) -> None:
    connection = make.get_connection("100001")
    record_sensitivity(
        actor=planner, connection=connection, kind=SensitivityKind.SCHOOL, evidence="3ο Δημοτικό",
        valid_from=date(2025, 1, 1), expires_on=date(2090, 1, 1),
    )  # fmt: skip
    page = reverse("meters:sensitivity_read", args=[connection.pk])
    client.force_login(clerk)
    assert client.post(page, {"purpose": "x"}).status_code == 403
    client.force_login(planner)
    assert "3ο Δημοτικό" not in client.get(page).content.decode()
    assert "3ο Δημοτικό" in client.post(page, {"purpose": "Διακοπή"}).content.decode()
    written = AccessRecord.objects.get()
    assert (written.user, written.subject_id, written.purpose) == (
        planner,
        Sensitivity.objects.get().pk,
        "Διακοπή",
    )


def test_reading_that_there_is_no_sensitivity_record_is_written_down_too(
    client: Client, people: TownNetwork, planner: User
) -> None:
    connection = make.get_connection("100001")
    client.force_login(planner)
    page = reverse("meters:sensitivity_read", args=[connection.pk])
    assert client.post(page, {"purpose": "Διακοπή"}).status_code == 200
    written = AccessRecord.objects.get()
    assert (written.user, written.subject, written.subject_id, written.purpose) == (
        planner, "meters.connection.sensitivities", connection.pk, "Διακοπή",
    )  # fmt: skip
    assert written.at.date() == timezone.now().date()


def test_api_gives_geojson_and_takes_a_reading_once(
    client: Client, people: TownNetwork, clerk: User, tmp_path: Path
) -> None:
    client.force_login(clerk)
    body = client.get(reverse("api_connection_list"), {"supply_number": "100001"}).json()
    features = body["results"]["features"] if "results" in body else body["features"]
    assert [feature["properties"]["supply_number"] for feature in features] == ["100001"]
    sent = {"supply_number": "100001", "read_on": "2025-06-30", "value_m3": "50"}
    for _ in range(2):
        assert client.post(reverse("api_reading_list"), sent, "application/json").status_code == 201
    answer = client.post(reverse("api_reading_list"), sent | {"value_m3": "51"}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "other_value")
    assert Reading.objects.filter(read_on="2025-06-30").count() == 1


def test_api_answers_a_key_with_the_reading_it_was_answered_with_first(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    client.force_login(clerk)
    url = reverse("api_reading_list")
    sent = {"supply_number": "100001", "read_on": "2025-06-30", "value_m3": "50"}
    key = {"Idempotency-Key": "round-7/1"}
    answers = [client.post(url, sent, "application/json", headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()

    other = client.post(url, sent | {"read_on": "2025-07-01"}, "application/json", headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    refused = client.post(
        url, sent | {"value_m3": "51"}, "application/json", headers={"Idempotency-Key": "round-7/2"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "other_value")
    assert Reading.objects.filter(read_on__year=2025).count() == 1


def test_a_large_file_is_taken_by_a_worker(
    client: Client, people: TownNetwork, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE_BYTES", 50)
    client.force_login(clerk)
    content = b"supply_number;read_on;value_m3\n100001;30/06/2025;50\n999999;30/06/2025;1\n"
    upload = SimpleUploadedFile("june.csv", content, "text/csv")
    page = client.post(reverse("meters:reading_import"), {"file": upload})["Location"]
    assert client.get(page).context["report"] is None
    jobs = [client.post(page)["Location"] for _ in range(2)]
    assert jobs[0] == jobs[1]
    job = Job.objects.get()
    assert not Reading.objects.filter(read_on__year=2025).exists()

    run_job_now(job.pk)
    job.refresh_from_db()

    assert (job.state, job.result["taken"], job.result["refused"]) == (JobState.DONE, 1, 1)
    assert Reading.objects.get(read_on__year=2025).recorded_by == clerk


@pytest.mark.parametrize(
    "name", ["connection_list", "connection_detail", "reading_list", "route_list", "reading_import"]
)
def test_pages_ask_the_database_few_things(
    client: Client, people: TownNetwork, clerk: User, name: str,
    budget: Callable[[str], AbstractContextManager[object]],
) -> None:  # fmt: skip
    client.force_login(clerk)
    arguments = [make.get_connection("100001").pk] if name == "connection_detail" else []
    with budget(f"meters:{name}"):
        client.get(reverse(f"meters:{name}", args=arguments))


@pytest.mark.parametrize("name", ["api_connection_list", "api_reading_list"])
def test_the_api_asks_the_database_few_things(
    client: Client, people: TownNetwork, clerk: User, name: str,
    budget: Callable[[str], AbstractContextManager[object]],
) -> None:  # fmt: skip
    client.force_login(clerk)
    with budget(name):
        client.get(reverse(name))


def test_card_shows_who_pays_which_meter_and_what_goes_on(
    client: Client, people: TownNetwork, clerk: User, planner: User, tmp_path: Path
) -> None:
    make.bring_readings(tmp_path, "100001;01/03/2025;100", "100001;01/03/2026;173")
    page = reverse("meters:connection_detail", args=[make.get_connection("100001").pk])
    client.force_login(clerk)
    answer = client.get(page)
    overview, words = answer.context["overview"], answer.content.decode()
    assert (overview.payer.afm, overview.meter.last.value_m3) == ("094259216", 173)
    assert (overview.meter.mean_m3, overview.zones) == (Decimal("0.2"), ["Όλη η πόλη"])
    assert 'data-layers="streets,pipes,connections,outages"' in words
    assert "No cut and no open fault." in words
    assert (
        words.count(f'href="{reverse("meters:connection_list")}" class="on"') == 2
    )  # on the rail and the phone's

    client.force_login(planner)
    assert client.get(page).context["overview"].payer.afm == "●●●●●9216"


def test_the_drawer_of_the_map_counts_needs_only_for_who_may_know(
    client: Client, people: TownNetwork, clerk: User, planner: User
) -> None:
    connection = make.get_connection("100001")
    record_sensitivity(
        actor=planner, connection=connection, kind=SensitivityKind.SCHOOL, evidence="3ο Δημοτικό",
        valid_from=date(2025, 1, 1), expires_on=date(2090, 1, 1),
    )  # fmt: skip
    page = reverse("tiles:identify", args=["connections", connection.pk])
    client.force_login(planner)
    shown = client.get(page).content.decode()
    assert "100001" in shown
    assert "Sensitivity records" in shown
    assert "3ο Δημοτικό" not in shown
    client.force_login(clerk)
    assert "Sensitivity records" not in client.get(page).content.decode()


@pytest.mark.parametrize("language", ["el", "en"])
def test_the_example_on_the_import_page_is_a_file_that_is_read(
    client: Client, people: TownNetwork, clerk: User, language: str
) -> None:
    clerk.language = language
    clerk.save(update_fields=["language"])
    client.force_login(clerk)
    page = client.get(reverse("meters:reading_import")).content.decode()
    example = page.split("<pre", 1)[1].split(">", 1)[1].split("</pre>")[0]
    report = take_readings(actor=clerk, content=example.encode(), file_name="example.csv", dry_run=True)
    assert [line.code for line in report.refused] == ["unknown_supply", "unknown_supply"]
