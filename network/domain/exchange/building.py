"""From loose lines and points (EPSG:2100) to nodes and links whose ends are shared, in whole arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree
from shapely.ops import substring

Array = NDArray[Any]
#: Two points nearer than this are one (m).
SAME_M = 0.001


@dataclass
class Joined:
    """Nodes and the pieces of lines between them.

    `xy` holds the given nodes first, as they then stand, and after them those made for ends; `moved_m` how far a
    given node was taken to its line, `loose` which given nodes stand on none.
    """

    xy: Array
    given: int
    lines: Array  # one geometry a piece
    owner: Array  # the line that a piece comes from
    part: Array  # 0 for the first piece of its line
    start: Array
    end: Array
    moved_m: Array
    loose: Array
    pulled_m: Array  # how far an end of a line was moved to its node, the larger of the two


@dataclass
class _Cuts:
    """Where a line is cut: places along it (m) and the node at each."""

    at: dict[int, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))


def merge_given(xy: Array, is_plain: Array, tolerance_m: float) -> Array:
    """Return for each given node the one that it is: plain junctions nearer than the tolerance to another are that one.

    What is more than a junction (a hydrant, a tank) always remains.
    """
    alias = np.arange(len(xy))
    if len(xy) < 2:  # one has no other
        return alias
    label = _groups(xy, tolerance_m)
    order = np.lexsort((alias, is_plain, label))
    heads = order[np.unique(label[order], return_index=True)[1]]
    return np.where(is_plain, heads[label], alias)


def join(
    lines: Array, given_xy: Array, alias: Array, *, tolerance_m: float, reach_m: float, splits: Array,
    joins_middles: bool, movable: int | None = None,
) -> Joined:  # fmt: skip
    """Return the network of lines: ends nearer than the tolerance to each other, or to a given node, are one node.

    A line of which `splits` says so is cut where a given node stands on it and, with `joins_middles`, where
    another line ends on it. A given node that touches nothing is taken to the nearest such line within reach, if it
    is one of the first `movable`: those that are there already stay where they are.
    `alias` is what `merge_given` returns.
    """
    ends = ends_of(lines)
    node_of, made_xy = _cluster(ends, given_xy, tolerance_m)
    given_ends = node_of < len(given_xy)
    node_of[given_ends] = alias[node_of[given_ends]]
    xy = np.vstack([given_xy.reshape(-1, 2), made_xy])
    given = len(given_xy)
    start, end = node_of[: len(lines)].copy(), node_of[len(lines) :].copy()
    cuts = _Cuts()
    is_own = alias == np.arange(given)
    is_movable = np.arange(given) < (given if movable is None else movable)
    touched = ~is_own
    touched[np.unique(node_of[node_of < given])] = True
    moved = np.zeros(given)
    if len(lines):
        candidates = np.flatnonzero(np.concatenate([is_own, np.full(len(made_xy), joins_middles)]))
        touched |= _cut_where_touched(lines, xy, candidates, (start, end), splits, tolerance_m, cuts, given)
        moved = _take_to_lines(
            lines, xy, ~touched & is_movable, (start, end), splits, (tolerance_m, reach_m), cuts
        )
    touched |= moved > 0
    pieces, owner, part, first, last = _cut(lines, start, end, cuts)
    pulled = np.zeros(len(lines))
    if len(lines):
        np.maximum.at(pulled, owner, _pull(pieces, xy, first, last))
    return Joined(xy, given, pieces, owner, part, first, last, moved, ~touched, pulled)


def ends_of(lines: Any) -> Array:
    """Return the first points of all lines, then their last."""
    if not len(lines):
        return np.empty((0, 2))
    firsts = shapely.get_coordinates(shapely.get_point(lines, 0))
    return np.vstack([firsts, shapely.get_coordinates(shapely.get_point(lines, -1))])


def _cluster(ends: Array, given_xy: Array, tolerance_m: float) -> tuple[Array, Array]:
    """Return each end's node (given ones first) and the positions of those that had to be made."""
    given = len(given_xy)
    places, of = np.unique(np.round(ends, 4), axis=0, return_inverse=True)
    of = of.reshape(-1)
    # Those that lie exactly on one spot keep it to the last digit.
    first_of = np.full(len(places), len(ends))
    np.minimum.at(first_of, of, np.arange(len(ends)))
    places = ends[first_of] if len(places) else places
    node = np.full(len(places), -1)
    if given and len(places):
        distance, nearest = cKDTree(given_xy).query(places, distance_upper_bound=tolerance_m + 1e-9)
        node = np.where(np.isfinite(distance), nearest, -1)
    free = np.flatnonzero(node < 0)
    if not len(free):
        return node[of] if len(places) else np.empty(0, dtype=int), np.empty((0, 2))
    label = _groups(places[free], tolerance_m)
    # A group stands where most of its ends are.
    weight = np.bincount(of, minlength=len(places))[free]
    order = np.lexsort((np.arange(len(free)), -weight, label))
    heads = order[np.unique(label[order], return_index=True)[1]]
    node[free] = given + label
    return np.asarray(node[of]), np.asarray(places[free][heads])


def _groups(places: Array, tolerance_m: float) -> Array:
    pairs = cKDTree(places).query_pairs(tolerance_m, output_type="ndarray")
    if not len(pairs):
        return np.arange(len(places))
    joined = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(places),) * 2)
    label: Array = connected_components(joined, directed=False)[1]
    return label


def _cut_where_touched(
    lines: Array, xy: Array, candidates: Array, ends: tuple[Array, Array], splits: Array, tolerance_m: float,
    cuts: _Cuts, given: int,
) -> Array:  # fmt: skip
    """Note a cut wherever a candidate stands on a line between its ends; return which given nodes are on one."""
    start, end = ends
    touched = np.zeros(given, dtype=bool)
    which, line = shapely.STRtree(lines).query(
        shapely.points(xy[candidates]), predicate="dwithin", distance=tolerance_m
    )
    node = candidates[which]
    keep = splits[line] & (node != start[line]) & (node != end[line])
    node, line = node[keep], line[keep]
    at = shapely.line_locate_point(lines[line], shapely.points(xy[node]))
    inside = (at > tolerance_m) & (at < shapely.length(lines[line]) - tolerance_m)
    for place, n, i in zip(at[inside].tolist(), node[inside].tolist(), line[inside].tolist(), strict=True):
        cuts.at[i].append((place, n))
        if n < given:
            touched[n] = True
    return touched


def _take_to_lines(
    lines: Array, xy: Array, is_loose: Array, ends: tuple[Array, Array], splits: Array,
    limits_m: tuple[float, float], cuts: _Cuts,
) -> Array:  # fmt: skip
    """Move loose given nodes to the nearest line within reach, or to its free end; return how far each went."""
    (start, end), (tolerance_m, reach_m), given = ends, limits_m, len(is_loose)
    moved = np.zeros(given)
    loose = np.flatnonzero(is_loose)
    offered = np.flatnonzero(splits)
    if not len(loose) or not len(offered):
        return moved
    tree = shapely.STRtree(lines[offered])
    which, found = tree.query_nearest(shapely.points(xy[loose]), max_distance=reach_m, all_matches=False)
    for n, i in zip(loose[which].tolist(), offered[found].tolist(), strict=True):
        here = shapely.points(xy[n])
        at, length = float(shapely.line_locate_point(lines[i], here)), float(shapely.length(lines[i]))
        target = shapely.get_coordinates(shapely.line_interpolate_point(lines[i], at))[0]
        if tolerance_m < at < length - tolerance_m:
            cuts.at[i].append((at, n))
        else:
            old = int(start[i] if at <= tolerance_m else end[i])
            if old < given:  # another given node stands there already
                continue
            target = xy[old].copy()
            start[start == old] = n
            end[end == old] = n
            for places in cuts.at.values():
                places[:] = [(place, n if node == old else node) for place, node in places]
        moved[n] = max(float(np.hypot(*(target - xy[n]))), SAME_M / 2)
        xy[n] = target
    return moved


def _cut(lines: Array, start: Array, end: Array, cuts: _Cuts) -> tuple[Array, Array, Array, Array, Array]:
    """Return the pieces, the line and the number of each, and their nodes."""
    whole = np.ones(len(lines), dtype=bool)
    whole[list(cuts.at)] = False
    kept = np.flatnonzero(whole)
    extra: list[tuple[Any, int, int, int, int]] = []
    for i in sorted(cuts.at):
        number, (a, from_node) = 0, (0.0, int(start[i]))
        for b, to_node in [*sorted(set(cuts.at[i])), (float(lines[i].length), int(end[i]))]:
            if b - a > SAME_M and from_node != to_node:  # else the two stand on one spot: one cut is enough
                extra.append((substring(lines[i], a, b), i, number, from_node, to_node))
                number, (a, from_node) = number + 1, (b, to_node)
    columns: list[Any] = list(zip(*extra, strict=True)) if extra else [(), (), (), (), ()]
    pieces = np.empty(len(kept) + len(extra), dtype=object)
    pieces[: len(kept)] = lines[kept]
    pieces[len(kept) :] = columns[0]

    def both(old: Array, new: Any) -> Array:
        return np.concatenate([old, np.array(new, dtype=int)])

    return (
        pieces, both(kept, columns[1]), both(np.zeros(len(kept), dtype=int), columns[2]),
        both(start[kept], columns[3]), both(end[kept], columns[4]),
    )  # fmt: skip


def _pull(pieces: Array, xy: Array, first: Array, last: Array) -> Array:
    """Put the ends of the pieces on their nodes, in place; return how far the farther end went."""
    coordinates, of = shapely.get_coordinates(pieces, return_index=True)
    counts = np.bincount(of, minlength=len(pieces))
    last_at = np.cumsum(counts) - 1
    first_at = last_at - counts + 1
    far: Array = np.maximum(
        np.hypot(*(coordinates[first_at] - xy[first]).T), np.hypot(*(coordinates[last_at] - xy[last]).T)
    )
    coordinates[first_at], coordinates[last_at] = xy[first], xy[last]
    pieces[:] = shapely.linestrings(coordinates, indices=of)
    return far


@dataclass
class PlacedValves:
    """Where shut-off valves stand: the piece (−1 where none is in reach), which end, how far from it, why not."""

    piece: Array
    at_end: Array
    offset_m: Array
    distance_m: Array
    is_taken: Array  # its only end has another valve


def place_valves(
    joined: Joined, xy: Array, *, tolerance_m: float, reach_m: float, at_end_m: float, splits: Array
) -> PlacedValves:
    """Put valves at the ends of pieces; one farther than `at_end_m` from both ends cuts its piece in two.

    `joined` is changed: pieces and nodes are added. `splits` says of which lines the pieces can bear a valve.
    """
    count = len(xy)
    placed = PlacedValves(
        np.full(count, -1), np.zeros(count, dtype=bool), np.zeros(count), np.full(count, np.nan),
        np.zeros(count, dtype=bool),
    )  # fmt: skip
    offered = np.flatnonzero(splits[joined.owner]) if len(joined.lines) else np.empty(0, dtype=int)
    if not count or not len(offered):
        return placed
    points = np.asarray(shapely.points(xy), dtype=object)
    which, found = shapely.STRtree(joined.lines[offered]).query(points, predicate="dwithin", distance=reach_m)
    piece = offered[found]
    distance = shapely.distance(points[which], joined.lines[piece])
    order = np.lexsort((distance, which))
    by_valve: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for v, d, p in zip(which[order].tolist(), distance[order].tolist(), piece[order].tolist(), strict=True):
        if not by_valve[v] or d <= by_valve[v][0][0] + tolerance_m:
            by_valve[v].append((d, p))
    _settle(joined, placed, points, by_valve, tolerance_m=tolerance_m, at_end_m=at_end_m)
    return placed


def _settle(
    joined: Joined, placed: PlacedValves, points: Array, by_valve: dict[int, list[tuple[float, int]]], *,
    tolerance_m: float, at_end_m: float,
) -> None:  # fmt: skip
    """Give each valve the free end nearest to it, or a cut."""
    taken: set[tuple[int, bool]] = set()
    cuts: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for v, offers in by_valve.items():
        placed.distance_m[v] = offers[0][0]
        for _distance, p in offers:
            line = joined.lines[p]
            at, length = float(shapely.line_locate_point(line, points[v])), float(line.length)
            at_end = at > length / 2
            offset = length - at if at_end else at
            if offset <= at_end_m and (p, at_end) not in taken:
                taken.add((p, at_end))
                placed.piece[v], placed.at_end[v], placed.offset_m[v] = p, at_end, offset
                break
            is_clear = all(abs(at - other) > tolerance_m for other, _v in cuts[p])
            if offset > tolerance_m and is_clear:
                cuts[p].append((at, v))
                placed.piece[v] = p
                break
        else:
            placed.is_taken[v] = True
    _cut_at_valves(joined, placed, {p: places for p, places in cuts.items() if places})


def _cut_at_valves(joined: Joined, placed: PlacedValves, cuts: dict[int, list[tuple[float, int]]]) -> None:
    """Cut pieces at valves, which then stand at the beginning of what follows; those at a last end move with it."""
    if not cuts:
        return
    at_last_end = {int(p): v for v, p in enumerate(placed.piece.tolist()) if p >= 0 and placed.at_end[v]}
    lines, owner, part = list(joined.lines), list(joined.owner), list(joined.part)
    start, end, nodes = list(joined.start), list(joined.end), [joined.xy]
    node = len(joined.xy)
    next_part = np.zeros(int(joined.owner.max()) + 1, dtype=int)
    np.maximum.at(next_part, joined.owner, joined.part + 1)
    for p, places in cuts.items():
        whole, last = lines[p], end[p]
        stops = sorted(places)
        bounds = [*(at for at, _v in stops), whole.length]
        lines[p], end[p] = substring(whole, 0, bounds[0]), node
        for k, (at, v) in enumerate(stops):
            piece = substring(whole, at, bounds[k + 1])
            nodes.append(shapely.get_coordinates(piece)[:1])
            number = len(lines)
            lines.append(piece)
            owner.append(owner[p])
            part.append(next_part[owner[p]])
            next_part[owner[p]] += 1
            start.append(node)
            node += 1
            end.append(node if k + 1 < len(stops) else last)
            placed.piece[v], placed.at_end[v], placed.offset_m[v] = number, False, 0.0
        if p in at_last_end:
            placed.piece[at_last_end[p]] = len(lines) - 1
    joined.lines = np.array(lines, dtype=object)
    joined.owner, joined.part = np.array(owner), np.array(part)
    joined.start, joined.end = np.array(start), np.array(end)
    joined.xy = np.vstack(nodes)
    _pull(joined.lines, joined.xy, joined.start, joined.end)


def place_on_pipes(lines: Array, services: Array, *, reach_m: float) -> tuple[Array, Array, Array, Array]:
    """Return for each service line its pipe, the place along it, whether it must be turned, and the distance.

    The pipe is −1 where none is in reach; the place runs from 0 to 1; a line that ends at the main is turned.
    """
    count = len(services)
    pipe, fraction = np.full(count, -1), np.zeros(count)
    turned, nearest = np.zeros(count, dtype=bool), np.full(count, np.inf)
    if not count or not len(lines):
        return pipe, fraction, turned, nearest
    tree = shapely.STRtree(lines)
    for is_last, index in ((False, 0), (True, -1)):
        points = shapely.get_point(services, index)
        (which, found), distance = tree.query_nearest(
            points, max_distance=reach_m, all_matches=False, return_distance=True
        )
        closer = distance < nearest[which]
        which, found, distance = which[closer], found[closer], distance[closer]
        pipe[which], nearest[which], turned[which] = found, distance, is_last
        fraction[which] = shapely.line_locate_point(lines[found], points[which], normalized=True)
    return pipe, np.clip(fraction, 0.0, 1.0), turned, nearest


class LinkEnds(Protocol):
    """Nodes at which links begin and end."""

    start: Array
    end: Array


def count_parts(links: Iterable[LinkEnds], count: int) -> int:
    """Return in how many parts that touch nowhere the links are."""
    links = list(links)
    start = np.concatenate([link.start for link in links])
    if not len(start):
        return 0
    end = np.concatenate([link.end for link in links])
    graph = coo_array((np.ones(len(start)), (start, end)), shape=(count, count))
    labels = connected_components(graph, directed=False)[1]
    return len(np.unique(labels[start]))
