"""An order changed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def move_in_order(order: Sequence[int], places: Mapping[int, int]) -> list[int]:
    """Return the order with the named items at the named places (from 1); the others keep theirs among themselves.

    A place beyond the end is the end. Items sent to one place stand there in their old order, the first in front.
    """
    moved = [item for item in order if item in places]
    rest = [item for item in order if item not in places]
    for item in sorted(moved, key=lambda one: places[one]):
        rest.insert(min(max(places[item], 1) - 1, len(rest)), item)
    return rest
