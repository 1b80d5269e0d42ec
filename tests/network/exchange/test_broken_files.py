"""Each broken file gets one sentence, and nothing of it is written."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from django.utils import translation

from network.domain.exchange.guessing import guess_epsg, guess_mapping
from network.domain.exchange.mapping import LayerMapping, Mapping
from network.domain.exchange.reading import SourceLayer
from network.domain.exchange.targets import Role
from network.errors import NetworkFileError
from network.models import Node, Pipe, ServiceLine, ShutoffValve, SupplySystem
from network.services.exchange_import import Destination, catalogue_codes, take_file, with_layers
from network.services.exchange_words import crs_note, layer_notes
from network.types import ExchangeReport

X, Y = 407_000.0, 4_501_000.0
WHERE = Destination(code="broken")
PIPES = LayerMapping(Role.PIPES, {"code": "code"}, {}, {"diameter_mm": "110"})


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def line(*corners: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(X + e, Y + n) for e, n in corners])


GOOD = [line((0, 0), (100, 0)), line((100, 0), (200, 50))]


def write(
    folder: Path, name: str, geoms: list[Any], codes: list[str] | None = None, *, crs: str = "EPSG:2100",
    layer: str = "pipes", append: bool = False, **options: Any,
) -> Path:  # fmt: skip
    """Write a file of lines with codes."""
    path = folder / name
    texts = np.array(codes or [f"P{i}" for i in range(len(geoms))], dtype=object)
    pyogrio.raw.write(
        path, shapely.to_wkb(np.array(geoms, dtype=object), output_dimension=3), [texts], ["code"], crs=crs,
        layer=layer, append=append, geometry_type=options.pop("geometry_type", "LineString"), **options,
    )  # fmt: skip
    return path


def pack(path: Path, *, without: str = "") -> bytes:
    """Return the parts of a Shapefile as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for part in sorted(path.parent.glob(f"{path.stem}.*")):
            if part.suffix != without:
                packed.write(part, part.name)
    return out.getvalue()


def layers_of(content: bytes) -> list[SourceLayer]:
    return with_layers(content, "network", lambda layers: layers)


def take(content: bytes, mapping: Mapping | None = None, *, dry_run: bool = False) -> ExchangeReport:
    wanted = mapping or Mapping({"pipes": PIPES})
    return take_file(
        actor=None,
        content=content,
        file_name="δίκτυο.zip",
        mapping=wanted,
        destination=WHERE,
        dry_run=dry_run,
    )


def refusal_of(content: bytes, mapping: Mapping | None = None) -> str:
    """Return the one sentence in which the file is refused."""
    with pytest.raises(NetworkFileError) as refused:
        take(content, mapping)
    assert not SupplySystem.objects.exists()
    assert not Node.objects.exists()
    return str(refused.value)


@pytest.mark.django_db
def test_a_line_that_crosses_itself_keeps_everything_out(tmp_path: Path) -> None:
    knot = line((0, 10), (10, 20), (10, 10), (0, 20))
    path = write(tmp_path, "a.gpkg", [*GOOD, knot])
    report = take(path.read_bytes())
    assert [(r.object, r.why) for r in report.refused] == [("P2", "The line crosses itself.")]
    assert not report.is_written
    assert not SupplySystem.objects.exists()
    left_out = take(path.read_bytes(), Mapping({"pipes": PIPES}, leaves_out_refused=True))
    assert left_out.is_written
    assert Pipe.objects.count() == 2


@pytest.mark.django_db
def test_a_layer_without_a_reference_system_is_asked_for_one_and_guessed(tmp_path: Path) -> None:
    content = pack(write(tmp_path, "pipes.shp", GOOD), without=".prj")
    assert refusal_of(content) == (
        "The layer pipes does not say its reference system: choose one, or the place of a local grid."
    )
    assert with_layers(content, "network", guess_epsg) == 2100
    assert take(content, Mapping({"pipes": PIPES}, epsg=2100)).is_written


@pytest.mark.django_db
def test_layers_in_several_systems_are_told_and_meet(tmp_path: Path) -> None:
    path = write(tmp_path, "a.gpkg", GOOD[:1])
    degrees = shapely.LineString([(22.899, 40.63), (22.9, 40.64)])
    write(tmp_path, "a.gpkg", [degrees], ["Q0"], crs="EPSG:4326", layer="more", append=False)
    content = path.read_bytes()
    layers = layers_of(content)
    assert crs_note(layers) == (
        "The layers are in several reference systems (EPSG:2100, EPSG:4326): each is put down by its own."
    )
    assert take(content, Mapping({"pipes": PIPES, "more": PIPES})).counts == {"nodes": 4, "pipes": 2}


@pytest.mark.django_db
@pytest.mark.parametrize("part", [".dbf", ".shx", ".shp"])
def test_a_shapefile_with_a_part_missing_is_refused_by_its_name(tmp_path: Path, part: str) -> None:
    content = pack(write(tmp_path, "pipes.shp", GOOD), without=part)
    assert refusal_of(content) == (
        f"The Shapefile in δίκτυο.zip is not whole: pipes{part} is missing. "
        "Ask for it again with all its parts."
    )


@pytest.mark.django_db
def test_heights_are_told_and_points_keep_theirs(tmp_path: Path) -> None:
    lifted = [shapely.LineString([(x, y, 12.5) for x, y in g.coords]) for g in GOOD]
    path = write(tmp_path, "a.gpkg", lifted, geometry_type="LineString Z")
    write(tmp_path, "a.gpkg", [shapely.Point(X, Y, 41.25)], ["N1"], layer="nodes", geometry_type="Point Z")
    content = path.read_bytes()
    told = "It has heights: those of points become elevations of nodes, those of lines are left out."
    assert [layer_notes(layer) for layer in layers_of(content)] == [[told], [told]]
    nodes = LayerMapping(Role.NODES, {"code": "code"})
    assert take(content, Mapping({"pipes": PIPES, "nodes": nodes})).is_written
    assert str(Node.objects.get(code="N1").elevation_m) == "41.2500"
    assert not Pipe.objects.filter(geom__isnull=True).exists()


@pytest.mark.django_db
def test_arcs_are_taken_as_short_pieces_and_told(tmp_path: Path) -> None:
    path = write(tmp_path, "a.gpkg", GOOD)
    arc = struct.pack("<BII6d", 1, 8, 3, X, Y, X + 50, Y + 50, X + 100, Y)
    head = b"GP\x00\x01" + struct.pack("<i", 2100)
    with sqlite3.connect(path) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CIRCULARSTRING'")
        base.execute("DELETE FROM pipes WHERE code = 'P1'")
        base.execute("PRAGMA writable_schema = ON")
        base.execute("UPDATE sqlite_master SET sql = replace(sql, 'LINESTRING', 'CIRCULARSTRING')")
        base.execute("UPDATE pipes SET geom = ?", (head + arc,))
    content = path.read_bytes()
    assert layer_notes(layers_of(content)[0]) == ["It has arcs: they are taken as short straight pieces."]
    assert take(content).is_written
    pipe = Pipe.objects.get()
    assert pipe.geom.num_points > 10
    assert pipe.length_m == pytest.approx(np.pi * 50, rel=0.001)


GREEK = ["Αγωγός Ελευθερίου Βενιζέλου", "Δίκτυο ύδρευσης Άνω Πόλης", "Πλατεία Ωραιοκάστρου"]


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["cp1253", "cp737", "utf-8"])
@pytest.mark.parametrize("declared", ["ISO-8859-1", "", "1253"])
def test_greek_text_is_read_whatever_the_dbf_says_of_itself(
    tmp_path: Path, encoding: str, declared: str
) -> None:
    path = write(tmp_path, "pipes.shp", [*GOOD, line((0, 50), (0, 90))], GREEK, encoding="utf-8")
    dbf = tmp_path / "pipes.dbf"
    raw = bytearray(dbf.read_bytes())
    rows, header, width = struct.unpack("<IHH", raw[4:12])
    for i, text in enumerate(GREEK[:rows]):
        at = header + i * width + 1
        raw[at : at + width - 1] = text.encode(encoding).ljust(width - 1)[: width - 1]
    raw[29] = 0x57 if declared == "" else 0
    dbf.write_bytes(raw)
    cpg = tmp_path / "pipes.cpg"
    cpg.unlink(missing_ok=True)
    if declared:
        cpg.write_text(declared)
    content = pack(path)
    layer = layers_of(content)[0]
    assert set(layer.columns[0].samples) == set(GREEK)
    is_right = (encoding, declared) == ("cp1253", "1253")
    assert [note.startswith("Its text is not in the encoding") for note in layer_notes(layer)] == (
        [] if is_right else [True]
    )
    assert take(content).is_written
    assert set(Pipe.objects.values_list("code", flat=True)) == set(GREEK)


@pytest.mark.django_db
def test_an_empty_layer_is_told_and_a_file_of_nothing_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.gpkg", [])
    assert "It has no objects." in layer_notes(layers_of(path.read_bytes())[0])
    assert refusal_of(path.read_bytes()) == "Nothing of δίκτυο.zip is to be taken: say what its layers are."


@pytest.mark.django_db
def test_objects_without_geometry_of_another_kind_or_outside_are_told_one_by_one() -> None:
    def feature(code: str, geometry: dict[str, Any] | None) -> dict[str, Any]:
        return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}

    def track(*corners: tuple[float, float]) -> dict[str, Any]:
        return {"type": "LineString", "coordinates": corners}

    features = [
        feature("A", track((22.9, 40.63), (22.91, 40.63))), feature("B", None),
        feature("C", {"type": "Point", "coordinates": (22.9, 40.63)}), feature("D", track((0, 0), (1, 1))),
        feature("E", track((22.9, 40.63), (22.9, 40.63))), feature("A", track((22.9, 40.64), (22.91, 40.64))),
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    layer = layers_of(content)[0]
    report = take(content, Mapping({layer.name: PIPES}))
    assert {(r.object, r.why) for r in report.refused} == {
        ("B", "It has no geometry."), ("C", "Its geometry is not what the layer was said to be."),
        ("D", "It lies outside Greece, while others of its layer lie inside."), ("E", "The line has no length."),
        ("A", "The code A is met twice in the file."),
    }  # fmt: skip
    assert not SupplySystem.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file δίκτυο.zip is empty."),
        (b"%PDF-1.7 \x00\x01", "The file δίκτυο.zip is none of GeoPackage, zipped Shapefile, GeoJSON or CSV."),
        (b"PK\x03\x04 torn", "The file δίκτυο.zip is damaged and cannot be read; ask for it again."),
        (b'{"type": "FeatureCollection", "fea', "The file δίκτυο.zip is damaged and cannot be read; ask for it again."),
        (b"SQLite format 3\x00 torn", "The file δίκτυο.zip is damaged and cannot be read; ask for it again."),
        (b"code;name\r\nA;B\r\n", "The table δίκτυο.zip has no columns of coordinates (x and y, lon and lat, or WKT)."),
        (b"code;x;y\r\nA;1\r\n", "Line 2 of δίκτυο.zip has more or fewer values than the first line."),
    ],
)  # fmt: skip
def test_what_is_no_file_of_places_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    assert refusal_of(content) == sentence


@pytest.mark.django_db
def test_degrees_are_not_believed_of_metres(tmp_path: Path) -> None:
    content = pack(write(tmp_path, "pipes.shp", GOOD), without=".prj")
    assert "EPSG:4326" in refusal_of(content, Mapping({"pipes": PIPES}, epsg=4326))
    assert "EPSG:99999" in refusal_of(content, Mapping({"pipes": PIPES}, epsg=99999))


@pytest.mark.django_db
def test_hydrants_come_from_a_greek_csv(tmp_path: Path) -> None:
    table = "Κωδικός;X;Y;Υψόμετρο\r\nΚ1;407100,0;4501000,0;12,5\r\nΚ2;407150,0;4501026,0;\r\n"
    take(write(tmp_path, "a.gpkg", GOOD).read_bytes())
    system = SupplySystem.objects.get()
    content = table.encode("cp1253")
    mapping = with_layers(content, "kr.csv", lambda layers: guess_mapping(layers, catalogue_codes()))
    assert mapping.epsg == 2100
    nodes = LayerMapping(Role.NODES, {"code": "Κωδικός", "elevation_m": "Υψόμετρο"}, {}, {"kind": "hydrant"})
    report = take_file(
        actor=None, content=content, file_name="kr.csv", mapping=Mapping({"csv": nodes}, epsg=2100),
        destination=Destination(existing_id=system.pk),
    )  # fmt: skip
    assert [(r.object, r.why) for r in report.refused] == [
        ("Κ1", "A node of the system stands on this spot.")
    ]


@pytest.mark.django_db
def test_valves_and_service_lines_come_to_pipes_that_are_there(tmp_path: Path) -> None:
    take(write(tmp_path, "a.gpkg", GOOD).read_bytes())
    system = SupplySystem.objects.get()
    path = write(tmp_path, "b.gpkg", [line((40, 0.5), (40, 30))], ["S1"], layer="services")
    spots = [(1.5, 0.2), (2.5, 0.2), (60, 90)]
    points = [shapely.Point(X + e, Y + n) for e, n in spots]
    write(tmp_path, "b.gpkg", points, ["B1", "B2", "B3"], layer="valves", geometry_type="Point")
    mapping = Mapping(
        {
            "valves": LayerMapping(Role.SHUTOFFS, {"code": "code"}),
            "services": LayerMapping(Role.SERVICES, {"code": "code"}),
        },
        leaves_out_refused=True,
    )
    report = take_file(
        actor=None, content=path.read_bytes(), file_name="b.gpkg", mapping=mapping,
        destination=Destination(existing_id=system.pk),
    )  # fmt: skip
    assert [(r.object, r.why) for r in report.refused] == [
        ("B2", "Another valve stands at this end of its pipe."), ("B3", "There is no pipe within 5 m of it."),
    ]  # fmt: skip
    valve, service = ShutoffValve.objects.get(), ServiceLine.objects.get()
    assert (valve.code, valve.pipe.code, valve.at_end, round(valve.offset_m, 3)) == ("B1", "P0", False, 1.5)
    assert (service.pipe.code, round(service.pipe_fraction, 6)) == ("P0", 0.4)
    assert Pipe.objects.count() == 2
