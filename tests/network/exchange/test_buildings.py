"""Buildings come with files: outlines and points, mended or refused, met again or only called the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gis_core.choices import Role
from network.choices import BuildingUse
from network.domain.exchange.guessing import guess_mapping
from network.domain.exchange.targets import Role as LayerRole
from network.models import Building, SupplySystem
from network.selectors.buildings import building_reached, lines_reaching
from network.services.exchange_import import Destination, catalogue_codes, take_file, with_layers
from network.types import ExchangeReport
from tests.factories.network import line, make_service_line, point, square
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db
LON, LAT = 22.95, 40.63
#: Ten metres, near enough, in degrees of latitude.
TEN_M = 0.00009


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def outline(*corners: tuple[float, float]) -> shapely.Polygon:
    return shapely.Polygon([(LON + x * TEN_M, LAT + y * TEN_M) for x, y in corners])


def take(*buildings: tuple[str, Any], **columns: list[Any]) -> ExchangeReport:
    """Take a GeoJSON of buildings as the product guesses it, leaving out what is refused."""
    features = [
        {
            "type": "Feature", "geometry": json.loads(shapely.to_geojson(geom)),
            "properties": {"code": code, **{name: values[i] for name, values in columns.items()}},
        }
        for i, (code, geom) in enumerate(buildings)
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "name": "ΚΤΙΡΙΑ", "features": features}).encode()
    mapping = with_layers(content, "k.geojson", lambda layers: guess_mapping(layers, catalogue_codes()))
    assert [of_layer.role for of_layer in mapping.layers.values()] == [LayerRole.BUILDINGS]
    return take_file(
        actor=None, content=content, file_name="k.geojson", destination=Destination(code="k"),
        mapping=type(mapping)(layers=mapping.layers, leaves_out_refused=True),
    )  # fmt: skip


SQUARE = ((0, 0), (1, 0), (1, 1), (0, 1))


def test_outlines_come_with_their_columns_and_make_no_system_of_their_own() -> None:
    done = take(
        ("1", outline(*SQUARE)), ("2", outline((3, 0), (4, 0), (4, 1), (3, 1))),
        Χρήση=["Πολυκατοικία", "Βιοτεχνία"], Όροφοι=[4, -1], Οδός=["Εγνατία", None], Αριθμός=["12Α", None],
    )  # fmt: skip
    assert done.counts == {"buildings": 2}
    first, second = Building.objects.order_by("code")
    assert (first.use, first.storeys, first.street, first.number) == ("residential", 4, "Εγνατία", "12Α")
    assert (second.use, second.storeys) == ("industrial", None)
    assert first.geom.geom_type == "MultiPolygon"
    assert 75 < first.geom.area < 80
    assert [line.why for line in done.warned] == ["storeys: -1 is beyond what is real, and is left out."]
    assert not SupplySystem.objects.exists()


def test_points_are_taken_as_points() -> None:
    assert take(("1", shapely.Point(LON, LAT))).counts == {"buildings": 1}
    assert Building.objects.get().geom.geom_type == "Point"


def test_an_outline_that_crosses_itself_is_mended_where_it_encloses_anything() -> None:
    bow, flat = outline((0, 0), (1, 1), (1, 0), (0, 1)), outline((0, 0), (1, 0), (2, 0))
    done = take(("bow", bow), ("flat", flat))
    assert [(line.object, line.why) for line in done.warned] == [
        ("bow", "Its outline crosses itself: what it encloses is taken.")
    ]
    assert [(line.object, line.why) for line in done.refused] == [
        ("flat", "The outline of the area crosses itself.")
    ]
    assert 35 < Building.objects.get(code="bow").geom.area < 41


def test_a_building_met_again_stays_and_one_elsewhere_is_called_otherwise() -> None:
    take(("1", outline(*SQUARE)), ("2", outline((3, 0), (4, 0), (4, 1), (3, 1))))
    done = take(("1", outline(*SQUARE)), ("2", outline((9, 9), (10, 9), (10, 10), (9, 10))))
    assert [line.why for line in done.warned] == [
        "1 is there already and stays as it is.", "Another building has its code: it is taken as 2-2.",
    ]  # fmt: skip
    assert sorted(Building.objects.values_list("code", flat=True)) == ["1", "2", "2-2"]


def test_the_database_refuses_lines_and_uses_that_are_none() -> None:
    for wrong in ({"geom": line((0, 0), (9, 9))}, {"geom": point(0, 0), "use": "castle"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Building.objects.create(code="x", **wrong)


def test_a_service_line_reaches_the_building_nearest_to_its_free_end(client: Client) -> None:
    town = build_network()
    reaching = make_service_line("Π-1", town.pipes["p3"], 0.3, (60, 210))
    short = make_service_line("Π-2", town.pipes["p3"], 0.3, (60, 240))
    near = Building.objects.create(
        code="ΚΤ-1", use=BuildingUse.RESIDENTIAL, geom=MultiPolygon(square(58, 196, 70, 209), srid=2100)
    )
    Building.objects.create(code="ΚΤ-2", geom=point(60, 213))
    assert [building.code for building in building_reached(reaching)] == ["ΚΤ-1"]
    assert not building_reached(short).exists()
    assert [one.code for one in lines_reaching(near)] == ["Π-1"]

    client.force_login(make_staff("maria", Role.PLANNER))
    card = client.get(reverse("network:service_line_detail", args=[reaching.pk])).content.decode()
    assert reverse("network:building_detail", args=[near.pk]) in card
    own = client.get(reverse("network:building_detail", args=[near.pk])).content.decode()
    assert reverse("network:service_line_detail", args=[reaching.pk]) in own


def test_a_building_is_renamed_on_its_card_and_its_history_tells(client: Client) -> None:
    building = Building.objects.create(code="ΚΤ-1", geom=point(60, 213))
    Building.objects.create(code="ΚΤ-2", geom=point(60, 220))
    maria = make_staff("maria", Role.PLANNER)
    client.force_login(maria)
    url = reverse("network:building_edit", args=[building.pk])
    sent = {"code": "ΚΤ-1", "name": "Δημαρχείο", "use": "public", "storeys": "3", "version": building.version}
    assert client.post(url, sent).status_code == 302
    building.refresh_from_db()
    assert (building.name, building.use, building.storeys, building.version) == ("Δημαρχείο", "public", 3, 2)
    assert "Δημαρχείο" in client.get(reverse("network:building_list")).content.decode()
    assert "maria" in client.get(reverse("network:building_detail", args=[building.pk])).content.decode()
    taken = client.post(url, {**sent, "code": "ΚΤ-2", "version": 2})
    assert taken.status_code == 422
    assert client.post(url, {**sent, "version": 1}).status_code == 409
