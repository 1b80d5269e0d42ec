"""The network as GeoJSON for staff, by box."""

from __future__ import annotations

import pytest
from django.test import Client

from gis_core.choices import Role
from network.models import Pipe
from network.selectors.places import to_lon_lat
from tests.factories.network import point
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db
KINDS = ("nodes", "pipes", "pumps", "valves", "zones", "streets")


def test_staff_read_features_in_degrees(client: Client) -> None:
    town = build_network()
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    counts = {}
    for kind in KINDS:
        answer = client.get(f"/api/v1/network/{kind}/").json()
        assert answer["type"] == "FeatureCollection"
        counts[kind] = len(answer["features"])
    assert counts == {"nodes": 11, "pipes": 10, "pumps": 1, "valves": 1, "zones": 2, "streets": 4}
    pipe = client.get(f"/api/v1/network/pipes/{town.pipes['p3'].pk}/").json()
    assert (pipe["type"], pipe["geometry"]["type"], pipe["properties"]["code"]) == (
        "Feature",
        "LineString",
        "p3",
    )
    assert pipe["geometry"]["coordinates"][0] == pytest.approx([22.90, 40.65], abs=0.02)


def test_a_box_keeps_what_touches_it(client: Client) -> None:
    build_network()
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    corners = [to_lon_lat(point(-10, 440)), to_lon_lat(point(250, 460))]
    box = ",".join(str(value) for corner in corners for value in corner)
    found = client.get("/api/v1/network/pipes/", {"bbox": box}).json()
    assert [feature["properties"]["code"] for feature in found["features"]] == ["p8"]
    for wrong in ("1,2,3", "a,b,c,d", "3,3,1,1", "nan,1,2,3"):
        assert client.get("/api/v1/network/pipes/", {"bbox": wrong}).status_code == 400


def test_others_read_nothing(client: Client) -> None:
    build_network()
    assert Pipe.objects.count() == 10
    assert client.get("/api/v1/network/pipes/").status_code in {401, 403}
    client.force_login(make_staff("katina", Role.CONSUMER))
    for kind in KINDS:
        assert client.get(f"/api/v1/network/{kind}/").status_code == 403
