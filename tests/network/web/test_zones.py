"""Zones on the web: drawn on the map or written as corners, changed, with their history."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from gis_core.choices import Role
from gis_core.models import User
from network.choices import ZoneKind
from network.models import Zone
from network.search import find_zones
from tests.factories.network import SRID, make_zone, square
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

CORNERS = "407000 4501000\n407100 4501000\n407100 4501100\n407000 4501100"
NEW = {"name": "Άνω πόλη", "code": "ΑΝΩ", "kind": "pressure", "area": "", "corners": ""}


@pytest.fixture
def planner() -> User:
    return make_staff("maria", Role.PLANNER)


def drawn(polygon: Polygon) -> str:
    """Return a polygon as the map writes it."""
    return str(polygon.transform(4326, clone=True).json)


def told(answer: Any, field: str) -> str:
    """Return what the form says at the field, in English."""
    with override("en"):
        return " ".join(answer.context["form"].errors[field])


def test_a_zone_is_drawn_on_the_map(client: Client, planner: User) -> None:
    client.force_login(planner)
    answer = client.post(reverse("network:zone_create"), NEW | {"area": drawn(square(0, 0, 100, 200))})
    zone = Zone.objects.get()
    assert answer["Location"] == reverse("network:zone_detail", args=[zone.pk])
    assert (zone.name, zone.code, zone.kind) == ("Άνω πόλη", "ΑΝΩ", ZoneKind.PRESSURE)
    assert zone.geom.area == pytest.approx(20_000, abs=0.1)
    page = client.get(answer["Location"]).content.decode()
    assert "Zone Άνω πόλη was drawn." in page
    assert "0.020" in page  # km²
    assert "maria" in page  # who made it


def test_a_zone_is_written_as_corners(client: Client, planner: User) -> None:
    client.force_login(planner)
    client.post(reverse("network:zone_create"), NEW | {"corners": CORNERS.replace("\n", "\r\n")})
    assert Zone.objects.get().geom.equals(MultiPolygon(square(0, 0, 100, 100), srid=SRID))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({}, "__all__", "Draw the area on the map"),
        ({"corners": "407000 4501000\nhere"}, "corners", "Line 2 is no pair"),
        ({"corners": "0 0\n1 1\n2 0"}, "corners", "Line 1 does not lie in Greece"),
        ({"corners": "407000 4501000\n407100 4501100\n407100 4501000\n407000 4501100"}, "corners", "crosses"),
        ({"corners": "POLYGON((407000 4501000, 407100"}, "corners", "cannot be read"),
        ({"corners": "POLYGON((0 0, 1 0, 1 10, 0 0))"}, "corners", "does not lie in Greece"),
        ({"area": "{}"}, "__all__", "cannot be read"),
        ({"area": '{"type": "Point", "coordinates": [22.9, 40.6]}'}, "__all__", "no area"),
        ({"area": drawn(square(0, 0, 9, 9)), "corners": CORNERS}, "corners", "both changed"),
        ({"corners": CORNERS, "code": "ΟΛΗ"}, "code", "a zone “ΟΛΗ” already"),
        ({"corners": CORNERS, "name": ""}, "name", "required"),
        ({"corners": CORNERS, "kind": "other"}, "kind", "valid choice"),
    ],
)
def test_what_is_no_zone_is_told_in_words(
    client: Client, planner: User, change: dict[str, str], field: str, words: str
) -> None:
    make_zone("ΟΛΗ", "Όλη η πόλη", square(0, 0, 500, 500))
    client.force_login(planner)
    answer = client.post(reverse("network:zone_create"), NEW | change)
    assert answer.status_code == 422
    assert words in told(answer, field)
    assert Zone.objects.count() == 1


def sent_back(client: Client, zone: Zone) -> dict[str, str]:
    """Return what a browser sends when the form of the zone is left as it is."""
    form = client.get(reverse("network:zone_edit", args=[zone.pk])).context["form"]
    return {name: str(form[name].value()) for name in form.fields}


def test_names_change_and_the_area_stays_to_the_last_digit(client: Client, planner: User) -> None:
    zone = make_zone("ΝΟΤΙΑ", "Νότια", square(0.123456, 0, 100, 100))
    before = zone.geom.wkb
    client.force_login(planner)
    same = sent_back(client, zone)
    answer = client.post(reverse("network:zone_edit", args=[zone.pk]), same | {"name": "Νότια ζώνη"})
    zone.refresh_from_db()
    assert (zone.name, bytes(zone.geom.wkb)) == ("Νότια ζώνη", bytes(before))
    page = client.get(answer["Location"]).content.decode()
    assert "<del>Νότια</del> → Νότια ζώνη" in page


@pytest.mark.parametrize("way", ["area", "corners"])
def test_an_area_changes_where_it_was_changed(client: Client, planner: User, way: str) -> None:
    zone = make_zone("ΝΟΤΙΑ", "Νότια", square(0, 0, 100, 100))
    client.force_login(planner)
    corners = CORNERS.replace("407100", "407050")
    new = {"area": drawn(square(0, 0, 50, 100)), "corners": corners}
    sent = sent_back(client, zone) | {way: new[way]}
    client.post(reverse("network:zone_edit", args=[zone.pk]), sent)
    zone.refresh_from_db()
    assert zone.geom.area == pytest.approx(5_000, abs=0.1)


def test_a_zone_with_a_hole_or_of_two_polygons_is_changed_by_its_text_only(
    client: Client, planner: User
) -> None:
    client.force_login(planner)
    hole = Polygon(square(0, 0, 100, 100).exterior_ring, square(40, 40, 60, 60).exterior_ring, srid=SRID)
    holed, parts = make_zone("Α", "Με τρύπα", hole), make_zone("Β", "Δύο", square(0, 0, 10, 10))
    Zone.objects.filter(pk=parts.pk).update(
        geom=MultiPolygon(square(0, 0, 10, 10), square(20, 0, 30, 10), srid=SRID)
    )
    for zone, area_m2 in ((holed, 9_600), (parts, 200)):
        page = reverse("network:zone_edit", args=[zone.pk])
        assert 'data-map="draw"' not in client.get(page).content.decode()
        same = sent_back(client, zone)
        assert client.post(page, same | {"name": "Άλλο όνομα"}).status_code == 302
        zone.refresh_from_db()
        assert (zone.name, zone.geom.area) == ("Άλλο όνομα", area_m2)
    written = sent_back(client, parts)["corners"].replace("407030.00", "407040.00")
    client.post(
        reverse("network:zone_edit", args=[parts.pk]), sent_back(client, parts) | {"corners": written}
    )
    parts.refresh_from_db()
    assert (len(parts.geom), parts.geom.area) == (2, 300)


def test_the_map_is_given_the_area_in_degrees(client: Client, planner: User) -> None:
    zone = make_zone("ΝΟΤΙΑ", "Νότια", square(0, 0, 100, 100))
    client.force_login(planner)
    area = json.loads(sent_back(client, zone)["area"])
    longitude, latitude = area["coordinates"][0][0][0]
    assert (round(longitude, 1), round(latitude, 1)) == (22.9, 40.7)


def test_who_only_looks_is_offered_no_pencil(client: Client) -> None:
    zone = make_zone("ΝΟΤΙΑ", "Νότια", square(0, 0, 100, 100))
    client.force_login(make_staff("giorgos", Role.TECHNICIAN))
    page = client.get(reverse("network:zone_detail", args=[zone.pk])).content.decode()
    assert reverse("network:zone_edit", args=[zone.pk]) not in page
    assert reverse("network:zone_create") not in client.get(reverse("network:zone_list")).content.decode()
    assert client.post(reverse("network:zone_edit", args=[zone.pk]), NEW).status_code == 403


def test_the_card_asks_the_database_few_things(
    client: Client, planner: User, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    zone = make_zone("ΝΟΤΙΑ", "Νότια", square(0, 0, 100, 100))
    client.force_login(planner)
    with budget("network:zone_detail"):
        client.get(reverse("network:zone_detail", args=[zone.pk]))


@pytest.mark.parametrize("typed", ["νοτια ζωνη", "NOTIA", "ν1"])
def test_the_search_box_finds_a_zone(client: Client, planner: User, typed: str) -> None:
    zone = make_zone("Ν1", "Νότια ζώνη", square(0, 0, 100, 100))
    make_zone("ΟΛΗ", "Όλη η πόλη", square(0, 0, 500, 500))
    client.force_login(planner)
    assert [hit.title for hit in find_zones(typed, planner, 5)] == ["Νότια ζώνη"]
    assert (
        reverse("network:zone_detail", args=[zone.pk])
        in client.get(reverse("gis_core:search"), {"q": typed}).content.decode()
    )
    assert list(find_zones(typed, make_staff("katina", Role.CONSUMER), 5)) == []


def test_the_drawer_of_the_map_leads_to_the_card(client: Client, planner: User) -> None:
    zone = make_zone("ΝΟΤΙΑ", "Νότια", square(0, 0, 100, 100))
    client.force_login(planner)
    drawer = client.get(reverse("tiles:identify", args=["zones", zone.pk])).content.decode()
    assert reverse("network:zone_detail", args=[zone.pk]) in drawer
