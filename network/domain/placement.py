"""Where a file's coordinates lie in the storage CRS (EPSG:2100)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyproj
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

STORAGE_CRS = 2100
FOOT_M = 0.3048
#: Greece in EPSG:2100 with some sea around it; coordinates here need no CRS to be named.
GREEK_BOX = (90_000.0, 3_800_000.0, 1_030_000.0, 4_650_000.0)
_GREECE = pyproj.transformer.AreaOfInterest(19.0, 34.0, 30.0, 42.0)
Points = NDArray[np.float64]


class PlaceFault(StrEnum):
    """Why coordinates cannot be put on the map."""

    UNKNOWN_CRS = "unknown_crs"
    NOT_SAID = "place_not_said"
    TWICE_SAID = "place_twice_said"
    BAD_ANCHOR = "bad_anchor"
    OUTSIDE = "outside_the_crs"


class PlaceError(Exception):
    """The coordinates have no place in the storage CRS."""

    def __init__(self, fault: PlaceFault, detail: str = "") -> None:
        """Keep which fault, and of what."""
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True)
class Placement:
    """How to put coordinates down: by their CRS, or round an anchor (longitude, latitude); or neither."""

    epsg: int | None = None
    anchor: tuple[float, float] | None = None
    unit_m: float | None = None  # length of a local unit; None: by the file

    def describe(self) -> str:
        """Return the words kept as the source of a system."""
        if self.anchor is not None:
            return f"{self.anchor[0]:.6f},{self.anchor[1]:.6f}"
        return f"EPSG:{self.epsg or STORAGE_CRS}"


def place(points: Points, placement: Placement, *, unit_m: float, centre: tuple[float, float]) -> Points:
    """Return points (n × 2) in EPSG:2100 metres; `centre` is what comes to lie on the anchor.

    Raises:
        PlaceError: neither CRS nor anchor is said and the points are not in Greece; both are said; the CRS is
            unknown or cannot hold the points.
    """
    if placement.epsg is not None and placement.anchor is not None:
        raise PlaceError(PlaceFault.TWICE_SAID)
    if placement.anchor is not None:
        placed = _around(points, placement.anchor, unit_m=placement.unit_m or unit_m, centre=centre)
    elif placement.epsg is not None:
        placed = transform(points, placement.epsg)
    elif _lies_in_greece(points):
        placed = points
    else:
        raise PlaceError(PlaceFault.NOT_SAID)
    if not np.isfinite(placed).all():
        raise PlaceError(PlaceFault.OUTSIDE, f"EPSG:{placement.epsg}")
    return placed


def transform(points: Points, epsg: int) -> Points:
    """Return points of a CRS in EPSG:2100, by way of WGS84 and the official Greek shift, as PostGIS does.

    Points far from Greece keep finite coordinates that lead back to where they were, but lengths there are
    not true: the projection is a transverse Mercator about 24° E.

    Raises:
        PlaceError: there is no such CRS, or it is not a horizontal one.
    """
    if epsg == STORAGE_CRS:
        return points
    try:
        source = pyproj.CRS.from_epsg(epsg)
    except CRSError as error:
        raise PlaceError(PlaceFault.UNKNOWN_CRS, f"EPSG:{epsg}") from error
    if not (source.is_projected or source.is_geographic):
        raise PlaceError(PlaceFault.UNKNOWN_CRS, f"EPSG:{epsg}")
    return transform_crs(points, source)


def transform_crs(points: Points, source: pyproj.CRS) -> Points:
    """Return points of any CRS that pyproj knows in EPSG:2100."""
    to_wgs84 = pyproj.Transformer.from_crs(source, 4326, always_xy=True)
    to_storage = pyproj.Transformer.from_crs(4326, STORAGE_CRS, always_xy=True, area_of_interest=_GREECE)
    longitude, latitude = to_wgs84.transform(points[:, 0], points[:, 1])
    x, y = to_storage.transform(longitude, latitude)
    moved: Points = np.column_stack([x, y])
    return moved


def to_wgs84(points: Points) -> Points:
    """Return points of EPSG:2100 as longitude and latitude: the exact way back of `transform`.

    The plain way back is off by two millimetres, as both ways leave out the height above the ellipsoid.
    """
    back = pyproj.Transformer.from_crs(STORAGE_CRS, 4326, always_xy=True, area_of_interest=_GREECE)
    near: Points = np.column_stack(back.transform(points[:, 0], points[:, 1]))
    better = 2 * points - transform(near, 4326)
    moved: Points = np.column_stack(back.transform(better[:, 0], better[:, 1]))
    return moved


def _around(
    points: Points, anchor: tuple[float, float], *, unit_m: float, centre: tuple[float, float]
) -> Points:
    longitude, latitude = anchor
    if not (
        math.isfinite(longitude) and math.isfinite(latitude) and abs(longitude) <= 180 and abs(latitude) < 90
    ):
        raise PlaceError(PlaceFault.BAD_ANCHOR, f"{longitude},{latitude}")
    origin = transform(np.array([[longitude, latitude]]), 4326)
    placed: Points = (points - np.array(centre)) * unit_m + origin
    return placed


def _lies_in_greece(points: Points) -> bool:
    west, south, east, north = GREEK_BOX
    x, y = points[:, 0], points[:, 1]
    return bool(((x >= west) & (x <= east) & (y >= south) & (y <= north)).all())


def epsg_number(text: str) -> int:
    """Return n of 'EPSG:n' or of 'n' alone.

    Raises:
        ValueError: the text is neither.
    """
    digits = text.strip().upper().removeprefix("EPSG:")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(text)
    return int(digits)


def lon_lat(text: str) -> tuple[float, float]:
    """Return the pair of a longitude and a latitude written as '22.94,40.63'.

    Raises:
        ValueError: the text is no such pair.
    """
    longitude, latitude = (float(part) for part in text.split(","))
    return longitude, latitude
