"""A table of text with coordinates in two columns, or WKT in one."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.domain.greek import latin_key

_EAST = ("x", "lon", "lng", "longitude", "easting", "east", "egsa_x", "coord_x", "xcoord", "mikos")
_NORTH = ("y", "lat", "latitude", "northing", "north", "egsa_y", "coord_y", "ycoord", "platos")
_WKT = ("wkt", "geom", "geometry", "the_geom")


class CsvFault(ValueError):
    """The text is no table with coordinates; `line` 0 where it has no columns of coordinates."""

    def __init__(self, line: int = 0) -> None:
        """Keep the line at fault."""
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class CsvTable:
    """The columns that are no coordinates, and a geometry a row (None where its numbers cannot be read)."""

    columns: dict[str, list[str]]
    geoms: NDArray[Any]
    is_points: bool


def read_csv(content: bytes) -> CsvTable:
    """Return a table by comma, semicolon or tab, in UTF-8 or Windows-1253, with decimal points or commas.

    Raises:
        CsvFault: there are no columns of coordinates, or a row has more or fewer values than the first.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1253", "replace")
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    names = [name.strip() for name in rows[0]]
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(names):
            raise CsvFault(number)
    keys = [latin_key(name).lower() for name in names]
    by_column = list(zip(*rows[1:], strict=True)) or [() for _name in names]
    east, north, wkt = (
        next((i for k in kind if k in keys for i in [keys.index(k)]), None) for kind in (_EAST, _NORTH, _WKT)
    )
    if wkt is not None:
        geoms = shapely.from_wkt(np.array(by_column[wkt], dtype=object), on_invalid="ignore")
        used = {wkt}
    elif east is not None and north is not None:
        xy = np.array(
            [[_number(x), _number(y)] for x, y in zip(by_column[east], by_column[north], strict=True)]
        )
        xy = xy.reshape(-1, 2)
        geoms = np.full(len(xy), None, dtype=object)
        good = np.isfinite(xy).all(axis=1)
        geoms[good] = shapely.points(xy[good])
        used = {east, north}
    else:
        raise CsvFault
    columns = {name: list(by_column[i]) for i, name in enumerate(names) if i not in used}
    return CsvTable(columns, geoms, is_points=wkt is None)


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(" ", "").replace(",", "."))
    except ValueError:
        return float("nan")
