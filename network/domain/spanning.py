"""Trees as numbers: who stands above whom is told of whole arrays at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order

from network.domain.units import Flags, Numbers, Ways

NONE = -1


@dataclass(frozen=True)
class Tree:
    """A tree whose things are numbered so that all below one are a range; what is not in it has an empty one."""

    begins: NDArray[np.int32]  # where a thing's range begins: its own number
    ends: NDArray[np.int32]

    @classmethod
    def of(cls, parents: Numbers, order: Numbers) -> Tree:
        """Return the tree; `order` names the root first, everything in the tree, parents before children."""
        sizes, begins, room = [1] * len(parents), [NONE] * len(parents), [0] * len(parents)
        above, ordered = parents.tolist(), order.tolist()
        root = ordered[0]
        for thing in reversed(ordered):
            if thing != root:
                sizes[above[thing]] += sizes[thing]
        begins[root], room[root] = 0, 1
        for thing in ordered[1:]:
            parent = above[thing]
            begins[thing] = begin = room[parent]
            room[parent] = begin + sizes[thing]
            room[thing] = begin + 1
        starts = np.array(begins, np.int32)
        return cls(starts, np.where(starts == NONE, NONE, starts + np.array(sizes, np.int32)))

    def is_below(self, things: Numbers, tops: Numbers) -> Flags:
        """Say of each thing whether it is below its top, or the top itself."""
        places = self.begins[things]
        return np.asarray((self.begins[tops] <= places) & (places < self.ends[tops]))

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return for each thing the sum over all below it, itself included; rows are things, columns are summed."""
        placed = np.zeros((int(self.ends.max()) + 1, values.shape[1]))
        inside = self.begins != NONE
        placed[self.begins[inside] + 1] = values[inside]
        running = np.cumsum(placed, axis=0)
        return np.where(inside[:, None], running[self.ends] - running[self.begins], values)


def breadth_first(ways: Ways, root: int) -> tuple[Numbers, Numbers]:
    """Return the order in which things are reached from a root, and from where each was; unreached is negative."""
    order, parents = breadth_first_order(ways.matrix(), root, return_predecessors=True)
    return order.astype(np.int64), np.where(parents < 0, NONE, parents).astype(np.int64)


def depths(order: Numbers, parents: Numbers) -> Numbers:
    """Return how many steps each thing is from the root of a tree; 0 for what is not in it."""
    steps = [0] * len(parents)
    above = parents.tolist()
    for thing in order[1:].tolist():
        steps[thing] = steps[above[thing]] + 1
    return np.array(steps, np.int64)
