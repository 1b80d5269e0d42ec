"""What stands near what: nodes beside nodes, nodes on pipes, pipes across pipes; by trees of boxes in memory.

A million pipes take some hundred bytes each here and are asked in seconds, where the database would fetch each row of
a wide table many times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Points:
    """Nodes: their keys, systems and places (x, y in metres)."""

    ids: Integers
    systems: Integers
    places: NDArray[np.float64]


@dataclass(frozen=True)
class Lines:
    """Pipes: their keys, systems, end nodes and lines."""

    ids: Integers
    systems: Integers
    starts: Integers
    ends: Integers
    lines: NDArray[np.object_]


@dataclass(frozen=True)
class Pairs:
    """Keys of two things each that are near each other; of two of a kind the smaller key comes first."""

    first: list[int]
    second: list[int]


def find_near_points(points: Points, within_m: float) -> Pairs:
    """Return the nodes of one system that are no farther from each other than so many metres."""
    if len(points.ids) < 2:
        return Pairs([], [])
    found = cKDTree(points.places).query_pairs(within_m, output_type="ndarray")
    a, b = found[:, 0], found[:, 1]
    same = points.systems[a] == points.systems[b]
    low = np.minimum(points.ids[a[same]], points.ids[b[same]])
    high = np.maximum(points.ids[a[same]], points.ids[b[same]])
    return _pairs(low, high)


def find_points_on_lines(points: Points, lines: Lines, within_m: float) -> Pairs:
    """Return nodes and the pipes of their system that they lie on without being joined to them.

    Nodes that near to an end of the pipe stand beside its node, not on the pipe.
    """
    if len(points.ids) == 0 or len(lines.ids) == 0:
        return Pairs([], [])
    boxes = shapely.STRtree(lines.lines)
    p, q = boxes.query(shapely.box(*(points.places - within_m).T, *(points.places + within_m).T))
    strange = (points.ids[p] != lines.starts[q]) & (points.ids[p] != lines.ends[q])
    strange &= points.systems[p] == lines.systems[q]
    p, q = p[strange], q[strange]
    marks = shapely.points(points.places[p])
    near = shapely.dwithin(lines.lines[q], marks, within_m)
    p, q, marks = p[near], q[near], marks[near]
    for end in (0, -1):
        away = shapely.distance(shapely.get_point(lines.lines[q], end), marks) > within_m
        p, q, marks = p[away], q[away], marks[away]
    return _pairs(points.ids[p], lines.ids[q])


def find_crossing_lines(lines: Lines) -> Pairs:
    """Return the pipes of one system that cross and share no node."""
    if len(lines.ids) < 2:
        return Pairs([], [])
    boxes = shapely.STRtree(lines.lines)
    a, b = boxes.query(lines.lines)
    once = (lines.ids[a] < lines.ids[b]) & (lines.systems[a] == lines.systems[b])
    a, b = a[once], b[once]
    for one in (lines.starts, lines.ends):
        for other in (lines.starts, lines.ends):
            apart = one[a] != other[b]
            a, b = a[apart], b[apart]
    across = shapely.crosses(lines.lines[a], lines.lines[b])
    return _pairs(lines.ids[a[across]], lines.ids[b[across]])


def _pairs(first: Integers, second: Integers) -> Pairs:
    order = np.lexsort((second, first))
    return Pairs(first[order].tolist(), second[order].tolist())
