"""The way of a walk as lines to draw: along pavements, over crossings, straight where no street leads."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from scipy.sparse.csgraph import dijkstra

from meters.domain.walk_graph import LEFT, Piece
from meters.domain.walking import WalkMap

#: Pavements are drawn so far beside the middle of the street (m).
PAVEMENT_M = 3.5
_STRAIGHT = (-1, -1)
_SAME = (-2, -2)
Line = list[tuple[float, float]]
#: Pavements that were drawn whole, by piece and side.
_Lanes = dict[tuple[int, int], Line]


def draw_way(walk: WalkMap, order: Sequence[int], *, is_round: bool = False) -> Line:
    """Return the way through the places in this order as one line (EPSG:2100)."""
    following = list(order[1:]) + ([order[0]] if is_round and len(order) > 1 else [])
    steps = list(zip(order, following, strict=False))
    chosen = [_choose(walk, *step) for step in steps]
    paths = _paths(walk, {corners for corners in chosen if corners[0] >= 0})
    line: Line = [_point(walk.xy[order[0]])] if order else []
    lanes: _Lanes = {}
    for (here, there), corners in zip(steps, chosen, strict=True):
        line += _step(walk, here, there, corners, paths, lanes)
    return [
        point for number, point in enumerate(line) if not number or math.dist(point, line[number - 1]) > 0.05
    ]


def _choose(walk: WalkMap, here: int, there: int) -> tuple[int, int]:
    """Return the corners by which the shortest way between two places leads; or that it needs none."""
    metres = walk.metres[here, there]
    if walk.piece[here] < 0 or walk.piece[there] < 0:
        return _STRAIGHT
    corners, reach = walk.ends
    links = walk.link[here] + walk.link[there]
    if walk.piece[here] == walk.piece[there]:
        crossing = walk.graph.crossing_of(int(walk.piece[here])) * (walk.side[here] != walk.side[there])
        if abs(walk.along[here] - walk.along[there]) + crossing + links <= metres + 1e-6:
            return _SAME
    ways = [
        (walk.between(int(a), int(b)) + reach[here, i] + reach[there, j] + links, (int(a), int(b)))
        for i, a in enumerate(corners[here])
        for j, b in enumerate(corners[there])
    ]
    length, best = min(ways)
    return best if length <= metres + 1e-6 else _STRAIGHT


def _paths(walk: WalkMap, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], list[int]]:
    """Return the corners between each wanted pair, both among them; a few sources at a time, to keep memory flat."""
    targets: dict[int, list[int]] = defaultdict(list)
    for source, target in sorted(wanted):
        targets[source].append(target)
    sources, found = list(targets), {}
    for first in range(0, len(sources), 100):
        some = sources[first : first + 100]
        _metres, before = dijkstra(walk.graph.matrix, directed=False, indices=some, return_predecessors=True)
        for row, source in enumerate(some):
            for target in targets[source]:
                path = [target]
                while path[-1] != source:
                    path.append(int(before[row, path[-1]]))
                found[source, target] = path[::-1]
    return found


def _step(
    walk: WalkMap,
    here: int,
    there: int,
    corners: tuple[int, int],
    paths: dict[tuple[int, int], list[int]],
    lanes: _Lanes,
) -> Line:
    if corners == _STRAIGHT:
        return [_point(walk.xy[here]), _point(walk.xy[there])]
    own, other = walk.graph.pieces[walk.piece[here]], walk.graph.pieces[walk.piece[there]]
    begin = [_point(walk.xy[here])] if walk.link[here] else []
    finish = [_point(walk.xy[there])] if walk.link[there] else []
    at, to = float(walk.along[here]), float(walk.along[there])
    if corners == _SAME:
        return (
            begin
            + _lane(own, int(walk.side[here]), at, to)
            + _lane(own, int(walk.side[there]), to, to)
            + finish
        )
    known = walk.ends[0]
    leave = own.length_m if corners[0] == known[here, 1] and corners[0] != known[here, 0] else 0.0
    enter = other.length_m if corners[1] == known[there, 1] and corners[1] != known[there, 0] else 0.0
    line = begin + _lane(own, int(walk.side[here]), at, leave)
    path = paths[corners]
    for start, end in pairwise(path):
        if walk.graph.is_lane(start, end):
            number, side, is_back = walk.graph.lanes[start, end]
            whole = lanes.get((number, side))
            if whole is None:
                piece = walk.graph.pieces[number]
                whole = lanes[number, side] = _lane(piece, side, 0.0, piece.length_m)
            line += whole[::-1] if is_back else whole
    return line + _lane(other, int(walk.side[there]), enter, to) + finish


def _lane(piece: Piece, side: int, start_m: float, end_m: float) -> Line:
    """Return the pavement of a piece from one place along it to another."""
    low, high = min(start_m, end_m), max(start_m, end_m)
    inner = piece.along[(piece.along > low + 1e-6) & (piece.along < high - 1e-6)]
    places = np.concatenate(([low], inner, [high] if high > low else []))
    points = np.stack([np.interp(places, piece.along, piece.points[:, axis]) for axis in (0, 1)], axis=1)
    if not piece.is_track:
        parts = np.clip(np.searchsorted(piece.along, places, "right") - 1, 0, len(piece.points) - 2)
        ways = piece.points[parts + 1] - piece.points[parts]
        ways /= np.maximum(np.hypot(ways[:, 0], ways[:, 1]), 1e-9)[:, None]
        aside = np.stack((-ways[:, 1], ways[:, 0]), axis=1) * (PAVEMENT_M if side == LEFT else -PAVEMENT_M)
        points = points + aside
    line = [_point(point) for point in points]
    return line if start_m <= end_m else line[::-1]


def _point(point: np.ndarray) -> tuple[float, float]:
    return float(point[0]), float(point[1])
