"""OGC API Features: the members that the standard requires, the roles of the map, pages, boxes, limits."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from gis_core.choices import Role
from network.api import ogc_limits
from tests.factories.people import make_staff
from tests.world import TownNetwork, build_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> TownNetwork:
    cache.clear()
    return build_network()


@pytest.fixture
def maria(client: Client) -> Client:
    client.force_login(make_staff("maria", Role.PLANNER))
    return client


def get(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(path)
    assert answer.status_code == status, answer.content
    return answer.json()


def rels(body: dict[str, Any]) -> set[str]:
    for link in body["links"]:
        assert link["href"].startswith("http://testserver/")
        assert link["type"]
    return {link["rel"] for link in body["links"]}


def test_the_landing_page_leads_everywhere(client: Client, town: TownNetwork) -> None:
    body = get(client, "/ogc/")
    assert rels(body) >= {"self", "service-desc", "service-doc", "conformance", "data"}
    for link in body["links"]:
        if link["rel"] in {"service-desc", "conformance", "data"}:
            assert client.get(link["href"]).status_code == 200
    classes = get(client, "/ogc/conformance/")["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in classes
    document = get(client, "/ogc/api/")
    assert document["openapi"].startswith("3.0")
    assert client.get("/ogc/api/")["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert set(document["paths"]) >= {"/collections/{collectionId}/items/", "/conformance/"}


def test_strangers_see_the_public_layers_and_no_others(client: Client, town: TownNetwork) -> None:
    names = {c["id"] for c in get(client, "/ogc/collections/")["collections"]}
    assert "streets" in names
    assert not names & {"pipes", "junctions", "shutoff_valves", "connections"}
    assert get(client, "/ogc/collections/pipes/items/", 404)["code"] == "NotFound"
    assert get(client, "/ogc/collections/streets/items/")["numberReturned"] == len(town.streets)


def test_a_collection_says_its_box_and_where_its_items_are(maria: Client, town: TownNetwork) -> None:
    listed = {c["id"]: c for c in get(maria, "/ogc/collections/")["collections"]}
    assert listed["pipes"]["itemType"] == "feature"
    body = get(maria, "/ogc/collections/pipes/")
    assert body["id"] == "pipes"
    assert {"self", "items"} <= rels(body)
    west, south, east, north = body["extent"]["spatial"]["bbox"][0]
    assert 22.8 < west < east < 23
    assert 40.6 < south < north < 40.7


def test_items_come_page_by_page_until_the_last(maria: Client, town: TownNetwork) -> None:
    answer = maria.get("/ogc/collections/pipes/items/?limit=2")
    assert answer["Content-Type"] == "application/geo+json"
    seen: list[int] = []
    path: str | None = "/ogc/collections/pipes/items/?limit=2"
    while path:
        body = get(maria, path)
        assert body["type"] == "FeatureCollection"
        assert body["numberReturned"] == len(body["features"]) <= 2
        assert {"self", "collection"} <= rels(body)
        seen += [feature["id"] for feature in body["features"]]
        path = next((link["href"] for link in body["links"] if link["rel"] == "next"), None)
    assert seen == sorted(pipe.pk for pipe in town.pipes.values())


def test_a_box_keeps_what_touches_it(maria: Client, town: TownNetwork) -> None:
    whole = get(maria, "/ogc/collections/pipes/")["extent"]["spatial"]["bbox"][0]
    text = ",".join(map(str, whole))
    everything = get(maria, f"/ogc/collections/pipes/items/?bbox={text}")["numberReturned"]
    assert everything == len(town.pipes)
    west, south, east, north = whole
    with_heights = f"{west},{south},-10,{east},{north},300"
    assert get(maria, f"/ogc/collections/pipes/items/?bbox={with_heights}")["numberReturned"] == everything
    assert get(maria, "/ogc/collections/pipes/items/?bbox=10,10,11,11")["numberReturned"] == 0


def test_a_feature_is_geojson_in_degrees(maria: Client, town: TownNetwork) -> None:
    pipe = town.pipes["p3"]
    body = get(maria, f"/ogc/collections/pipes/items/{pipe.pk}/")
    assert (body["type"], body["id"], body["geometry"]["type"]) == ("Feature", pipe.pk, "LineString")
    assert body["properties"]["code"] == pipe.code
    assert body["properties"]["diameter_mm"] == float(pipe.diameter_mm)
    longitude, latitude = body["geometry"]["coordinates"][0]
    assert 22.8 < longitude < 23
    assert 40.6 < latitude < 40.7
    assert get(maria, "/ogc/collections/pipes/items/999999999/", 404)["code"] == "NotFound"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=x",
        "bbox=1,2,3",
        "bbox=a,b,c,d",
        "datetime=yesterday",
        "color=red",
        "after=-1",
        "f=html",
    ],
)
def test_what_is_not_known_or_cannot_be_read_is_a_400(maria: Client, town: TownNetwork, query: str) -> None:
    assert get(maria, f"/ogc/collections/pipes/items/?{query}", 400)["code"] == "InvalidParameterValue"


@pytest.mark.parametrize(
    "when", ["2024-01-01", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z/..", "../2024-01-01"]
)
def test_layers_without_time_match_every_moment(maria: Client, town: TownNetwork, when: str) -> None:
    assert get(maria, f"/ogc/collections/pipes/items/?datetime={when}")["numberReturned"] == len(town.pipes)


def test_strangers_have_a_limit(client: Client, town: TownNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ogc_limits, "MOST", 2)
    assert [client.get("/ogc/").status_code for _n in range(3)] == [200, 200, 429]
    cache.clear()
