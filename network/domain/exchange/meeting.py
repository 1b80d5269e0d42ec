"""Where new lines end in the middle of pipes that are there: the places at which those are to be cut."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from scipy.spatial import cKDTree

from network.domain.exchange.reading import Array

#: Nearer to an end of its pipe nothing is cut (m): as the map's own tools do it.
SHORTEST_PART_M = 0.05


@dataclass(frozen=True)
class Cut:
    """A pipe that is there (its place in the list) cut at a share of its length by a node of the plan."""

    pipe: int
    fraction: float
    node: int


@dataclass
class Met:
    """Positions of nodes to be made on pipes that are there, the cuts, and which lines meet which of those pipes."""

    xy: Array = field(default_factory=lambda: np.empty((0, 2)))
    cuts: list[Cut] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)


def meet(
    ends: Array, nodes_xy: Array, is_fixed: Array, there_xy: Array, pipes: Array, *, tolerance_m: float
) -> Met:
    """Return where ends lie within the tolerance of the middle of a pipe that is there, and near no node that is.

    `ends` holds the first points of all lines, then their last. A node of the file by such an end that must remain
    what it is (`is_fixed`: a hydrant, a tank) makes the cut itself and is put onto the pipe, in place; else one is
    made. New nodes are numbered from the last of `nodes_xy` and `there_xy`.
    """
    met = Met()
    if not len(ends) or not len(pipes):
        return met
    tolerance_m = max(tolerance_m, 0.001)
    points = np.asarray(shapely.points(ends), dtype=object)
    (which, found) = shapely.STRtree(pipes).query_nearest(points, max_distance=tolerance_m, all_matches=False)
    at = shapely.line_locate_point(pipes[found], points[which])
    length = shapely.length(pipes[found])
    edge = max(tolerance_m, SHORTEST_PART_M)
    keep = (at > edge) & (at < length - edge)
    if len(there_xy):
        keep &= ~np.isfinite(cKDTree(there_xy).query(ends[which], distance_upper_bound=tolerance_m)[0])
    which, found, at, length = which[keep], found[keep], at[keep], length[keep]
    places = shapely.get_coordinates(shapely.line_interpolate_point(pipes[found], at))
    made: list[Array] = []
    last: tuple[int, Array] | None = None
    for k in np.lexsort((at, found)).tolist():
        pipe, end = int(found[k]), ends[which[k]]
        met.lines.append((int(which[k]) % (len(ends) // 2), pipe))
        if last is not None and last[0] == pipe and np.hypot(*(last[1] - end)) <= tolerance_m:
            continue  # it ends where another does
        node = _own_node(end, nodes_xy, is_fixed, tolerance_m)
        if node is None:
            node = len(nodes_xy) + len(there_xy) + len(made)
            made.append(places[k])
        else:
            nodes_xy[node] = places[k]
        met.cuts.append(Cut(pipe, float(at[k] / length[k]), node))
        last = (pipe, places[k])
    met.xy = np.array(made).reshape(-1, 2)
    return met


def _own_node(end: Array, nodes_xy: Array, is_fixed: Array, tolerance_m: float) -> int | None:
    """Return the node of the file that stands by the end and remains what it is."""
    fixed = np.flatnonzero(is_fixed)
    if not len(fixed):
        return None
    away = np.hypot(*(nodes_xy[fixed] - end).T)
    nearest = int(np.argmin(away))
    return int(fixed[nearest]) if away[nearest] <= tolerance_m else None
