"""Out of the product and in again: nothing is lost, geometry keeps its millimetres."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.gis.geos import MultiPolygon

from gis_core.choices import Role
from network.choices import BuildingUse, Lifecycle, NodeKind, StationKind, ValveCondition, ValveState
from network.domain.exchange.guessing import guess_mapping
from network.domain.exchange.writing import Format
from network.models import (
    AssetType,
    Building,
    Material,
    Node,
    Pipe,
    Pump,
    ServiceLine,
    ShutoffValve,
    Station,
    SupplySystem,
    Valve,
    Zone,
)  # fmt: skip
from network.selectors.exports import export_file
from network.services.exchange_import import Destination, catalogue_codes, take_file, with_layers
from network.services.imports import import_network
from parties.models import Party
from tests.factories.network import (
    make_node,
    make_pipe,
    make_pump,
    make_service_line,
    make_shutoff,
    make_station,
    make_system,
    make_valve,
    make_zone,
    point,
    square,
)  # fmt: skip
from tests.factories.people import make_staff

#: What makes the object itself; keys of the database and what it counts are not of it.
_OWN = {
    "id",
    "system",
    "version",
    "computed_at",
    "computed_geom",
    "figures",
    "geom_3857",
}


def rows_of(model: Any, system: SupplySystem) -> dict[str, dict[str, Any]]:
    """Return each object of a system by its code: all its columns, what it refers to by code."""
    found: dict[str, dict[str, Any]] = {}
    for thing in model.objects.filter(system=system) if hasattr(model, "system") else model.objects.all():
        values = {}
        for field in model._meta.concrete_fields:
            if field.name in _OWN:
                continue
            value = getattr(thing, field.name)
            if field.name == "geom":
                flat = value.coords if not isinstance(value, MultiPolygon) else value.coords[0][0]
                value = [
                    tuple(round(c, 3) for c in xy) for xy in (flat if isinstance(flat[0], tuple) else [flat])
                ]
            elif field.is_relation:
                value = getattr(value, "code", str(value)) if value else None
            elif isinstance(value, float):
                value = round(value, 4 if field.generated else 9)  # the database makes it of the geometry
            values[field.name] = value
        found[thing.code] = values
    return found


def make_whole() -> SupplySystem:
    """Make a system with one of everything, all columns filled."""
    system = make_system("whole", "Ολόκληρο")
    station = make_station("ΑΝΤ1", "Αντλιοστάσιο", 0, 0, kind=StationKind.PUMPING)
    a, b = make_node(system, "Κ1", 0, 0), make_node(system, "Κ2", 100, 0)
    c = make_node(system, "Κ3", 200, 0, kind=NodeKind.HYDRANT)
    tank = make_node(system, "Δ1", 0.03, 0, kind=NodeKind.TANK)
    Node.objects.filter(pk=tank.pk).update(
        elevation_m="120.5", tank_diameter_m="12.25", tank_level_m=2, tank_min_level_m="0.5", tank_max_level_m=4,
        station=station,
    )  # fmt: skip
    Node.objects.filter(pk=c.pk).update(
        installed_year=1999, remarks="γωνία; με «εισαγωγικά»", demand_l_s="0.12345678", invert_m="3.5",
        asset_type=AssetType.objects.get(code="HYDRANT-ABOVE"),
    )  # fmt: skip
    p1, p2 = (
        make_pipe("Α-1", a, b, via=[(50, 12.3456)]),
        make_pipe("Α-2", b, c),
    )
    Pipe.objects.filter(pk=p1.pk).update(
        material=Material.objects.get(code="PVC"), laid_year=1987, depth_m="1.2", start_invert_m="10.1234",
        end_invert_m="9.5", model_length_m="101.5", roughness="139.5", remarks="=δοκιμή", has_check_valve=True,
    )  # fmt: skip
    owner = Party.objects.create(name="Παπαδοπούλου", first_name="Ελένη", search_key="ΠΑΠΑΔΟΠΟΥΛΟΥ ΕΛΕΝΗ")
    Pipe.objects.filter(pk=p2.pk).update(status="closed", lifecycle=Lifecycle.PLANNED, owner=owner)
    pump, valve = make_pump("ΑΝΤΛΙΑ", tank, a), make_valve("ΜΠ", a, b)
    Pump.objects.filter(pk=pump.pk).update(curve=[[0, 50], [10.5, 40]], speed="0.95", station=station)
    Valve.objects.filter(pk=valve.pk).update(setting="35.123456", station=station, status="active")
    make_shutoff(
        "Β1", p1, at_end=True, offset_m=1.25, state=ValveState.CLOSED, condition=ValveCondition.STUCK
    )
    ShutoffValve.objects.update(
        turns="13.5", last_worked_on=date(2024, 5, 3), installed_year=2001, diameter_mm=150,
        last_worked_by=make_staff("nikos", Role.TECHNICIAN),
    )  # fmt: skip
    make_service_line("Π1", p1, 0.3333333333333333, (33.3, 5), (30, 20))
    ServiceLine.objects.update(material=Material.objects.get(code="PE"), diameter_mm="25.4", laid_year=2010)
    make_zone("Ζ1", "Ζώνη", square(-10, -10, 300, 100))
    outline = MultiPolygon(square(30, 20, 12, 9), srid=2100)
    Building.objects.create(
        code="Κ-1", name="Δημαρχείο", use=BuildingUse.PUBLIC, storeys=3, dwellings=0, street="Εγνατία", number="12Α",
        geom=outline,
    )  # fmt: skip
    Building.objects.create(code="Κ-2", geom=point(60, 25))
    return system


MODELS = (Node, Pipe, Pump, Valve, ShutoffValve, ServiceLine)


def given_out(system: SupplySystem, form: Format, dbf_encoding: str = "UTF-8") -> bytes:
    """Return a system as a file, written to the disk as the product writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        export_file(system=system, form=form, path=path, dbf_encoding=dbf_encoding)
        return path.read_bytes()


def in_again(content: bytes, name: str, code: str = "again") -> SupplySystem:
    """Take our own file as the product itself guesses it."""
    mapping = with_layers(content, name, lambda layers: guess_mapping(layers, catalogue_codes()))
    report = take_file(
        actor=None, content=content, file_name=name, mapping=replace(mapping, tolerance_m=0.1),
        destination=Destination(code=code),
    )  # fmt: skip
    assert [(line.object, line.why) for line in report.refused] == []
    assert report.is_written
    return SupplySystem.objects.get(code=code)


@pytest.mark.django_db
@pytest.mark.parametrize("form", [Format.GEOPACKAGE, Format.SHAPEFILE, Format.GEOJSON])
def test_everything_comes_back_as_it_was(form: Format) -> None:
    system = make_whole()
    content = given_out(system, form)
    before = {model: rows_of(model, system) for model in MODELS}
    again = in_again(content, f"whole.{form}")
    for model in MODELS:
        assert rows_of(model, again) == before[model], model


@pytest.mark.django_db
def test_stations_and_zones_come_back_where_they_are_gone() -> None:
    system = make_whole()
    content = given_out(system, Format.GEOPACKAGE)
    before = {model: rows_of(model, system) for model in (*MODELS, Station, Zone, Building)}
    for model in (ServiceLine, ShutoffValve, Valve, Pump, Pipe, Node, SupplySystem, Station, Zone, Building):
        model.objects.all().delete()
    again = in_again(content, "whole.gpkg")
    for model, rows in before.items():
        assert rows_of(model, again) == rows, model


@pytest.mark.django_db
def test_a_shapefile_in_windows_greek_comes_back() -> None:
    system = make_whole()
    content = given_out(system, Format.SHAPEFILE, "CP1253")
    again = in_again(content, "whole.zip")
    assert set(again.pipes.values_list("code", flat=True)) == {"Α-1", "Α-2"}
    assert again.nodes.get(code="Κ3").remarks == "γωνία; με «εισαγωγικά»"


@pytest.mark.django_db
def test_an_imported_model_of_a_whole_town_comes_back(shared_network: Callable[[str], Path]) -> None:
    """L-TOWN has valves drawn on one spot, whose nodes only codes tell apart."""
    path = shared_network("L-TOWN_local_m.inp.gz")
    import_network(actor=None, path=path, system_code="ltown", anchor=(22.95, 40.63))
    system = SupplySystem.objects.get(code="ltown")
    again = in_again(given_out(system, Format.GEOPACKAGE), "ltown.gpkg")
    for model in MODELS:
        assert rows_of(model, again) == rows_of(model, system), model


@pytest.mark.django_db
def test_the_workbook_has_a_sheet_a_layer_with_real_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(given_out(make_whole(), Format.XLSX)))
    assert len(book.sheetnames) == 10
    sheet = book.worksheets[1]
    header = [cell.value for cell in sheet[1]]
    first = dict(zip(header, [cell.value for cell in sheet[2]], strict=True))
    assert first[header[0]] == "Α-1"
    assert "'=δοκιμή" in first.values()
    assert Decimal(str(first[header[-1]])) > 100
