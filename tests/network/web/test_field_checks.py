"""The field check: what crews send from a valve."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import cast
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from documents.selectors.files import list_attachments
from gis_core.choices import Role
from gis_core.models import User
from network.choices import ValveCondition, ValveState
from network.models import ShutoffValve, ValveCheck
from tests.factories.network import make_shutoff, point
from tests.factories.people import make_staff
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> TownNetwork:
    return build_network()


@pytest.fixture
def valve(town: TownNetwork) -> ShutoffValve:
    return make_shutoff("Β-7", town.pipes["p3"], offset_m=2)


@pytest.fixture
def takis() -> User:
    return make_staff("takis", Role.TECHNICIAN)


def _photo() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "blue").save(buffer, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", buffer.getvalue())


def test_a_check_sent_twice_is_one_with_photo_and_position(
    client: Client, valve: ShutoffValve, takis: User
) -> None:
    client.force_login(takis)
    url = reverse("network:shutoff_check", args=[valve.pk])
    place = cast(Point, valve.geom.transform(4326, clone=True))
    given = {
        "request_key": str(uuid4()), "state": "closed", "condition": "working", "turns": "14,5", "remarks": "Σκληρή",
        "longitude": f"{place.x:.7f}", "latitude": f"{place.y:.7f}", "accuracy": "4.0",
    }  # fmt: skip

    assert client.post(url, {**given, "photo": _photo()}).status_code == 302
    assert client.post(url, {**given, "photo": _photo()}).status_code == 302

    check = ValveCheck.objects.get()
    assert (check.turns, check.state, check.remarks, check.checked_by) == (
        Decimal("14.5"),
        "closed",
        "Σκληρή",
        takis,
    )
    assert cast(Point, check.position).distance(valve.geom) < 0.1
    assert check.accuracy_m == 4.0
    assert [file.kind for file in list_attachments(check)] == ["photo"]
    valve.refresh_from_db()
    assert (valve.state, valve.condition, valve.last_worked_by) == (
        ValveState.CLOSED,
        ValveCondition.WORKING,
        takis,
    )
    card = client.get(reverse("network:shutoff_detail", args=[valve.pk])).content.decode()
    assert "Σκληρή" in card
    assert "photo.jpg" in card


def test_a_check_without_position_is_kept_and_a_file_that_is_no_photo_is_not(
    client: Client, valve: ShutoffValve, takis: User
) -> None:
    client.force_login(takis)
    url = reverse("network:shutoff_check", args=[valve.pk])
    given = {"request_key": str(uuid4()), "state": "open", "condition": "not_found"}

    refused = client.post(url, {**given, "photo": SimpleUploadedFile("x.jpg", b"no photo")})
    assert refused.status_code == 422
    assert not ValveCheck.objects.exists()

    assert client.post(url, given).status_code == 302
    valve.refresh_from_db()
    assert valve.condition == ValveCondition.NOT_FOUND
    assert ValveCheck.objects.get().position is None


def test_valves_near_by_come_with_the_nearest_first(
    client: Client, town: TownNetwork, valve: ShutoffValve, takis: User
) -> None:
    make_shutoff("ΜΑΚΡΙΑ", town.pipes["p10"], at_end=True)
    client.force_login(takis)
    url = reverse("network:shutoff_near")
    assert "Β-7" not in client.get(url).content.decode()
    here = point(0, 200)
    here.transform(4326)

    page = client.get(url, {"longitude": f"{here.x:.6f}", "latitude": f"{here.y:.6f}"}).content.decode()

    assert page.index("Β-7") < page.index("ΜΑΚΡΙΑ")
    assert reverse("network:shutoff_check", args=[valve.pk]) in page
    assert client.get(url, {"longitude": "x", "latitude": "1e300"}).status_code == 200


def test_who_reads_meters_checks_no_valves(client: Client, valve: ShutoffValve) -> None:
    client.force_login(make_staff("petros", Role.READER))
    assert client.get(reverse("network:shutoff_check", args=[valve.pk])).status_code == 403
