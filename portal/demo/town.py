"""Streets and houses of the demonstration town, drawn over the pipes of an imported network."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from portal.demo.names import AVENUES, STREETS

Point = tuple[float, float]

#: Two pipes are one street where the second turns off by less than this.
STRAIGHT_ON_DEGREES = 38.0
HOUSE_SPACING_M = 12.5
HOUSE_SETBACK_M = 8.0
CORNER_CLEARANCE_M = 9.0
ROUTE_COUNT = 16


@dataclass(frozen=True)
class PipeLine:
    """A pipe as the town needs it: its end nodes and its line in metres (EPSG:2100)."""

    code: str
    start: str
    end: str
    line: tuple[Point, ...]


@dataclass(frozen=True)
class StreetLine:
    """A street: a name and a line in metres (EPSG:2100)."""

    name: str
    line: tuple[Point, ...]


@dataclass(frozen=True)
class House:
    """A building with a number on a street, in metres (EPSG:2100)."""

    street: str
    number: int
    point: Point


@dataclass(frozen=True)
class Town:
    """All streets and houses."""

    streets: tuple[StreetLine, ...]
    houses: tuple[House, ...]


def build_town(*, pipes: Sequence[PipeLine], random: Random) -> Town:
    """Return streets that follow the pipes and houses on both sides of them."""
    lines = sorted(_strokes(pipes), key=lambda line: (-_length(line), line))
    names = list(STREETS)
    random.shuffle(names)
    streets = tuple(
        StreetLine(name=name, line=tuple(line)) for name, line in zip((*AVENUES, *names), lines, strict=False)
    )
    houses = [house for street in streets for house in _houses(street)]
    return Town(streets=streets, houses=tuple(_without_crowding(houses)))


def split_into_routes(points: Sequence[Point], count: int = ROUTE_COUNT) -> list[int]:
    """Return for every point the number (from 0) of the compact route it falls in; count is a power of two."""
    routes = [0] * len(points)

    def halve(members: list[int], first: int, parts: int) -> None:
        if parts == 1:
            for member in members:
                routes[member] = first
            return
        xs = [points[m][0] for m in members]
        ys = [points[m][1] for m in members]
        axis = 0 if max(xs) - min(xs) >= max(ys) - min(ys) else 1
        ordered = sorted(members, key=lambda m: (points[m][axis], points[m][1 - axis]))
        middle = len(ordered) // 2
        halve(ordered[:middle], first, parts // 2)
        halve(ordered[middle:], first + parts // 2, parts // 2)

    halve(list(range(len(points))), 0, count)
    return routes


def _strokes(pipes: Sequence[PipeLine]) -> list[list[Point]]:
    """Chain pipes that run straight on into lines."""
    partner = _partners(pipes)
    by_code = {pipe.code: pipe for pipe in pipes}
    used: set[str] = set()
    lines = []
    for pipe in pipes:
        if pipe.code in used:
            continue
        used.add(pipe.code)
        forward = _walk(pipe, pipe.end, partner, by_code, used)
        backward = _walk(pipe, pipe.start, partner, by_code, used)
        lines.append([*reversed(backward), *pipe.line, *forward])
    return lines


def _walk(
    pipe: PipeLine,
    node: str,
    partner: dict[tuple[str, str], str],
    by_code: dict[str, PipeLine],
    used: set[str],
) -> list[Point]:
    """Return the points met when going straight on from a pipe through one of its nodes."""
    points: list[Point] = []
    code = pipe.code
    while (following := partner.get((node, code))) is not None and following not in used:
        used.add(following)
        nxt = by_code[following]
        line = nxt.line if nxt.start == node else tuple(reversed(nxt.line))
        points.extend(line[1:])
        node, code = (nxt.end if nxt.start == node else nxt.start), following
    return points


def _partners(pipes: Iterable[PipeLine]) -> dict[tuple[str, str], str]:
    """Pair at every node the pipes that continue each other best."""
    at_node: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for pipe in pipes:
        at_node[pipe.start].append((pipe.code, _bearing(pipe.line[0], pipe.line[1])))
        at_node[pipe.end].append((pipe.code, _bearing(pipe.line[-1], pipe.line[-2])))
    partner: dict[tuple[str, str], str] = {}
    for node, ends in at_node.items():
        turns = sorted(
            (abs(180.0 - _between(first[1], second[1])), first[0], second[0])
            for index, first in enumerate(ends)
            for second in ends[index + 1 :]
        )
        for turn, first, second in turns:
            free = (node, first) not in partner and (node, second) not in partner
            if turn <= STRAIGHT_ON_DEGREES and free and first != second:
                partner[node, first], partner[node, second] = second, first
    return partner


def _houses(street: StreetLine) -> list[House]:
    """Place odd numbers on the left, even ones on the right, in walking order."""
    houses = []
    along = CORNER_CLEARANCE_M
    number = 1
    total = _length(street.line)
    while along < total - CORNER_CLEARANCE_M / 2:
        (x, y), bearing = _point_at(street.line, along)
        for side, odd in ((90.0, True), (-90.0, False)):
            angle = math.radians(bearing + side)
            point = (x + HOUSE_SETBACK_M * math.cos(angle), y + HOUSE_SETBACK_M * math.sin(angle))
            houses.append(House(street.name, number if odd else number + 1, point))
        number += 2
        along += HOUSE_SPACING_M
    return houses


def _without_crowding(houses: list[House]) -> list[House]:
    """Drop houses that would stand on one already placed (corners, parallel lanes)."""
    cell = HOUSE_SPACING_M * 0.7
    taken: dict[tuple[int, int], list[Point]] = defaultdict(list)
    kept = []
    for house in houses:
        column, row = int(house.point[0] // cell), int(house.point[1] // cell)
        near = (p for i in (-1, 0, 1) for j in (-1, 0, 1) for p in taken[column + i, row + j])
        if all(math.dist(house.point, other) >= cell for other in near):
            taken[column, row].append(house.point)
            kept.append(house)
    return kept


def _length(line: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))


def _bearing(a: Point, b: Point) -> float:
    """Return the direction from a to b in degrees, counter-clockwise from east."""
    return math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))


def _between(first: float, second: float) -> float:
    """Return the angle between two directions, 0 to 180 degrees."""
    turn = abs(first - second) % 360.0
    return min(turn, 360.0 - turn)


def _point_at(line: Sequence[Point], along: float) -> tuple[Point, float]:
    """Return the point at a distance along the line and the line's direction there."""
    for a, b in pairwise(line):
        step = math.dist(a, b)
        if along <= step and step > 0:
            share = along / step
            return (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])), _bearing(a, b)
        along -= step
    return line[-1], _bearing(line[-2], line[-1])
