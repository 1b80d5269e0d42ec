"""A file of streets on the web: looked at first, then taken."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from network.models import AddressPoint, Street
from network.web import streets
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner() -> User:
    return make_staff("pavlos", Role.PLANNER)


def village(*more: dict[str, Any]) -> bytes:
    """Return a street of two pieces with two numbers, and what more is given, as GeoJSON."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2100"}}
    line = {"type": "LineString", "coordinates": [[407000, 4501000], [407100, 4501000]]}
    features: list[dict[str, Any]] = [{"geometry": line, "properties": {"name": "Ερμού", "number": None}}]
    for number, east in (("1", 407020), ("5 a", 407080)):
        features.append(
            {
                "geometry": {"type": "Point", "coordinates": [east, 4501010]},
                "properties": {"name": "Ερμού", "number": number},
            }
        )
    features = [{"type": "Feature", **feature} for feature in (*features, *more)]
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}).encode()


HOMELESS = {
    "geometry": {"type": "Point", "coordinates": [407050, 4501050]},
    "properties": {"name": "Αιόλου", "number": "3"},
}


def send(client: Client, content: bytes, name: str = "village.geojson") -> Any:
    """Send a file to the import page."""
    return client.post(reverse("network:street_import"), {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_looked_at_first_and_then_taken(client: Client, planner: User) -> None:
    client.force_login(planner)
    page = send(client, village(HOMELESS))["Location"]
    report = client.get(page).context["report"]
    assert (report.streets_new, report.addresses_new, len(report.refused)) == (1, 2, 1)
    assert Street.objects.count() == 0

    taken = client.post(page, follow=True)
    words = taken.content.decode()
    assert "Written: streets 1, house numbers 2." in words
    assert "Αιόλου 3" in words
    assert (Street.objects.count(), AddressPoint.objects.count()) == (1, 2)
    assert client.get(page).context["report"].writes == 0
    refused = client.get(f"{page}refused.csv").content.decode("utf-8-sig")
    assert "Αιόλου 3;There is no street of this name." in refused


def test_a_whole_good_packed_file_leads_to_the_list(client: Client, planner: User) -> None:
    client.force_login(planner)
    page = send(client, gzip.compress(village()), "village.geojson.gz")["Location"]
    assert client.post(page)["Location"] == reverse("network:street_list")
    assert Street.objects.get().name == "Ερμού"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<OGRVRTDataSource></OGRVRTDataSource>", "neither a GeoPackage nor a GeoJSON"),
        (b'{"type": "gdal_streamed_alg"}', "neither a GeoPackage nor a GeoJSON"),
        (b"{broken", "neither a GeoPackage nor a GeoJSON"),
        (gzip.compress(b"{" * 2000, mtime=0)[:20], "damaged"),
        (b"\x1f\x8bxx", "damaged"),
        (b"", "empty"),
    ],
)
def test_what_is_no_file_of_places_is_refused_at_its_field(
    client: Client, planner: User, content: bytes, words: str
) -> None:
    client.force_login(planner)
    answer = send(client, content)
    assert answer.status_code == 422
    with override("en"):
        assert words in " ".join(answer.context["form"].errors["file"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"SQLite format 3\x00 and nothing more", "not a GeoPackage or GeoJSON that can be read"),
        (b'{"type": "FeatureCollection", "features": []}', "no column with names"),
    ],
)
def test_what_cannot_be_read_as_streets_is_told_in_words(
    client: Client, planner: User, content: bytes, words: str
) -> None:
    client.force_login(planner)
    shown = client.get(send(client, content)["Location"], follow=True).content.decode()
    assert words in shown


def test_a_large_file_is_taken_by_a_worker(
    client: Client, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streets, "AT_ONCE_BYTES", 50)
    client.force_login(planner)
    page = send(client, village(HOMELESS))["Location"]
    assert client.get(page).context["report"] is None
    jobs = [client.post(page)["Location"] for _ in range(2)]
    assert jobs[0] == jobs[1]
    job = Job.objects.get()
    run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert "Written: streets 1, house numbers 2. Refused: 1. Αιόλου 3:" in job.result["summary"]
    assert Street.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PLANNER, Role.TECHNICIAN])
def test_the_list_offers_the_import_to_who_may(client: Client, role: Role) -> None:
    client.force_login(make_staff("somebody", role))
    words = client.get(reverse("network:street_list")).content.decode()
    assert (f'href="{reverse("network:street_import")}"' in words) == (role == Role.PLANNER)
