"""The outline of an area as people write it: lines of coordinates, or WKT."""

from __future__ import annotations

import re
from dataclasses import dataclass

from network.domain.placement import GREEK_BOX

WGS84, GREEK_GRID = 4326, 2100
#: A ring needs so many different corners.
FEWEST_CORNERS = 3
#: More text than any outline drawn by hand.
LONGEST = 500_000
#: East of Greece there is no longitude so large as the latitude of its south.
_PARTS_DEGREES = 32.0
_LARGEST_DEGREES = 180.0
_WKT = re.compile(r"\s*(MULTI)?POLYGON\b", re.IGNORECASE)
_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_PAIR = re.compile(rf"\s*({_NUMBER})(?:\s*;\s*|,?\s+|,)({_NUMBER})[\s;,]*", re.ASCII)


class OutlineError(ValueError):
    """A text that is no outline; `line` is the number of the line at fault, 0 for the whole."""

    def __init__(self, code: str, line: int = 0) -> None:
        """Keep a stable code and the line."""
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Outline:
    """An area as WKT and the number of its reference system."""

    wkt: str
    srid: int


def read_outline(text: str) -> Outline:
    """Return what a person wrote: WKT in ΕΓΣΑ87, or a corner a line in ΕΓΣΑ87 metres or in degrees.

    The order of a pair does not matter: in Greece easting and northing, longitude and latitude cannot be taken for
    each other. An empty line begins another polygon. Raises OutlineError.
    """
    if len(text) > LONGEST:
        raise OutlineError("too_long")
    if _WKT.match(text):
        return Outline(text.strip(), GREEK_GRID)
    rings: list[list[tuple[float, float]]] = [[]]
    srids: set[int] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            rings.append([])
            continue
        east, north, srid = _read_corner(line, number)
        srids.add(srid)
        if len(srids) > 1:
            raise OutlineError("mixed", number)
        rings[-1].append((east, north))
    rings = [_closed(ring) for ring in rings if ring]
    if not rings:
        raise OutlineError("empty")
    polygons = ", ".join("((" + ", ".join(f"{x!r} {y!r}" for x, y in ring) + "))" for ring in rings)
    return Outline(f"MULTIPOLYGON ({polygons})", srids.pop())


def _read_corner(line: str, number: int) -> tuple[float, float, int]:
    """Return a corner as (east, north, reference system)."""
    pair = _PAIR.fullmatch(line)
    if pair is None:
        raise OutlineError("no_pair", number)
    low, high = sorted(float(part.replace(",", ".")) for part in pair.groups())
    if high <= _LARGEST_DEGREES:
        if not low < _PARTS_DEGREES < high:
            raise OutlineError("outside", number)
        return low, high, WGS84
    west, south, east, north = GREEK_BOX
    if not (west <= low <= east and south <= high <= north):
        raise OutlineError("outside", number)
    return low, high, GREEK_GRID


def _closed(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the ring with its first corner at its end too."""
    corners = ring[:-1] if ring[0] == ring[-1] else ring
    if len(set(corners)) < FEWEST_CORNERS:
        raise OutlineError("few_corners")
    return [*corners, corners[0]]
