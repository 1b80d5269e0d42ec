"""The map's layer of zones as they are computed."""

from __future__ import annotations

from collections.abc import Callable

import mapbox_vector_tile
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from gis_core.models import User
from gis_core.tiles.functions import function_sql, install
from gis_core.tiles.registry import find_layer
from network.choices import ZoneKind
from network.models import ComputedZone
from network.services.zone_runs import compute_zones
from tests.network.zones.districts import build

pytestmark = pytest.mark.django_db
ZOOM = 16


def purged(layer: str, x: int, y: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM gis_core_tilepurge WHERE layer = %s AND cell = hydria_cell(%s, %s, %s)",
            [layer, ZOOM, x, y],
        )
        return int(cursor.fetchone()[0])


def drawn(x: int, y: int) -> list[str]:
    layer = find_layer("computed_zones")
    assert layer is not None
    name, text = function_sql(layer)
    install(name, text)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}({ZOOM}, %s, %s)", [x, y])
        body = mapbox_vector_tile.decode(bytes(cursor.fetchone()[0] or b""))
    return sorted(
        each["properties"]["code"] for each in body.get("computed_zones", {"features": []})["features"]
    )


def test_what_was_computed_is_drawn_and_kept_tiles_are_told() -> None:
    districts = build(ZoneKind.DMA)
    half, size = 20037508.342789244, 2 * 20037508.342789244 / 2**ZOOM
    middle = districts.nodes["B"].geom_3857
    x, y = int((middle.x + half) // size), int((half - middle.y) // size)
    assert not ComputedZone.objects.exists()
    assert drawn(x, y) == []
    before = purged("computed_zones", x, y)
    compute_zones(actor=None, kind=ZoneKind.DMA)
    assert purged("computed_zones", x, y) > before
    assert set(ComputedZone.objects.values_list("pk", flat=True)) == {districts.west.pk, districts.east.pk}
    districts.west.refresh_from_db()
    shown = ComputedZone.objects.get(pk=districts.west.pk)
    assert districts.west.computed_geom is not None
    assert shown.geom.equals(districts.west.computed_geom)
    assert shown.geom_3857.srid == 3857
    assert "Δ1" in drawn(x, y)
    before = purged("computed_zones", x, y)
    districts.west.delete()
    assert purged("computed_zones", x, y) > before
    assert "Δ1" not in drawn(x, y)


def test_its_card_leads_to_the_zone_and_who_sees_zones_sees_it(
    client_as: Callable[[User], Client], actor: Callable[..., User]
) -> None:
    districts = build(ZoneKind.DMA)
    compute_zones(actor=None, kind=ZoneKind.DMA)
    url = reverse("tiles:identify", args=["computed_zones", districts.west.pk])
    page = client_as(actor(Role.TECHNICIAN)).get(url).content.decode()
    assert reverse("network:zone_detail", args=[districts.west.pk]) in page
    assert client_as(actor(Role.PROCUREMENT)).get(url).status_code == 404
    zones, computed = find_layer("zones"), find_layer("computed_zones")
    assert zones is not None
    assert computed is not None
    assert (zones.roles, zones.style != computed.style) == (computed.roles, True)
