"""The layers of a file: GeoPackage, zipped Shapefiles, GeoJSON, or CSV with coordinates."""

from __future__ import annotations

import math
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
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

from network.domain.exchange.csv_layer import CsvFault, CsvTable, read_csv
from network.domain.exchange.encoding import TextEncoding, detect_encoding

#: Most objects of a file, all layers together: a plan holds them all, in some 1.2 kB each.
MOST_OBJECTS = 1_000_000
#: Most bytes that a packed file may hold.
LARGEST_UNPACKED = 2**30
SAMPLES = 12
#: Rows looked at for samples.
LOOKED_AT = 2_000
_SHAPE_PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
_CURVES = ("CURVE", "CIRCULARSTRING", "SURFACE")
Array = NDArray[Any]


class SourceFault(StrEnum):
    """Why a file as a whole cannot be read."""

    EMPTY = "empty_file"
    NOT_READABLE = "not_readable"
    DAMAGED = "damaged"
    NO_SHAPEFILE = "no_shapefile"
    MISSING_PART = "missing_part"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NO_LAYERS = "no_layers"
    NO_COORDINATES = "no_coordinates"
    RAGGED = "ragged"


class SourceError(Exception):
    """The file cannot be read; `detail` is of which part."""

    def __init__(self, fault: SourceFault, detail: str = "") -> None:
        """Keep which fault, and of what."""
        super().__init__(fault, detail)
        self.fault, self.detail = fault, detail


class SourceNote(StrEnum):
    """What is told of a layer that can be read."""

    NO_CRS = "no_crs"
    HEIGHTS = "heights"
    CURVES = "curves"
    ENCODING = "encoding"
    EMPTY = "empty_layer"
    NO_GEOMETRY = "no_geometry"


@dataclass(frozen=True)
class Column:
    """A column of a layer and what stands in its first rows."""

    name: str
    is_number: bool
    samples: tuple[str, ...]
    is_unique: bool = False


@dataclass
class LayerData:
    """The objects of a layer: geometries (2D, None where there is none), a height each (NaN), values by column."""

    fids: Array
    geoms: Array
    heights: Array
    columns: dict[str, Array]


@dataclass
class SourceLayer:
    """A layer as it lies in the file."""

    name: str
    geometry: str  # point, line, area, mixed or none
    count: int
    columns: list[Column] = field(default_factory=list)
    epsg: int | None = None
    crs_name: str = ""
    box: tuple[float, float, float, float] | None = None
    notes: list[tuple[SourceNote, str]] = field(default_factory=list)
    path: Path = Path()
    encoding: str | None = None
    table: CsvTable | None = None

    def read(self, most: int | None = None) -> LayerData:
        """Return the layer's objects, or the first `most` of them."""
        if self.table is not None:
            return _from_table(self.table, most)
        _meta, fids, wkb, values = pyogrio.raw.read(
            self.path, layer=self.name, encoding=self.encoding, return_fids=True, max_features=most,
            datetime_as_string=True,
        )  # fmt: skip
        geoms = shapely.from_wkb(wkb) if wkb is not None else np.full(len(fids), None, dtype=object)
        names = [column.name for column in self.columns]
        return LayerData(
            fids, shapely.force_2d(geoms), _heights(geoms), dict(zip(names, values, strict=True))
        )


def open_source(path: Path, folder: Path) -> list[SourceLayer]:
    """Return the layers of a file known by its content; what is packed is laid into `folder`.

    Raises:
        SourceError: the file is empty, of no known kind, damaged, or a Shapefile in it lacks a part.
    """
    layers = list(_layers(path, folder))
    if not layers:
        raise SourceError(SourceFault.NO_LAYERS)
    if sum(layer.count for layer in layers) > MOST_OBJECTS:
        raise SourceError(SourceFault.TOO_MANY)
    return layers


def _layers(path: Path, folder: Path, stem: str = "network") -> Iterator[SourceLayer]:
    with path.open("rb") as file:
        head = file.read(4096)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise SourceError(SourceFault.EMPTY)
    if head.startswith(b"PK\x03\x04"):
        yield from _unzipped(path, folder)
    elif head.startswith(b"SQLite format 3\x00"):
        yield from _spatial(_named(path, folder, f"{stem}.gpkg"))
    elif start.startswith(b"{"):
        yield from _spatial(_named(path, folder, f"{stem}.geojson"))
    elif b"\x00" not in head and any(mark in head for mark in (b",", b";", b"\t")):
        yield _csv(path)
    else:
        raise SourceError(SourceFault.NOT_READABLE)


def _named(path: Path, folder: Path, name: str) -> Path:
    """Give the file a name by which the reader knows what it is, and nothing else."""
    wanted = folder / name
    wanted.symlink_to(path.resolve())
    return wanted


def _unzipped(path: Path, folder: Path) -> Iterator[SourceLayer]:
    """Yield the layers of the Shapefiles in a zip, or those of the one GeoPackage, GeoJSON or CSV in it."""
    try:
        with zipfile.ZipFile(path) as packed:
            members = [m for m in packed.infolist() if not m.is_dir() and "__MACOSX" not in m.filename]
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise SourceError(SourceFault.TOO_LARGE)
            for number, member in enumerate(members):
                name = Path(member.filename)
                suffix = name.suffix.lower()
                if suffix in _SHAPE_PARTS:
                    _unpack(packed, member, folder / f"{name.stem}{suffix}")
                elif suffix in {".gpkg", ".geojson", ".json", ".csv"}:
                    inner = folder / f"inner{number}"
                    inner.mkdir()
                    _unpack(packed, member, inner / "file")
                    yield from _layers(inner / "file", inner, name.stem)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(SourceFault.DAMAGED) from error
    shapes = sorted({p.stem for p in folder.iterdir() if p.suffix in {".shp", ".dbf", ".shx"}})
    for stem in shapes:
        for part in (".shp", ".shx", ".dbf"):
            if not (folder / f"{stem}{part}").is_file():
                raise SourceError(SourceFault.MISSING_PART, f"{stem}{part}")
        yield from _spatial(folder / f"{stem}.shp", detect_encoding(folder / f"{stem}.dbf"))


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    with packed.open(member) as inside, path.open("wb") as out:
        shutil.copyfileobj(inside, out, 1 << 20)


def _spatial(path: Path, encoding: TextEncoding | None = None) -> Iterator[SourceLayer]:
    name = encoding.name if encoding else None
    try:
        for layer_name, _kind in pyogrio.list_layers(path):
            info = pyogrio.read_info(
                path, layer=layer_name, encoding=name, force_feature_count=True, force_total_bounds=True
            )
            layer = _layer(path, str(layer_name), info, name)
            if encoding and encoding.is_contradicted:
                said = f"{encoding.declared} → {encoding.name}: {encoding.sample}"
                layer.notes.append((SourceNote.ENCODING, said))
            layer.columns = _columns(layer, info)
            yield layer
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise SourceError(SourceFault.DAMAGED, str(error)[:200]) from error


def _layer(path: Path, name: str, info: dict[str, Any], encoding: str | None) -> SourceLayer:
    kind = str(info["geometry_type"] or "")
    layer = SourceLayer(name, _simple(kind), int(info["features"]), path=path, encoding=encoding)
    has_curves = path.suffix == ".gpkg" and _has_curves(path, name)
    if layer.count == 0:
        layer.notes.append((SourceNote.EMPTY, ""))
    elif not kind:
        layer.notes.append((SourceNote.NO_GEOMETRY, ""))
        return layer
    if " Z" in kind or kind.startswith(("2.5D", "3D")):
        layer.notes.append((SourceNote.HEIGHTS, ""))
    if has_curves:
        layer.notes.append((SourceNote.CURVES, ""))
    bounds = info.get("total_bounds")
    if bounds is not None and np.isfinite(bounds).all():
        layer.box = (float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3]))
    _say_crs(layer, info["crs"])
    return layer


def _say_crs(layer: SourceLayer, text: str | None) -> None:
    crs = None
    if text:
        with suppress(pyproj.exceptions.CRSError):
            crs = pyproj.CRS.from_user_input(text)
    if crs is None or crs.is_engineering or (not crs.is_projected and not crs.is_geographic):
        layer.notes.append((SourceNote.NO_CRS, ""))
        return
    layer.epsg, layer.crs_name = crs.to_epsg(min_confidence=25), crs.name
    if layer.epsg is None:
        layer.notes.append((SourceNote.NO_CRS, crs.name))


def _simple(kind: str) -> str:
    for word, simple in (
        ("Point", "point"),
        ("Line", "line"),
        ("Curve", "line"),
        ("Poly", "area"),
        ("Surf", "area"),
    ):
        if word in kind:
            return simple
    return "mixed" if kind else "none"


def _has_curves(path: Path, name: str) -> bool:
    """Say whether a GeoPackage declares arcs for the layer; the reader turns them into short straight pieces."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base, suppress(sqlite3.Error):
        row = base.execute(
            "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?", (name,)
        ).fetchone()
        return bool(row) and any(word in str(row[0]).upper() for word in _CURVES)
    return False


def _columns(layer: SourceLayer, info: dict[str, Any]) -> list[Column]:
    names = [str(name) for name in info["fields"]]
    numbers = [str(kind) not in {"object", "bool"} and "date" not in str(kind) for kind in info["dtypes"]]
    layer.columns = [Column(name, number, ()) for name, number in zip(names, numbers, strict=True)]
    first = layer.read(LOOKED_AT).columns if layer.count else {}
    return [_column(c.name, first.get(c.name, np.array([])), is_number=c.is_number) for c in layer.columns]


def _column(name: str, values: Array, *, is_number: bool) -> Column:
    """Return the column with the values met most, as text, and whether each is met once."""
    told = Counter(text for value in values if (text := text_of(value)))
    samples = tuple(text for text, _count in told.most_common(SAMPLES))
    return Column(name, is_number, samples, is_unique=0 < len(values) == len(told))


def text_of(value: Any) -> str:
    """Return a value of a file as text: whole numbers without a point, nothing for what is missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def _heights(geoms: Array) -> Array:
    """Return the height of each geometry's first point, NaN where there is none or all is zero."""
    heights = np.full(len(geoms), np.nan)
    has_z = shapely.has_z(geoms) & ~shapely.is_empty(geoms)
    if has_z.any():
        xyz, of = shapely.get_coordinates(geoms[has_z], include_z=True, return_index=True)
        _unique, first = np.unique(of, return_index=True)
        heights[has_z] = xyz[first, 2]
        if not np.nan_to_num(heights).any():
            heights[:] = np.nan
    return heights


def _csv(path: Path) -> SourceLayer:
    content = path.read_bytes()
    if content.count(b"\n") > MOST_OBJECTS + 1:  # before a table of them fills the memory
        raise SourceError(SourceFault.TOO_MANY)
    try:
        table = read_csv(content)
    except CsvFault as error:
        fault = SourceFault.NO_COORDINATES if error.line == 0 else SourceFault.RAGGED
        raise SourceError(fault, str(error.line or "")) from error
    layer = SourceLayer("csv", "point" if table.is_points else "mixed", len(table.geoms), table=table)
    layer.columns = [
        _column(name, np.array(values[:LOOKED_AT], dtype=object), is_number=False)
        for name, values in table.columns.items()
    ]
    box = shapely.total_bounds(table.geoms)
    layer.box = (
        (float(box[0]), float(box[1]), float(box[2]), float(box[3])) if np.isfinite(box).all() else None
    )
    layer.notes = [(SourceNote.NO_CRS, "")] if layer.count else [(SourceNote.EMPTY, "")]
    return layer


def _from_table(table: CsvTable, most: int | None) -> LayerData:
    geoms = np.array(table.geoms[:most], dtype=object)
    columns = {name: np.array(values[:most], dtype=object) for name, values in table.columns.items()}
    return LayerData(np.arange(2, len(geoms) + 2), geoms, np.full(len(geoms), np.nan), columns)
