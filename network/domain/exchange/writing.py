"""Layers into files: GeoPackage, zipped Shapefiles, GeoJSON, and sheets."""

from __future__ import annotations

import io
import tempfile
import warnings
import zipfile
from collections.abc import Iterable, Sequence
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
from network.domain.exchange.targets import GEOMETRY, Kind, Role, Target
from network.domain.placement import STORAGE_CRS, to_wgs84

_TYPES = {"point": "Point", "line": "LineString", "area": "MultiPolygon"}
#: A .dbf holds no longer text.
_DBF_TEXT = 254
_WIDEST = 40


class Format(StrEnum):
    """What a system can be exported as."""

    GEOPACKAGE = "gpkg"
    SHAPEFILE = "shp"
    GEOJSON = "geojson"
    XLSX = "xlsx"


@dataclass(frozen=True)
class OutLayer:
    """A layer to be written: geometries in EPSG:2100, and a list of values for each column; `titles` for sheets."""

    role: Role
    targets: tuple[Target, ...]
    geoms: Array
    values: dict[str, list[Any]]
    titles: dict[str, str]


def write_layers(layers: Sequence[OutLayer], form: Format, *, dbf_encoding: str = "UTF-8") -> bytes:
    """Return the layers as one file; Shapefiles and GeoJSON come packed as a zip, one a layer."""
    if form is Format.XLSX:
        return _workbook(layers)
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        # Names of columns are cut to ten letters in a .dbf, and our reader knows them so.
        warnings.simplefilter("ignore", RuntimeWarning)
        folder = Path(name)
        if form is Format.GEOPACKAGE:
            path = folder / "network.gpkg"
            for layer in layers:
                _write(layer, path, form)
            return path.read_bytes() if path.exists() else b""
        for layer in layers:
            _write(layer, folder / f"{layer.role}.{form}", form, dbf_encoding)
        return _zip(sorted(folder.iterdir()))


def _zip(paths: Iterable[Path]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in paths:
            packed.write(path, path.name)
    return out.getvalue()


def _write(layer: OutLayer, path: Path, form: Format, dbf_encoding: str = "UTF-8") -> None:
    columns = [_column(target, layer.values[target.name], form) for target in layer.targets]
    geoms, options, crs = layer.geoms, {}, f"EPSG:{STORAGE_CRS}"
    if form is Format.GEOJSON:
        # By our own way to WGS84, so that the file comes back to the millimetre.
        geoms = shapely.transform(geoms, to_wgs84)
        options, crs = {"RFC7946": "YES", "COORDINATE_PRECISION": "11"}, "EPSG:4326"
    elif form is Format.SHAPEFILE:
        options = {"encoding": dbf_encoding}
    pyogrio.raw.write(
        path, shapely.to_wkb(geoms), [values for values, _mask in columns], [t.name for t in layer.targets],
        field_mask=[mask for _values, mask in columns], layer=str(layer.role), crs=crs,
        geometry_type=_TYPES[GEOMETRY[layer.role]], promote_to_multi=False, **options,
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


def _workbook(layers: Sequence[OutLayer]) -> bytes:
    """Return a workbook with a sheet a layer: position of points, length of lines, area of areas."""
    workbook = Workbook(write_only=True)
    for layer in layers:
        sheet = workbook.create_sheet(str(layer.titles["*"])[:31])
        sheet.freeze_panes = "A2"
        extra, figures = _figures(layer)
        header = [*(layer.titles[t.name] for t in layer.targets), *(layer.titles[name] for name in extra)]
        for index, title in enumerate(header, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = max(10, min(_WIDEST, len(title) + 4))
        sheet.append(header)
        rows = zip(*(layer.values[t.name] for t in layer.targets), strict=True)
        for row, figure in zip(rows, figures.tolist(), strict=True):
            sheet.append([*(_cell(value) for value in row), *figure])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(layer.geoms) + 1}"
    if not layers:
        workbook.create_sheet("-")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _figures(layer: OutLayer) -> tuple[tuple[str, ...], Array]:
    kind = GEOMETRY[layer.role]
    if kind == "point":
        return ("x", "y"), np.round(shapely.get_coordinates(layer.geoms), 3)
    if kind == "line":
        return ("length",), np.round(shapely.length(layer.geoms), 2).reshape(-1, 1)
    return ("area",), np.round(shapely.area(layer.geoms), 1).reshape(-1, 1)


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    text = str(value)
    # A cell that begins so is a formula to a spreadsheet.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
