"""Trees as numbers: who stands above whom is told of whole arrays at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import breadth_first_order

from network.domain.units import Flags, Numbers, Ways

NONE = -1
_LEAST_LEVEL = 30


@dataclass(frozen=True)
class Tree:
    """A tree whose things are numbered so that all below one are a range; what is not in it has an empty one."""

    begins: NDArray[np.int32]  # where a thing's range begins: its own number
    ends: NDArray[np.int32]

    @classmethod
    def of(cls, parents: Numbers, order: Numbers) -> Tree:
        """Return the tree; `order` names everything in it, breadth first."""
        levels = _Levels(parents, order)
        sizes = levels.sizes()
        begins = np.full(len(parents), NONE, np.int32)
        ends = begins.copy()
        places = levels.places_in_depth(sizes)
        begins[order] = places
        ends[order] = places + sizes
        return cls(begins, ends)

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
    bounds = np.array(_Levels(parents, order).bounds)
    steps = np.zeros(len(parents), np.int64)
    steps[order] = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    return steps


class _Levels:
    """A tree in breadth-first order, where the children of each are a range, and each level is one."""

    def __init__(self, parents: Numbers, order: Numbers) -> None:
        places = np.empty(len(parents), np.int64)
        places[order] = np.arange(len(order))
        #: Where the parent of each is, the root's aside: it never falls.
        self._above = places[parents[order[1:]]]
        #: Where the children of each begin.
        self._children = 1 + np.searchsorted(self._above, np.arange(len(order) + 1))
        self.bounds = [0, 1]
        while self.bounds[-1] < len(order):
            self.bounds.append(int(self._children[self.bounds[-1]]))

    def sizes(self) -> Numbers:
        """Return how many things there are below each, itself included."""
        sizes = np.ones(len(self._children) - 1, np.int64)
        if self._is_narrow:
            counted = sizes.tolist()
            for place, parent in zip(range(len(counted) - 1, 0, -1), self._above[::-1].tolist(), strict=True):
                counted[parent] += counted[place]
            return np.array(counted)
        for level in range(len(self.bounds) - 2, 0, -1):
            upper, begin, end = self.bounds[level - 1 : level + 2]
            summed = np.zeros(end - begin + 1, np.int64)
            np.cumsum(sizes[begin:end], out=summed[1:])
            children = self._children[upper : begin + 1] - begin
            sizes[upper:begin] += summed[children[1:]] - summed[children[:-1]]
        return sizes

    def places_in_depth(self, sizes: Numbers) -> Numbers:
        """Return the number of each, such that those below it follow it."""
        before = np.cumsum(sizes) - sizes
        places = np.zeros(len(sizes), np.int64)
        steps = 1 + before[1:] - before[self._children[self._above]]
        if self._is_narrow:
            told = [0]
            for parent, step in zip(self._above.tolist(), steps.tolist(), strict=True):
                told.append(told[parent] + step)
            return np.array(told)
        for begin, end in zip(self.bounds[1:-1], self.bounds[2:], strict=True):
            places[begin:end] = places[self._above[begin - 1 : end - 1]] + steps[begin - 1 : end - 1]
        return places

    @property
    def _is_narrow(self) -> bool:
        """Say whether levels are so small that arrays of a level each would cost more than plain numbers."""
        return len(self.bounds) * _LEAST_LEVEL > len(self._children)
