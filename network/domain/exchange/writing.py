"""Layers into files: GeoPackage, zipped Shapefiles, GeoJSON, and sheets."""

from __future__ import annotations

import json
import tempfile
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from network.domain.exchange.reading import Array
from network.domain.exchange.targets import Kind, Target
from network.domain.placement import STORAGE_CRS, to_wgs84

_TYPES = {"point": "Point", "line": "LineString", "area": "MultiPolygon"}
#: A .dbf holds no longer text.
_DBF_TEXT = 254
_WIDEST = 40
#: A sheet has no more rows.
MOST_ROWS = 1_048_576
_FIGURES = {"point": ("x", "y"), "line": ("length",), "area": ("area",)}


class Format(StrEnum):
    """What a system can be exported as."""

    GEOPACKAGE = "gpkg"
    SHAPEFILE = "shp"
    GEOJSON = "geojson"
    XLSX = "xlsx"


@dataclass(frozen=True)
class OutChunk:
    """Some objects of a layer: geometries in EPSG:2100, and a list of values for each column."""

    geoms: Array
    values: dict[str, list[Any]]


@dataclass(frozen=True)
class OutLayer:
    """A layer to be written, some objects at a time; `geometry` is point, line or area, `titles` are for sheets."""

    name: str
    geometry: str
    targets: tuple[Target, ...]
    chunks: Iterable[OutChunk]
    titles: dict[str, str]


def write_layers(
    layers: Iterable[OutLayer], form: Format, path: Path, *, dbf_encoding: str = "UTF-8"
) -> None:
    """Write the layers as one file, never holding more than a chunk; Shapefiles and GeoJSON come packed, one a layer.

    The file is empty where there are no layers, which a GeoPackage cannot be.
    """
    if form is Format.XLSX:
        _workbook(layers, path)
        return
    with tempfile.TemporaryDirectory(dir=path.parent) as name, warnings.catch_warnings():
        # Names of columns are cut to ten letters in a .dbf, and our reader knows them so.
        warnings.simplefilter("ignore", RuntimeWarning)
        folder = Path(name)
        whole = folder / "network.gpkg"
        for layer in layers:
            if form is Format.GEOJSON:
                _write_geojson(layer, folder / f"{layer.name}.geojson")
                continue
            target = whole if form is Format.GEOPACKAGE else folder / f"{layer.name}.{form}"
            for number, chunk in enumerate(layer.chunks):
                _write(layer, chunk, target, form, dbf_encoding, is_more=number > 0)
        if form is not Format.GEOPACKAGE:
            _zip(sorted(folder.iterdir()), path)
        elif whole.exists():
            whole.replace(path)
        else:
            path.touch()


def _zip(paths: Iterable[Path], out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in paths:
            packed.write(path, path.name)


def _write_geojson(layer: OutLayer, path: Path) -> None:
    """Write a collection, each chunk's objects line by line: a file that is one document cannot be added to."""
    part = path.with_name("part.geojsonl")
    with path.open("w", encoding="utf-8") as out:
        out.write('{"type":"FeatureCollection","name":' + json.dumps(layer.name) + ',"features":[\n')
        comma = ""
        for chunk in layer.chunks:
            _write(layer, chunk, part, Format.GEOJSON)
            with part.open(encoding="utf-8") as lines:
                for line in lines:
                    out.write(comma + line.rstrip("\n"))
                    comma = ",\n"
            part.unlink()
        out.write("\n]}\n")


def _write(
    layer: OutLayer, chunk: OutChunk, path: Path, form: Format, dbf_encoding: str = "UTF-8", *, is_more: bool = False
) -> None:  # fmt: skip
    columns = [_column(target, chunk.values[target.name], form) for target in layer.targets]
    geoms, options, crs = chunk.geoms, {}, f"EPSG:{STORAGE_CRS}"
    if form is Format.GEOJSON:
        # By our own way to WGS84, so that the file comes back to the millimetre.
        geoms = shapely.transform(geoms, to_wgs84)
        options, crs = {"COORDINATE_PRECISION": "11", "driver": "GeoJSONSeq"}, "EPSG:4326"
    elif form is Format.SHAPEFILE:
        options = {"encoding": dbf_encoding}
    pyogrio.raw.write(
        path, shapely.to_wkb(geoms), [values for values, _mask in columns], [t.name for t in layer.targets],
        field_mask=[mask for _values, mask in columns], layer=layer.name, crs=crs,
        geometry_type=_TYPES[layer.geometry], promote_to_multi=False, append=is_more, **options,
    )  # fmt: skip


def _column(target: Target, values: list[Any], form: Format) -> tuple[Array, Array]:
    """Return the values as an array of one type, and which of them are missing."""
    missing = np.array([value is None for value in values], dtype=bool)
    if target.kind is Kind.NUMBER:
        return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64), missing
    if target.kind is Kind.YEAR:
        return np.array([0 if v is None else int(v) for v in values], dtype=np.int32), missing
    if target.kind is Kind.YES:
        kind = np.int16 if form is Format.SHAPEFILE else np.bool_
        return np.array([bool(v) for v in values], dtype=kind), missing
    texts = ["" if v is None else str(v) for v in values]
    if form is Format.SHAPEFILE:
        texts = [text[:_DBF_TEXT] for text in texts]
    return np.array(texts, dtype=object), missing


def _workbook(layers: Iterable[OutLayer], path: Path) -> None:
    """Write a workbook with a sheet a layer: position of points, length of lines, area of areas.

    A layer of more rows than a sheet has goes on in the next.
    """
    workbook = Workbook(write_only=True)
    for layer in layers:
        sheet, count, sheets = _sheet(workbook, layer, 1), 1, 1
        for chunk in layer.chunks:
            figures = _figures(layer.geometry, chunk.geoms)
            rows = zip(*(chunk.values[t.name] for t in layer.targets), strict=True)
            for row, figure in zip(rows, figures.tolist(), strict=True):
                if count == MOST_ROWS:
                    _filter(sheet, count)
                    sheets, count = sheets + 1, 1
                    sheet = _sheet(workbook, layer, sheets)
                sheet.append([*(_cell(value) for value in row), *figure])
                count += 1
        _filter(sheet, count)
    if not workbook.sheetnames:
        workbook.create_sheet("-")
    workbook.save(path)


def _sheet(workbook: Workbook, layer: OutLayer, number: int) -> Any:
    title = str(layer.titles["*"])
    sheet = workbook.create_sheet(title[:31] if number == 1 else f"{title[:27]} {number}")
    sheet.freeze_panes = "A2"
    header = [
        *(layer.titles[t.name] for t in layer.targets),
        *(layer.titles[name] for name in _FIGURES[layer.geometry]),
    ]
    for index, title in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = max(10, min(_WIDEST, len(title) + 4))
    sheet.append(header)
    return sheet


def _filter(sheet: Any, rows: int) -> None:
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(sheet.column_dimensions))}{rows}"


def _figures(geometry: str, geoms: Array) -> Array:
    if geometry == "point":
        return np.round(shapely.get_coordinates(geoms), 3)
    if geometry == "line":
        return np.round(shapely.length(geoms), 2).reshape(-1, 1)
    return np.round(shapely.area(geoms), 1).reshape(-1, 1)


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    text = str(value)
    # A cell that begins so is a formula to a spreadsheet.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
