"""Files that are larger than can be held are refused in a sentence, before they fill the memory."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from documents.models import StoredFile
from gis_core.choices import Role
from network.domain.exchange import reading
from network.errors import NetworkFileError
from network.services.exchange_import import with_layers
from network.web import exchange
from tests.factories.people import make_staff


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(NetworkFileError) as told:
        with_layers(content, name, len)
    return str(told.value)


POINTS = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [22.95, 40.63]}, "properties": {"n": i}}
        for i in range(4)
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name"),
    [(json.dumps(POINTS).encode(), "k.geojson"), (b"x;y\n" + b"22.95;40.63\n" * 5, "k.csv")],
)
def test_more_objects_than_a_plan_can_hold_are_refused(
    monkeypatch: pytest.MonkeyPatch, content: bytes, name: str
) -> None:
    with_layers(content, name, len)
    monkeypatch.setattr(reading, "MOST_OBJECTS", 3)
    assert refusal(content, name) == f"The file {name} has more than a million objects; send it in parts."


def test_a_file_that_unpacks_to_more_than_the_disk_should_bear_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("k.csv", "x;y\n" + "22.95;40.63\n" * 1000)
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 9_000)
    assert (
        refusal(packed.getvalue(), "k.zip") == "The file k.zip unpacks to more than 1 GB; send it in parts."
    )


@pytest.mark.django_db
def test_an_upload_that_is_too_large_is_refused_and_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(make_staff("eleni", Role.PLANNER))
    page = client.get(reverse("network:exchange")).content.decode()
    assert "A file has at most 256 MB, 1 GB when unpacked, and a million objects" in page
    monkeypatch.setattr(exchange, "LARGEST_UPLOAD", 10)
    sent = client.post(
        reverse("network:exchange_upload"), {"file": SimpleUploadedFile("k.csv", b"x;y\n22.95;40.63\n")}
    )
    told = [str(message) for message in get_messages(sent.wsgi_request)]
    assert told == ["The file is larger than 256 MB; send it in parts."]
    assert not StoredFile.objects.exists()
