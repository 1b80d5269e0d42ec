"""The units with the sources' common root above them, and which of them water can reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from network.domain.spanning import breadth_first
from network.domain.units import Flags, Numbers, Units, Ways


@dataclass(frozen=True)
class Feeding:
    """Ways of water from a root before all sources; `root` is the number after the last unit.

    A part is what two-way ways join. Each but the root's is entered by one-way ways alone, at its `entries` first.
    """

    ways: Ways
    root: int
    order: Numbers  # what water reaches, breadth first
    parents: Numbers  # from where each was reached
    two_way: Ways  # among what water reaches
    one_way: Ways
    parts: Numbers  # the part of each unit
    entries: Numbers  # the first reached of each part, the root's aside
    reached: Flags  # of each unit, and of the root: it has water

    @classmethod
    def of(cls, units: Units) -> Feeding:
        """Return how the units are fed."""
        root = units.count
        ways = units.ways.with_last(units.sources)
        order, parents = breadth_first(ways, root)
        reached = np.zeros(root + 1, bool)
        reached[order] = True
        known = ways.where(reached[ways.tails])
        # A way back into the root changes nothing: water is there already.
        returns = known.returning() | (known.tails == root)
        two_way = known.where(returns).with_to_last(units.sources)
        parts = _parts(two_way)
        _found, first = np.unique(parts[order], return_index=True)
        entries = order[np.sort(first)]
        return cls(
            ways=ways, root=root, order=order, parents=parents, two_way=two_way,
            one_way=known.where(~returns), parts=parts, entries=entries[entries != root], reached=reached,
        )  # fmt: skip


def _parts(two_way: Ways) -> Numbers:
    matrix = coo_array(
        (np.ones(len(two_way.tails), np.int8), (two_way.tails, two_way.heads)),
        shape=(two_way.count, two_way.count),
    )
    return np.asarray(connected_components(matrix, directed=False)[1], np.int64)
