"""From a file of streets and house numbers to one street a name and one point a number, in EPSG:2100."""

from __future__ import annotations

import gzip
import json
import math
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError

from network.domain.addresses import house_number
from network.domain.placement import GREEK_BOX, STORAGE_CRS, Points, transform_crs

#: Names that files give to what we need, in small letters; the first that a layer has is taken.
COLUMNS = {
    "name": ("name", "street", "street_name", "addr:street", "addr_street", "odos", "onoma", "οδοσ", "ονομα"),
    "number": ("number", "housenumber", "house_number", "addr:housenumber", "addr_housenumber", "arithmos",
               "αριθμοσ"),
    "settlement": ("settlement", "city", "addr:city", "addr_city", "oikismos", "οικισμοσ"),
    "postcode": ("postcode", "addr:postcode", "addr_postcode", "tk", "τκ", "zip"),
}  # fmt: skip
#: Most bytes that a packed file may hold, and how many are unpacked at a time.
LARGEST_UNPACKED = 512 * 2**20
PIECE = 2**20
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)


class StreetFault(StrEnum):
    """Why a file, or one of its objects, is refused."""

    NOT_READABLE = "not_readable"
    NO_NAMES = "no_names"
    NO_CRS = "no_crs"
    NO_STREETS = "no_streets"
    NO_NUMBER = "no_number"
    NO_GEOMETRY = "no_geometry"
    WRONG_GEOMETRY = "wrong_geometry"
    OUTSIDE_GREECE = "outside_greece"
    LONG_NAME = "long_name"


class StreetFileKind(StrEnum):
    """What a file is by its content, whatever its name."""

    GEOPACKAGE = "application/geopackage+sqlite3"
    GEOJSON = "application/geo+json"

    @property
    def suffix(self) -> str:
        """The end of a name by which the reader knows it."""
        return ".gpkg" if self is StreetFileKind.GEOPACKAGE else ".geojson"


def kind_of(content: bytes) -> StreetFileKind | None:
    """Say what the content is; None for anything else.

    The reader opens many formats, some of which name other files or servers: what strangers could have made comes
    to it only as one of these two.
    """
    if content.startswith(b"SQLite format 3\x00"):
        return StreetFileKind.GEOPACKAGE
    try:
        value = json.loads(content) if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else None
    except ValueError:
        return None
    is_collection = isinstance(value, dict) and value.get("type") == "FeatureCollection"
    return StreetFileKind.GEOJSON if is_collection else None


class StreetFileFaultError(Exception):
    """The file as a whole is no file of streets."""

    def __init__(self, fault: StreetFault, detail: str = "") -> None:
        """Keep which fault, and what the reader said."""
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True)
class StreetLine:
    """A street: all its pieces as one geometry."""

    name: str
    settlement: str
    wkb_hex: str


@dataclass(frozen=True)
class HousePoint:
    """A house number."""

    name: str
    settlement: str
    number: str
    postcode: str
    wkb_hex: str


@dataclass
class StreetFile:
    """What a file brings; `refused` pairs an object's name with why."""

    streets: list[StreetLine] = field(default_factory=list)
    houses: list[HousePoint] = field(default_factory=list)
    refused: list[tuple[str, StreetFault]] = field(default_factory=list)
    nameless: int = 0  # paths and driveways of a map: no streets, and nothing to complain of


@dataclass(frozen=True)
class _Feature:
    label: str
    name: str
    number: str
    settlement: str
    postcode: str
    geometry: Any


def read_street_file(path: Path, layer: str | None = None) -> StreetFile:
    """Return the streets and house numbers of a GeoPackage, GeoJSON (plain or gzip) or Shapefile.

    Raises:
        StreetFileFaultError: it cannot be read, names no reference system, or has no column of names.
    """
    if path.suffix.lower() != ".gz":
        return _sort_out(_features(path, layer))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / path.stem
        try:
            _unpack(path, plain)
        except (OSError, EOFError, zlib.error) as error:
            raise StreetFileFaultError(StreetFault.NOT_READABLE, str(error)) from error
        return _sort_out(_features(plain, layer))


def _unpack(packed: Path, plain: Path) -> None:
    """Write what a gzip file holds piece by piece; a small file that unpacks without end fills no disk."""
    size = 0
    with gzip.open(packed) as source, plain.open("wb") as target:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > LARGEST_UNPACKED:
                raise StreetFileFaultError(
                    StreetFault.NOT_READABLE, f"more than {LARGEST_UNPACKED // 2**20} MB when unpacked"
                )
            target.write(piece)


def _features(path: Path, layer: str | None) -> Iterator[_Feature]:
    try:
        names = [layer] if layer else [name for name, kind in pyogrio.list_layers(path) if kind is not None]
        layers = [pyogrio.raw.read(path, layer=name, return_fids=True, force_2d=True) for name in names]
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise StreetFileFaultError(StreetFault.NOT_READABLE, str(error)) from error
    useful = [(meta, *rest) for meta, *rest in layers if _column(meta["fields"], "name") is not None]
    if not useful:
        raise StreetFileFaultError(StreetFault.NO_NAMES)
    for meta, fids, geometries, columns in useful:
        yield from _layer_features(meta, fids, geometries, columns)


def _layer_features(meta: Any, fids: Any, geometries: Any, columns: Sequence[Any]) -> Iterator[_Feature]:
    shapes = _in_storage(shapely.from_wkb(geometries), meta["crs"])
    places = {part: _column(meta["fields"], part) for part in COLUMNS}

    def text(part: str, row: int) -> str:
        place = places[part]
        value = None if place is None else columns[place][row]
        missing = value is None or (isinstance(value, float) and math.isnan(value))
        return "" if missing else " ".join(str(value).split())

    for row, shape in enumerate(shapes):
        name, number = text("name", row), text("number", row)
        label = f"{name} {number}".strip() or f"#{fids[row]}"
        yield _Feature(label, name, number, text("settlement", row), text("postcode", row)[:5], shape)


def _column(fields: Sequence[str], part: str) -> int | None:
    folded = [str(name).lower().replace("ς", "σ").replace("ό", "ο").replace("ί", "ι") for name in fields]
    return next((folded.index(name) for name in COLUMNS[part] if name in folded), None)


def _in_storage(shapes: NDArray[Any], crs: str | None) -> NDArray[Any]:
    if not crs:
        raise StreetFileFaultError(StreetFault.NO_CRS)
    source = pyproj.CRS.from_user_input(crs)
    if source.to_epsg() == STORAGE_CRS:
        return shapes

    def move(points: Points) -> Points:
        return transform_crs(points, source) if len(points) else points

    # All corners of a layer in one call: a transformer costs more than a thousand points.
    moved: NDArray[Any] = shapely.transform(shapes, move)
    return moved


def _sort_out(features: Iterator[_Feature]) -> StreetFile:
    found = StreetFile()
    pieces: dict[tuple[str, str], list[Any]] = {}
    houses: dict[tuple[str, str, str], HousePoint] = {}
    for feature in features:
        if not feature.name:
            found.nameless += 1
            continue
        fault = _fault(feature)
        if fault is not None:
            found.refused.append((feature.label, fault))
        elif feature.geometry.geom_type == "Point":
            number = house_number(feature.number)
            house = HousePoint(
                feature.name, feature.settlement, number, feature.postcode, _hex(feature.geometry)
            )
            houses[feature.name, feature.settlement, number] = house
        else:
            pieces.setdefault((feature.name, feature.settlement), []).append(feature.geometry)
    found.streets = [StreetLine(*key, _hex(_merged(parts))) for key, parts in sorted(pieces.items())]
    found.houses = [house for _key, house in sorted(houses.items())]
    if not found.streets and not found.houses and not found.refused:
        raise StreetFileFaultError(StreetFault.NO_STREETS)
    return found


def _fault(feature: _Feature) -> StreetFault | None:
    shape = feature.geometry
    if len(feature.name) > 150 or len(feature.settlement) > 100:
        return StreetFault.LONG_NAME
    if shape is None or shape.is_empty:
        return StreetFault.NO_GEOMETRY
    is_point = shape.geom_type == "Point"
    if not is_point and shapely.get_type_id(shape) not in _LINES:
        return StreetFault.WRONG_GEOMETRY
    if is_point and not feature.number:
        return StreetFault.NO_NUMBER
    west, south, east, north = shapely.bounds(shape)
    inside = GREEK_BOX[0] <= west and GREEK_BOX[1] <= south and east <= GREEK_BOX[2] and north <= GREEK_BOX[3]
    return None if inside else StreetFault.OUTSIDE_GREECE


def _merged(parts: list[Any]) -> Any:
    """Return the pieces of a street as one MultiLineString, joined where they meet."""
    whole = shapely.line_merge(shapely.union_all(np.array(parts)))
    return whole if whole.geom_type == "MultiLineString" else shapely.multilinestrings([whole])


def _hex(shape: Any) -> str:
    # Millimetres: what a transformation adds behind them would make every repeat look like a change.
    rounded = shapely.transform(shape, lambda points: np.round(points, 3))
    return str(shapely.to_wkb(shapely.set_srid(rounded, STORAGE_CRS), hex=True, include_srid=True))
