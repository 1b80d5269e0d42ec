"""Lists of things with a place as GeoPackage, for QGIS and its like."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone

from gis_core.pages.list_files import CHUNK, ListFile, Report

GPKG = "application/geopackage+sqlite3"
#: Rows written at a time: a layer is opened anew for each.
ROWS_AT_ONCE = 10 * CHUNK


def find_geometry(model: type[Model]) -> Any:
    """Return the model's field of geometry in the storage system, or None."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, GeometryField)]
    return next((field for field in fields if field.srid == settings.STORAGE_SRID), None)


def as_geopackage(listed: ListFile, name: str) -> HttpResponse:
    """Return a small list as a file."""
    with tempfile.TemporaryDirectory(prefix="hydria-list-") as folder:
        path = Path(folder, "list.gpkg")
        write_geopackage(path, listed, name, lambda _count: None)
        response = HttpResponse(path.read_bytes(), content_type=GPKG)
    response["Content-Disposition"] = f'attachment; filename="{name}.gpkg"'
    return response


def write_geopackage(path: Path, listed: ListFile, name: str, report: Report) -> int:
    """Write the list with its shapes as one layer and return the number of its rows."""
    titles = _distinct([column.title for column in listed.columns])
    count = 0
    while True:
        rows = list(islice(listed.rows, ROWS_AT_ONCE))
        if not rows and count:
            return count
        pyogrio.raw.write(
            str(path),
            _objects([row[-1] for row in rows]),
            [_array(column.kind, [row[at] for row in rows]) for at, column in enumerate(listed.columns)],
            titles,
            layer=name,
            driver="GPKG",
            geometry_type=listed.geometry,
            crs=f"EPSG:{settings.STORAGE_SRID}",
            append=count > 0,
        )
        count += len(rows)
        report(count)
        if len(rows) < ROWS_AT_ONCE:
            return count


def _distinct(titles: list[str]) -> list[str]:
    """Return the titles, repeated ones numbered; the layer itself takes fid and geom."""
    taken = {"fid", "geom"}
    names = []
    for title in titles:
        name, number = title, 2
        while name.lower() in taken:
            name, number = f"{title} {number}", number + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _objects(values: list[Any]) -> Any:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _array(kind: str, values: list[Any]) -> Any:
    """Return the values of a column as one type; what a column says in words among its numbers stays empty."""
    if kind == "number":
        return np.array([_number(value) for value in values], dtype=np.float64)
    if kind == "date":
        return np.array(
            [value if hasattr(value, "year") else "NaT" for value in values], dtype="datetime64[D]"
        )
    if kind == "moment":
        local = [
            timezone.localtime(value).replace(tzinfo=None) if hasattr(value, "hour") else "NaT"
            for value in values
        ]
        return np.array(local, dtype="datetime64[ms]")
    return _objects([None if value is None else str(value) for value in values])


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")
