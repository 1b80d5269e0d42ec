"""Lines of pipes: where a share of their length lies, how they are cut, turned and joined.

Corners are pairs in metres of a plane. A fraction runs from 0 at the first corner to 1 at the last, by length.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot, isfinite

XY = tuple[float, float]
#: Nearer than this two places are one (m).
SAME_PLACE_M = 0.001


def line_length(corners: Sequence[XY]) -> float:
    """Return the length of the line in metres."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners))


def is_same_place(one: XY, other: XY) -> bool:
    """Say whether two places are one."""
    return hypot(one[0] - other[0], one[1] - other[1]) <= SAME_PLACE_M


def tidy_line(corners: Sequence[XY]) -> list[XY]:
    """Return the corners without those that stand on the one before; the ends stay where they are."""
    kept = [corners[0]]
    for corner in corners[1:-1]:
        if not is_same_place(corner, kept[-1]):
            kept.append(corner)
    while len(kept) > 1 and is_same_place(kept[-1], corners[-1]):
        kept.pop()
    return [*kept, corners[-1]]


def place_on_line(corners: Sequence[XY], fraction: float) -> XY:
    """Return the place at the share of the line's length."""
    return cut_line(corners, fraction)[0][-1]


def cut_line(corners: Sequence[XY], fraction: float) -> tuple[list[XY], list[XY]]:
    """Cut a line at the share of its length; both parts hold the place of the cut."""
    left = [corners[0]]
    rest = fraction * line_length(corners)
    for number, (a, b) in enumerate(pairwise(corners)):
        step = hypot(b[0] - a[0], b[1] - a[1])
        if rest <= step or number == len(corners) - 2:
            share = min(1.0, rest / step) if step > 0 else 0.0
            place = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            return tidy_line([*left, place]), tidy_line([place, *corners[number + 1 :]])
        rest -= step
        left.append(b)
    return [corners[0], corners[0]], list(corners)


def locate_on_line(corners: Sequence[XY], place: XY) -> tuple[float, float]:
    """Return the fraction of the line's place nearest to a place, and the distance to it in metres."""
    best, found, behind = float("inf"), 0.0, 0.0
    for a, b in pairwise(corners):
        share, distance = _nearest_on_segment(a, b, place)
        step = hypot(b[0] - a[0], b[1] - a[1])
        if distance < best:
            best, found = distance, behind + share * step
        behind += step
    return (found / behind if behind > 0 else 0.0), best


def returns_to_an_end(corners: Sequence[XY]) -> bool:
    """Say whether the line comes back to the place where it begins or ends, which would cross its own node."""
    if is_same_place(corners[0], corners[-1]):
        return True
    segments = list(pairwise(corners))
    away = any(_nearest_on_segment(a, b, corners[0])[1] <= SAME_PLACE_M for a, b in segments[1:])
    home = any(_nearest_on_segment(a, b, corners[-1])[1] <= SAME_PLACE_M for a, b in segments[:-1])
    return away or home


def is_on_earth(corners: Sequence[XY]) -> bool:
    """Say whether every corner is a pair of numbers that a plane map can hold."""
    return all(isfinite(x) and isfinite(y) and abs(x) < 1e7 and abs(y) < 1e8 for x, y in corners)


def _nearest_on_segment(a: XY, b: XY, place: XY) -> tuple[float, float]:
    """Return the share along a straight piece that is nearest to the place, and the distance to it."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = 0.0 if square == 0 else ((place[0] - a[0]) * dx + (place[1] - a[1]) * dy) / square
    share = min(1.0, max(0.0, share))
    return share, hypot(a[0] + share * dx - place[0], a[1] + share * dy - place[1])
