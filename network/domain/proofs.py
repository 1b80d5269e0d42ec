"""Trees that prove at once, for whole arrays, who keeps water when units are lost.

A unit with no lost unit above it in some tree of ways has water: the tree shows how. Trees that grow from different
far corners come to a unit from different sides, so most proofs are found in one of a few.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from network.domain.feeding import Feeding
from network.domain.spanning import NONE, Tree, breadth_first, depths
from network.domain.units import Flags, Numbers, Ways


class Proofs:
    """Trees of ways from the root to all that water reaches: a few at first, more where they left much open."""

    #: More trees than these are not kept: each costs every question that is left open by those before it.
    MOST = 12

    def __init__(self, feeding: Feeding) -> None:
        """Grow the first trees: one from the sources, four from far corners."""
        self._feeding = feeding
        self._trees = [Tree.of(feeding.parents, feeding.order)]
        corners = _last_of_parts(feeding, feeding.order)
        steps = self._add(corners)
        for _turn in range(3):
            by_steps = np.argsort(steps, kind="stable")
            corners = _last_of_parts(feeding, by_steps[feeding.reached[by_steps]])
            steps = np.minimum(steps, self._add(corners))

    def _add(self, corners: Numbers) -> Numbers:
        """Add the tree that grows from the parts' corners; return how far each unit is from its corner."""
        order, parents = _grow(self._feeding, corners)
        self._trees.append(_turned(self._feeding, parents))
        return depths(order, parents)[:-1]

    def are_found(self, things: Numbers, lost: Numbers) -> Flags:
        """Say of each thing whether some tree proves that it keeps water; `lost` has a row of lost units for each."""
        proved = np.zeros(len(things), bool)
        for tree in self._trees:
            left = np.flatnonzero(~proved)
            if not len(left):
                break
            asked = things[left]
            free = np.ones(len(left), bool)
            for column in range(lost.shape[1]):
                free &= ~tree.is_below(asked, lost[left, column])
            proved[left[free]] = True
        return proved

    def search(self, lost: Numbers) -> Flags:
        """Search the whole network without some units: say of each unit whether it is lost or dry. Keeps the tree."""
        ways, root = self._feeding.ways, self._feeding.root
        blocked = Ways(
            ways.count, ways.tails, np.where(np.isin(ways.heads, lost), root, ways.heads), ways.first
        )
        order, parents = breadth_first(blocked, root)
        if len(self._trees) < self.MOST:
            self._trees.append(Tree.of(parents, order))
        dead = self._feeding.reached.copy()
        dead[order] = False
        return dead


def _last_of_parts(feeding: Feeding, order: Numbers) -> Numbers:
    """Return the last of each part in an order of all that water reaches."""
    backwards = order[::-1]
    _parts, first = np.unique(feeding.parts[backwards], return_index=True)
    return backwards[first]


def _grow(feeding: Feeding, corners: Numbers) -> tuple[Numbers, Numbers]:
    """Return a breadth-first search of each part from its corner; above the corners stands one more number."""
    grown, above = feeding.two_way.with_last(np.sort(corners)), feeding.root + 1
    return breadth_first(grown, above)


def _turned(feeding: Feeding, grown: Numbers) -> Tree:
    """Return the tree from the root over trees that grew from corners: the way from entry to corner is turned."""
    parents = grown[:-1].copy()
    for entry in [feeding.root, *feeding.entries.tolist()]:
        at, before = entry, int(feeding.parents[entry])
        while at <= feeding.root:
            further = int(parents[at])
            parents[at] = before
            at, before = further, at
    parents[feeding.root] = NONE
    inside = np.flatnonzero(parents != NONE)
    size = feeding.root + 1
    matrix = csr_array((np.ones(len(inside)), (parents[inside], inside)), shape=(size, size))
    order = breadth_first_order(matrix, feeding.root, return_predecessors=False)
    return Tree.of(parents, order.astype(np.int64))
