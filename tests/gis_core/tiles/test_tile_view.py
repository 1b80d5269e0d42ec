"""Tiles over HTTP: who may see which, what a tile holds, when it need not be sent again."""

from __future__ import annotations

import mapbox_vector_tile
import pytest
from django.db import connection
from django.test import Client

from gis_core.choices import Role
from tests.factories.people import make_staff
from tests.gis_core.tiles.places import tile_at
from tests.world import build_network

pytestmark = pytest.mark.django_db
TOWN = tile_at(200, 250, 15)


def url(layers: str, place: tuple[int, int, int] = TOWN) -> str:
    z, x, y = place
    return f"/tiles/{layers}/{z}/{x}/{y}.mvt"


def cached_layers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT split_part(layers, ',@', 1) FROM gis_core_tilecache ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_a_technician_gets_the_pipes_with_their_ids(client: Client) -> None:
    town = build_network()
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    response = client.get(url("pipes"))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert response.headers["Cache-Control"] == "private, no-cache"
    features = mapbox_vector_tile.decode(response.content)["pipes"]["features"]
    p3 = next(feature for feature in features if feature["id"] == town.pipes["p3"].pk)
    assert p3["properties"] == {
        "code": "p3", "diameter_mm": 160.0, "status": "open", "lifecycle": "in_service",
    }  # fmt: skip


@pytest.mark.parametrize(("layers", "status"), [("pipes", 401), ("streets,pipes", 401), ("streets", 200)])
def test_a_passer_by_gets_public_layers_only(client: Client, layers: str, status: int) -> None:
    build_network()
    assert client.get(url(layers)).status_code == status


def test_a_role_without_the_layer_is_refused_and_leaves_no_trace(client: Client) -> None:
    build_network()
    client.force_login(make_staff("petros", Role.PROCUREMENT))
    assert client.get(url("streets")).status_code == 200
    assert client.get(url("pipes,streets")).status_code == 403
    assert cached_layers() == ["streets"]


def test_public_layers_may_be_kept_by_shared_caches_but_are_asked_for_again(client: Client) -> None:
    build_network()
    assert client.get(url("streets")).headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    "path", ["/tiles/nothing/15/1/1.mvt", "/tiles/streets/2/9/1.mvt", "/tiles/streets/21/1/1.mvt"]
)
def test_what_is_no_tile_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_unchanged_tile_is_not_sent_again_and_a_changed_one_is(client: Client) -> None:
    town = build_network()
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    tag = client.get(url("pipes")).headers["ETag"]
    again = client.get(url("pipes"), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    town.pipes["p3"].code = "p3-new"
    town.pipes["p3"].save()
    changed = client.get(url("pipes"), headers={"If-None-Match": tag})
    assert changed.status_code == 200
    features = mapbox_vector_tile.decode(changed.content)["pipes"]["features"]
    assert "p3-new" in {feature["properties"]["code"] for feature in features}


def test_who_lost_the_role_loses_the_tile_at_once(client: Client) -> None:
    build_network()
    giorgos = make_staff("giorgos", Role.TECHNICIAN)
    client.force_login(giorgos)
    assert client.get(url("pipes")).status_code == 200
    giorgos.user_roles.all().delete()
    assert client.get(url("pipes")).status_code == 403


def test_a_tile_cannot_be_written_to(client: Client) -> None:
    assert client.post(url("streets")).status_code == 405
