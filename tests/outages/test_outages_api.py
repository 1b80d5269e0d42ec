"""Cuts over the API: the public sees what was announced, staff the drafts too; boxes are checked."""

from __future__ import annotations

import pytest
from django.test import Client

from gis_core.choices import Role
from gis_core.models import User
from outages.models import Outage
from outages.services.outages import approve_outage, cancel_outage
from tests.factories.billing import make_utility
from tests.factories.outages import make_outage, settle_ermou
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/outages/"


@pytest.fixture
def petros() -> User:
    make_utility()
    build_network()
    planner = make_staff("petros", Role.PLANNER)
    settle_ermou(planner)
    return planner


@pytest.fixture
def announced(petros: User) -> Outage:
    outage = make_outage(petros, title="Ανακοινωμένη")
    approve_outage(actor=petros, outage=outage)
    return outage


def titles(client: Client, **query: str) -> list[str]:
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200
    body = answer.json()["results"]
    assert body["type"] == "FeatureCollection"
    return [feature["properties"]["title"] for feature in body["features"]]


def test_the_public_reads_what_was_announced_and_staff_the_drafts_too(
    client: Client, petros: User, announced: Outage
) -> None:
    draft = make_outage(petros, title="Πρόχειρη")
    silent = make_outage(petros, title="Ματαιωμένη πρόχειρη")
    cancel_outage(actor=petros, outage=silent)
    assert titles(client) == ["Ανακοινωμένη"]
    assert client.get(f"{ADDRESS}{draft.public_id}/").status_code == 404
    client.force_login(make_staff("konstantina"))  # an account without any role
    assert titles(client) == ["Ανακοινωμένη"]
    client.force_login(petros)
    assert set(titles(client)) == {"Ανακοινωμένη", "Πρόχειρη", "Ματαιωμένη πρόχειρη"}
    assert titles(client, state="draft") == ["Πρόχειρη"]
    assert client.get(f"{ADDRESS}{draft.public_id}/").status_code == 200


def test_one_is_a_geojson_feature_without_a_word_of_people(client: Client, announced: Outage) -> None:
    feature = client.get(f"{ADDRESS}{announced.public_id}/").json()
    assert (feature["type"], feature["id"]) == ("Feature", str(announced.public_id))
    assert feature["geometry"]["type"] == "MultiPolygon"
    longitude, latitude = feature["geometry"]["coordinates"][0][0][0]
    assert (22 < longitude < 24, 40 < latitude < 42) == (True, True)
    assert set(feature["properties"]) == {
        "kind", "state", "title", "reason", "instructions", "starts_at", "ends_at", "ended_at", "revision",
        "approved_at", "updated_at", "url",
    }  # fmt: skip
    assert feature["properties"]["url"].endswith(f"/cuts/{announced.public_id}/")


def test_a_box_keeps_what_touches_it(client: Client, announced: Outage) -> None:
    longitude, latitude = announced.geom.transform(4326, clone=True).centroid.coords
    around = f"{longitude - 0.01},{latitude - 0.01},{longitude + 0.01},{latitude + 0.01}"
    assert titles(client, bbox=around) == ["Ανακοινωμένη"]
    assert titles(client, bbox="25,35,26,36") == []
    assert titles(client, ends_after="2026-12-01T13:30:00Z") == []


@pytest.mark.parametrize(
    "box",
    ["nan,40,23,41", "22,40,inf,41", "22,-inf,23,41", "22,40,23", "a,b,c,d", "23,40,22,41", "22,40,999,41"],
)
@pytest.mark.parametrize("address", [ADDRESS, "/api/v1/connections/", "/api/v1/network/pipes/"])
def test_what_is_no_box_is_answered_with_a_sentence(
    client: Client, petros: User, announced: Outage, address: str, box: str
) -> None:
    client.force_login(petros)
    answer = client.get(address, {"bbox": box}, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert answer.json()["bbox"][0].startswith("Write the box in degrees as west,south,east,north")


def test_nobody_writes_over_the_api(client: Client, petros: User, announced: Outage) -> None:
    client.force_login(petros)
    assert client.post(ADDRESS, {}).status_code == 405
    assert client.delete(f"{ADDRESS}{announced.public_id}/").status_code == 405


def test_the_description_of_the_api_names_both_addresses(client: Client) -> None:
    text = client.get("/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    assert set(text["paths"]) >= {ADDRESS, ADDRESS + "{public_id}/"}
    assert {one["name"] for one in text["paths"][ADDRESS]["get"]["parameters"]} >= {"bbox", "state", "kind"}
