"""Office pages and API of connections and readings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gis_core.models import AccessRecord, User
from meters.choices import SensitivityKind
from meters.models import Reading, Sensitivity
from meters.services.sensitivity import record_sensitivity
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
    assert client.post(page, {"read_on": "30/09/2025", "value_m3": "49"}).status_code == 422
    assert Reading.objects.filter(read_on__year=2025).count() == 1


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
