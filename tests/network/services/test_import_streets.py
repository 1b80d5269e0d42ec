"""Streets and house numbers come from a file, once, however often it is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from network.errors import StreetFileError
from network.models import AddressPoint, Street
from network.selectors.addresses import find_address
from network.services.streets import import_streets
from tests.network.conftest import SHARED_DATA

pytestmark = pytest.mark.django_db


def feature(kind: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write(path: Path, features: list[dict[str, Any]], epsg: int = 2100) -> Path:
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return path


def village(path: Path) -> Path:
    place = {"settlement": "Χωριό"}
    return write(path, [
        feature("LineString", [[407000, 4501000], [407100, 4501000]], name="Ερμού", number=None, **place),
        feature("LineString", [[407100, 4501000], [407200, 4501000]], name="Ερμού", number=None, **place),
        feature("Point", [407020, 4501010], name="Ερμού", number="1", postcode="54624", **place),
        feature("Point", [407080, 4501010], name="Ερμού", number="5 a", postcode="54624", **place),
    ])  # fmt: skip


def test_pieces_of_a_street_become_one_and_a_repeat_changes_nothing(tmp_path: Path) -> None:
    path = village(tmp_path / "streets.geojson")

    first = import_streets(actor=None, path=path)
    again = import_streets(actor=None, path=path)

    street = Street.objects.get()
    assert (street.name, street.settlement, street.search_key) == ("Ερμού", "Χωριό", "ΕΡΜΟΥ ERMOU")
    assert street.geom.coords == (((407000, 4501000), (407100, 4501000), (407200, 4501000)),)
    assert set(AddressPoint.objects.values_list("number", "postcode")) == {("1", "54624"), ("5Α", "54624")}
    assert (first.streets_new, first.addresses_new, first.refused) == (1, 2, [])
    assert (again.streets_new, again.streets_changed, again.streets_same) == (0, 0, 1)
    assert (again.addresses_new, again.addresses_changed, again.addresses_same) == (0, 0, 2)


def test_what_moved_is_changed(tmp_path: Path) -> None:
    path = village(tmp_path / "streets.geojson")
    import_streets(actor=None, path=path)
    path.write_text(path.read_text().replace("407020", "407025"))

    report = import_streets(actor=None, path=path)

    assert (report.addresses_changed, report.addresses_same, report.streets_same) == (1, 1, 1)
    assert AddressPoint.objects.get(number="1").geom.x == 407025


def test_each_refused_object_is_told_and_the_others_are_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "mixed.geojson", [
        feature("LineString", [[22.94, 40.63], [22.95, 40.63]], name="Ερμού", number=None),
        feature("LineString", [[22.94, 40.63], [22.95, 40.63]], name=None, number=None),
        feature("LineString", [[0, 0], [1, 1]], name="Μακριά", number=None),
        feature("Polygon", [[[22, 40], [22.1, 40], [22.1, 40.1], [22, 40]]], name="Πεδίο", number=None),
        feature("Point", [22.94, 40.63], name="Ερμού", number=None),
        feature("Point", [22.94, 40.63], name="Άγνωστη", number="3"),
    ], epsg=4326)  # fmt: skip

    report = import_streets(actor=None, path=path)

    assert [street.name for street in Street.objects.all()] == ["Ερμού"]
    assert sorted(line.object for line in report.refused) == ["Άγνωστη 3", "Ερμού", "Μακριά", "Πεδίο"]
    assert report.nameless == 1


@pytest.mark.parametrize(
    "content", ["", "not a map", '{"type": "FeatureCollection", "features": []}', "%PDF-1.7"]
)
def test_what_is_no_file_of_streets_is_refused_in_one_sentence(content: str, tmp_path: Path) -> None:
    path = tmp_path / "thing.geojson"
    path.write_text(content)
    with pytest.raises(StreetFileError, match=r"thing\.geojson"):
        import_streets(actor=None, path=path)
    with pytest.raises(StreetFileError):
        import_streets(actor=None, path=tmp_path / "none.gpkg")
    assert not Street.objects.exists()


def test_the_streets_of_thessaloniki(capsys: pytest.CaptureFixture[str]) -> None:
    path = SHARED_DATA / "greece" / "osm_streets_thessaloniki_EPSG4326.geojson.gz"
    if not path.is_file():
        pytest.skip(f"shared data is absent: {path}")

    call_command("import_streets", str(path), "--json")

    report = json.loads(capsys.readouterr().out)
    assert (report["streets"]["new"], report["refused"]) == (Street.objects.count(), [])
    assert (Street.objects.count(), report["nameless"] > 0) == (821, True)
    by_hand = [
        find_address(typed) for typed in ("Αγίου Δημητρίου 40", "agiou dimitriou 40", "ΑΓ. ΔΗΜΗΤΡΙΟΥ 40")
    ]
    assert all(hit is not None and hit.point == by_hand[0].point for hit in by_hand if by_hand[0])
