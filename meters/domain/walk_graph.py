"""Streets as a walker meets them: two pavements a street, corners where they meet, crossings that cost.

Lines become pieces between the places where they meet: at a common point, where one ends on another, where they
cross. Each piece has a left and a right pavement. Round a place where streets meet, the left pavement of one
street and the right one of its neighbour share a corner; to get from one corner to the next is to cross a street.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from scipy.sparse import csr_matrix

Coordinates = Sequence[tuple[float, float]]
LEFT, RIGHT = 0, 1
#: Points nearer to each other than this are one place (m).
_GRID_M = 0.05
#: A crossing that costs nothing weighs this: a sparse matrix takes 0 for no edge (m).
_NOTHING_M = 1e-7


@dataclass(frozen=True)
class WalkLine:
    """A line to walk on (EPSG:2100): a street, or the track of a pipe where there is no street."""

    points: Coordinates
    street_id: int | None = None
    is_track: bool = False


@dataclass(frozen=True)
class Piece:
    """A line between two places where lines meet; a track has no sides and is crossed for nothing."""

    start: int
    end: int
    points: np.ndarray
    along: np.ndarray  # metres from the start at each point
    street_id: int | None
    is_track: bool

    @property
    def length_m(self) -> float:
        """How long it is (m)."""
        return float(self.along[-1])


@dataclass
class _Meeting:
    """Numbers the places where lines meet."""

    numbers: dict[tuple[int, int], int] = field(default_factory=dict)

    def number(self, point: tuple[float, float]) -> int:
        """Return the number of the place, known by any of the cells round the point."""
        east, north = _cell(point)
        for cell in itertools.product((east, east - 1, east + 1), (north, north - 1, north + 1)):
            if cell in self.numbers:
                return self.numbers[cell]
        return self.numbers.setdefault((east, north), len(self.numbers))


class StreetGraph:
    """Pieces, the corners of their pavements and what it takes to walk from corner to corner."""

    def __init__(
        self, lines: Sequence[WalkLine], *, crossing_m: float, join_m: float, track_join_m: float
    ) -> None:
        """Cut the lines where they meet; ends within `join_m` of another line are joined to it.

        The end of a track (the line of a pipe) is joined to the nearest line within `track_join_m`.
        """
        self.crossing_m = crossing_m
        self.pieces = list(_cut(lines, join_m, track_join_m))
        #: The corner at [piece][end][side]: end 0 is its start, sides are those of its direction.
        self.corner_of = np.zeros((len(self.pieces), 2, 2), dtype=np.int64)
        self._crossings: list[tuple[int, int, float]] = []
        self.corners = self._make_corners()

    def crossing_of(self, piece: int) -> float:
        """Return what it takes to change the side of the piece (m)."""
        return 0.0 if self.pieces[piece].is_track else self.crossing_m

    def _make_corners(self) -> int:
        ends: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
        for number, piece in enumerate(self.pieces):
            for end, meeting in ((0, piece.start), (1, piece.end)):
                ends[meeting].append((_direction(piece, end), number, end))
        count = 0
        for meeting in sorted(ends):
            count = self._corners_round(sorted(ends[meeting]), count)
        return count

    def _corners_round(self, around: list[tuple[float, int, int]], first: int) -> int:
        """Give the corners round one meeting, counter-clockwise; return the next free number."""
        many = max(len(around), 2)  # a blind end has two: turning round there is crossing
        for place, (_angle, number, end) in enumerate(around):
            left, right = first + place, first + (place - 1) % many
            # Who leaves by the piece's end looks against its direction: left is its right.
            self.corner_of[number, end] = (left, right) if end == 0 else (right, left)
            self._crossings.append((left, right, self.crossing_of(number)))
        return first + many

    @cached_property
    def lanes(self) -> dict[tuple[int, int], tuple[int, int, bool]]:
        """The shortest pavement from corner to corner: piece, side, and whether it is walked backwards."""
        found: dict[tuple[int, int], tuple[int, int, bool]] = {}
        for number, piece in enumerate(self.pieces):
            for side in (LEFT, RIGHT):
                start, end = (int(corner) for corner in self.corner_of[number, :, side])
                known = found.get((start, end))
                if known is None or piece.length_m < self.pieces[known[0]].length_m:
                    found[start, end] = (number, side, False)
                    found[end, start] = (number, side, True)
        return found

    @cached_property
    def matrix(self) -> csr_matrix:
        """What it takes to walk from corner to corner, each pair once and at its least (m)."""
        weights: dict[tuple[int, int], float] = {}
        steps: list[tuple[int, int, float]] = list(self._crossings)
        steps += [
            (start, end, self.pieces[piece].length_m)
            for (start, end), (piece, _side, is_back) in self.lanes.items()
            if not is_back
        ]
        for start, end, metres in steps:
            pair = (min(start, end), max(start, end))
            weights[pair] = min(weights.get(pair, math.inf), max(metres, _NOTHING_M))
        pairs = np.array(list(weights), dtype=np.int64).reshape(-1, 2)
        values = np.fromiter(weights.values(), dtype=float, count=len(weights))
        return csr_matrix((values, (pairs[:, 0], pairs[:, 1])), shape=(self.corners, self.corners))

    def is_lane(self, start: int, end: int) -> bool:
        """Whether one walks from corner to corner along a pavement rather than over the street."""
        lane = self.lanes.get((start, end))
        return (
            lane is not None
            and self.pieces[lane[0]].length_m <= self.matrix[min(start, end), max(start, end)] + 1e-6
        )


def _shapes(lines: Sequence[WalkLine]) -> np.ndarray:
    return np.array([shapely.LineString(line.points) for line in lines])


def _cell(point: Sequence[float]) -> tuple[int, int]:
    return round(point[0] / _GRID_M), round(point[1] / _GRID_M)


def _direction(piece: Piece, end: int) -> float:
    """Return the angle under which the piece leaves its end."""
    here, there = (piece.points[0], piece.points[1]) if end == 0 else (piece.points[-1], piece.points[-2])
    return math.atan2(there[1] - here[1], there[0] - here[0])


def _cut(lines: Sequence[WalkLine], join_m: float, track_join_m: float) -> Iterator[Piece]:
    kept = [line for line in lines if shapely.LineString(line.points).length > _GRID_M]
    if not kept:
        return
    kept += list(_links(kept, join_m, track_join_m))
    shapes = _shapes(kept)
    places = _places_on(shapes)
    meeting = _Meeting()
    for line, shape, own in zip(kept, shapes, places, strict=True):
        yield from _pieces_of(line, shape, sorted(own), meeting)


def _links(lines: Sequence[WalkLine], join_m: float, track_join_m: float) -> Iterator[WalkLine]:
    """Yield what joins an end that stops short of another line."""
    shapes = _shapes(lines)
    reach = np.repeat([track_join_m if line.is_track else join_m for line in lines], 2)
    ends = shapely.get_point(np.repeat(shapes, 2), np.tile([0, -1], len(shapes)))
    which, other = shapely.STRtree(shapes).query(ends, "dwithin", reach)
    is_other = which // 2 != other
    which, other = which[is_other], other[is_other]
    gaps = shapely.distance(ends[which], shapes[other])
    seen: set[int] = set()
    for pair in np.lexsort((other, gaps, which)):
        if which[pair] in seen:
            continue
        seen.add(which[pair])
        if gaps[pair] > _GRID_M:
            foot = shapely.line_interpolate_point(
                shapes[other[pair]], shapely.line_locate_point(shapes[other[pair]], ends[which[pair]])
            )
            begin = ends[which[pair]]
            yield WalkLine(((begin.x, begin.y), (foot.x, foot.y)), None, is_track=True)


def _places_on(shapes: np.ndarray) -> list[set[float]]:
    """Return, for each line, how far along it other lines meet it (m), its ends among them."""
    places = [{0.0, float(metres)} for metres in shapely.length(shapes)]
    ones, others = shapely.STRtree(shapes).query(shapes, "dwithin", _GRID_M)
    once = ones < others
    ones, others = ones[once], others[once]
    for lines, points in _common(shapes, ones, others):
        for number, metres in zip(lines, shapely.line_locate_point(shapes[lines], points), strict=True):
            places[number].add(float(metres))
    for number, shape in enumerate(shapes):
        places[number].update(_own_meetings(shape))
    return places


def _common(
    shapes: np.ndarray, ones: np.ndarray, others: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield lines with the points where another meets them: crossing, beginning to share a way, ending on it."""
    parts, pairs = shapely.get_parts(shapely.intersection(shapes[ones], shapes[others]), return_index=True)
    is_there = ~shapely.is_empty(parts)
    parts, pairs = parts[is_there], pairs[is_there]
    is_point = shapely.get_type_id(parts) == shapely.GeometryType.POINT
    crossings = [(pairs[is_point], parts[is_point])]
    crossings += [(pairs[~is_point], shapely.get_point(parts[~is_point], end)) for end in (0, -1)]
    for line, other in ((ones, others), (others, ones)):
        for end in (0, -1):
            points = shapely.get_point(shapes[line], end)
            near = shapely.distance(points, shapes[other]) <= _GRID_M
            crossings.append((np.flatnonzero(near), points[near]))
    for chosen, points in crossings:
        for line in (ones, others):
            yield line[chosen], points


def _own_meetings(shape: Any) -> set[float]:
    """Return where a line comes back to a point of its own (m along it)."""
    along = _metres_along(np.asarray(shape.coords)[:, :2])
    at: dict[tuple[int, int], list[float]] = defaultdict(list)
    for point, metres in zip(shape.coords, along, strict=True):
        at[_cell(point)].append(float(metres))
    return {metres for several in at.values() if len(several) > 1 for metres in several}


def _metres_along(points: np.ndarray) -> np.ndarray:
    return np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))


def _pieces_of(line: WalkLine, shape: Any, places: list[float], meeting: _Meeting) -> Iterator[Piece]:
    """Cut one line at its places."""
    whole = np.asarray(line.points, dtype=float)[:, :2]
    along = _metres_along(whole)
    stops = [places[0]]
    stops += [place for place in places[1:-1] if place - stops[-1] > _GRID_M]
    if len(stops) > 1 and places[-1] - stops[-1] <= _GRID_M:
        stops.pop()
    stops.append(places[-1])
    ends = [shape.interpolate(place) for place in stops]
    for first, last, start, end in zip(stops, stops[1:], ends, ends[1:], strict=False):
        inner = whole[(along > first + 1e-6) & (along < last - 1e-6)]
        points = np.vstack(([start.x, start.y], inner, [end.x, end.y]))
        yield Piece(
            meeting.number((start.x, start.y)), meeting.number((end.x, end.y)), points, _metres_along(points),
            line.street_id, line.is_track,
        )  # fmt: skip
