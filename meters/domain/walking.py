"""The walk of a reader: meters on the pavements of streets, what lies between them, the shortest order, the way.

A meter within reach of a street is read from the pavement on its side. To change sides costs a stated number of
metres, along a pavement a metre costs a metre, round a corner nothing. A meter farther off costs its straight line to
the street and back, longer by a stated factor. See docs/algorithms/walking.md, whose table is tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import shapely
from scipy.sparse.csgraph import connected_components, dijkstra

from meters.domain.walk_graph import LEFT, RIGHT, StreetGraph, WalkLine
from meters.domain.walk_tours import shortest_order, way_length

#: By way of so many places with straight lines at most are shorter ways looked for.
_MOST_PASSED = 400


@dataclass(frozen=True)
class WalkSettings:
    """What is taken for true of walking; metres, kilometres an hour, seconds, factors."""

    crossing_m: float = 15.0  # to change the side of a street is like walking so far
    speed_km_h: float = 4.5
    seconds_per_meter: float = 25.0  # to find it, read it, write it down
    reach_m: float = 35.0  # so far from a street a meter is read from its pavement
    farthest_m: float = 300.0  # farther from any street, a meter is no part of the streets
    own_street_m: float = 25.0  # so much farther than the nearest street may be the one of the address
    detour: float = 1.3  # a way off the streets against its straight line
    gap: float = 3.0  # between parts of the streets that hang together nowhere
    join_m: float = 1.0  # an end so near another line is on it
    track_join_m: float = 40.0  # the same for the line of a pipe that stands in for a street

    def minutes(self, metres: float, meters: int) -> float:
        """Return how long the way and the readings take."""
        return metres / (self.speed_km_h * 1000 / 60) + meters * self.seconds_per_meter / 60

    def as_json(self) -> dict[str, float]:
        """Return the parameters by name."""
        return {each.name: float(getattr(self, each.name)) for each in fields(self)}


@dataclass(frozen=True)
class WalkPlace:
    """Where a meter hangs (EPSG:2100), with the street of its address where that is known."""

    x: float
    y: float
    street_id: int | None = None


@dataclass(frozen=True)
class WalkFindings:
    """What the walker should know: places by their number, in order."""

    off_street: tuple[int, ...]  # beyond reach of a street, reached by a straight line from it
    no_street: tuple[int, ...]  # no street near at all: straight lines to every other
    on_track: tuple[int, ...]  # on the line of a pipe, for want of a street
    apart: tuple[int, ...]  # on streets that hang together with the others' nowhere


class WalkMap:
    """Places on streets: what it takes from each to each, and the way through them in an order."""

    def __init__(
        self, lines: Sequence[WalkLine], places: Sequence[WalkPlace], settings: WalkSettings | None = None
    ) -> None:
        """Lay the graph and put each place on its pavement."""
        self.settings = settings or WalkSettings()
        self.graph = StreetGraph(
            lines, crossing_m=self.settings.crossing_m, join_m=self.settings.join_m,
            track_join_m=self.settings.track_join_m,
        )  # fmt: skip
        self.xy = np.array([(place.x, place.y) for place in places], dtype=float).reshape(-1, 2)
        self.count = len(places)
        self._attach([place.street_id for place in places])

    # Where the places stand.

    def _attach(self, street_ids: list[int | None]) -> None:
        self.piece = np.full(self.count, -1, dtype=np.int64)
        self.side = np.full(self.count, LEFT, dtype=np.int64)
        self.along = np.zeros(self.count)
        self.link = np.zeros(self.count)
        pieces = self.graph.pieces
        if not pieces or not self.count:
            return
        shapes = np.array([shapely.LineString(piece.points) for piece in pieces])
        points: np.ndarray = np.atleast_1d(np.asarray(shapely.points(self.xy)))
        owner = np.array([-1 if piece.street_id is None else piece.street_id for piece in pieces])
        wanted = np.array([-2 if street is None else street for street in street_ids])
        one, other = shapely.STRtree(shapes).query(points, "dwithin", self.settings.farthest_m)
        gaps = shapely.distance(points[one], shapes[other])
        # The street of the address wins over one that is a little nearer, as at the corner of two.
        ranks = gaps - np.where(owner[other] == wanted[one], self.settings.own_street_m, 0.0)
        for pair in np.lexsort((other, gaps, ranks))[::-1]:  # the best of each place is written last
            self.piece[one[pair]] = other[pair]
        found = self.piece >= 0
        lines = shapes[self.piece[found]]
        self.along[found] = shapely.line_locate_point(lines, points[found])
        gap = shapely.distance(points[found], lines)
        self.link[found] = np.where(gap > self.settings.reach_m, gap * self.settings.detour, 0.0)
        for place in np.flatnonzero(found):
            self.side[place] = self._side_of(int(place))

    def _side_of(self, place: int) -> int:
        piece = self.graph.pieces[self.piece[place]]
        if piece.is_track:
            return LEFT
        part = min(int(np.searchsorted(piece.along, self.along[place], "right")) - 1, len(piece.points) - 2)
        (ax, ay), (bx, by) = piece.points[part], piece.points[part + 1]
        x, y = self.xy[place]
        return LEFT if (bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 else RIGHT

    # What lies between them.

    @cached_property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """The two corners of each place's pavement, and the way to each (m)."""
        found = self.piece >= 0
        corners = np.zeros((self.count, 2), dtype=np.int64)
        corners[found] = self.graph.corner_of[self.piece[found], :, self.side[found]]
        lengths = np.zeros(self.count)
        lengths[found] = [self.graph.pieces[piece].length_m for piece in self.piece[found]]
        return corners, np.stack((self.along, np.maximum(lengths - self.along, 0.0)), axis=1)

    @cached_property
    def _corners_between(self) -> tuple[dict[int, int], np.ndarray]:
        """The corners of the places' pavements by their row, and what lies between them (m)."""
        used = np.unique(self.ends[0][self.piece >= 0])
        between = dijkstra(self.graph.matrix, directed=False, indices=used)[:, used]
        return {int(corner): row for row, corner in enumerate(used)}, between

    def between(self, one: int, other: int) -> float:
        """Return what it takes from one corner of a place's pavement to one of another's (m)."""
        rows, between = self._corners_between
        return float(between[rows[one], rows[other]])

    @cached_property
    def metres(self) -> np.ndarray:
        """What it takes from each place to each (m): one pass of Dijkstra from the corners of their pavements."""
        ways = np.full((self.count, self.count), np.inf)
        found = np.flatnonzero(self.piece >= 0)
        if len(found):
            ways[np.ix_(found, found)] = self._over_streets(found)
        straight = np.hypot(*(self.xy[:, None] - self.xy[None]).transpose(2, 0, 1))
        off = (self.link > 0) | (self.piece < 0)
        ways = np.where(off[:, None] & off[None], np.minimum(ways, straight * self.settings.detour), ways)
        lost = self.piece < 0
        ways = np.where(lost[:, None] | lost[None], straight * self.settings.detour, ways)
        gaps = np.isinf(ways)
        ways = np.where(gaps, straight * self.settings.gap, ways)
        np.fill_diagonal(ways, 0.0)
        # A straight line off the streets, or over a gap, may also shorten the way between two others.
        for place in np.flatnonzero(off | gaps.any(axis=1))[:_MOST_PASSED]:
            np.minimum(ways, ways[:, place][:, None] + ways[place][None], out=ways)
        return ways

    def _over_streets(self, found: np.ndarray) -> np.ndarray:
        corners, reach = (values[found] for values in self.ends)
        rows, between = self._corners_between
        places = np.vectorize(rows.__getitem__, otypes=[np.int64])(corners)
        best = np.full((len(found), len(found)), np.inf)
        for here in (0, 1):
            for there in (0, 1):
                way = between[np.ix_(places[:, here], places[:, there])]
                best = np.minimum(best, way + reach[:, here][:, None] + reach[:, there][None])
        piece, side, along = self.piece[found], self.side[found], self.along[found]
        crossing = np.array([self.graph.crossing_of(int(number)) for number in piece])
        same = np.abs(along[:, None] - along[None]) + np.where(
            side[:, None] != side[None], crossing[:, None], 0.0
        )
        best = np.where(piece[:, None] == piece[None], np.minimum(best, same), best)
        best += self.link[found][:, None] + self.link[found][None]
        return best

    def find(self) -> WalkFindings:
        """Return what is not as a walker would like it."""
        found = self.piece >= 0
        tracks = np.array([piece.is_track for piece in self.graph.pieces] or [False])
        apart: np.ndarray = np.zeros(self.count, dtype=bool)
        if found.any():
            _parts, part_of = connected_components(self.graph.matrix, directed=False)
            parts = part_of[self.ends[0][:, 0]]
            main = np.bincount(parts[found]).argmax()
            apart = found & (parts != main)
        return WalkFindings(
            off_street=_numbers(found & (self.link > 0)),
            no_street=_numbers(~found),
            on_track=_numbers(found & tracks[np.maximum(self.piece, 0)] & (self.link == 0)),
            apart=_numbers(apart),
        )

    # The order.

    def length_of(self, order: Sequence[int], *, is_round: bool = False) -> float:
        """Return how long the way through the places in this order is (m)."""
        return way_length(self.metres, order, is_round=is_round)

    def propose(self, *, start: int = 0, end: int | None = None, seconds: float | None = None) -> list[int]:
        """Return the places in the shortest order found from `start` (to `end`; a round where `end` is `start`).

        Places between which no metre lies are one stop: who stands at an entrance reads all its meters, in the order
        in which they come here. Up to 19 stops the order is the shortest there is.
        """
        stops = self._stops()
        first = {place: number for number, stop in enumerate(stops) for place in stop}
        chosen = [stop[0] for stop in stops]
        order = shortest_order(
            self.metres[np.ix_(chosen, chosen)], start=first[start], end=None if end is None else first[end],
            seconds=seconds,
        )  # fmt: skip
        walked = [place for stop in order for place in stops[stop]]
        walked.remove(start)
        if end is None or end == start:
            return [start, *walked]
        walked.remove(end)
        return [start, *walked, end]

    def _stops(self) -> list[list[int]]:
        """Put places together that are one spot of one pavement, or one point away from streets."""
        stops: dict[tuple[float, ...], list[int]] = {}
        for place in range(self.count):
            is_at_street = self.piece[place] >= 0 and self.link[place] == 0
            spot: tuple[float, ...] = (
                (float(self.piece[place]), float(self.side[place]), round(float(self.along[place]), 1))
                if is_at_street
                else (-1.0, *(round(float(part), 1) for part in self.xy[place]))
            )
            stops.setdefault(spot, []).append(place)
        return list(stops.values())


def _numbers(chosen: np.ndarray) -> tuple[int, ...]:
    return tuple(int(number) for number in np.flatnonzero(chosen))
