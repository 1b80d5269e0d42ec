"""What all water of a unit must come through: its dominators, for all units at once.

Blocks of two-way ways stay whole whichever single unit is lost, so each is as good as a star around a hub, and the
blocks hang together as a tree. Where no one-way way begins or ends below, the tree itself is the answer; only the rest
of it, with its one-way ways, is searched as a graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, depth_first_order

from network.domain.feeding import Feeding
from network.domain.spanning import NONE, Tree
from network.domain.units import Numbers, Ways


def dominator_tree(feeding: Feeding) -> tuple[Tree, Numbers]:
    """Return the tree in which each unit is below the last one that all its water must come through; and who that is.

    What no water reaches is not in the tree.
    """
    blocks = _Blocks(feeding)
    parents = blocks.tops[blocks.hubs]
    parents[blocks.hubs == NONE] = NONE
    if len(feeding.one_way.tails):
        _search_core(feeding, blocks, parents)
    inside = np.flatnonzero(parents != NONE)
    shape = (feeding.root + 1, feeding.root + 1)
    matrix = csr_array((np.ones(len(inside)), (parents[inside], inside)), shape=shape)
    order = breadth_first_order(matrix, feeding.root, return_predecessors=False)
    return Tree.of(parents, order.astype(np.int64)), parents


class _Blocks:
    """Blocks of two-way ways; a block is named by the unit that was found first in it below its top."""

    def __init__(self, feeding: Feeding) -> None:
        root, entries = feeding.root, feeding.entries
        roots = np.full(len(entries), root)
        # Parts that only one-way ways enter hang from the root for the search alone, each by one way.
        joined = feeding.two_way
        if len(entries):
            joined = Ways.of(
                root + 1,
                np.concatenate([joined.tails, roots, entries]),
                np.concatenate([joined.heads, entries, roots]),
            )
        order, above = depth_first_order(joined.matrix(), root, return_predecessors=True)
        places = np.full(root + 1, NONE, np.int64)
        places[order] = np.arange(len(order))
        parents = places[above[order[1:]]].tolist()
        lows = self._lowest_neighbours(joined, order, places).tolist()
        for place in range(len(order) - 1, 0, -1):
            parent = parents[place - 1]
            if lows[place] < lows[parent]:  # noqa: PLR1730 - a call of min() a unit costs as much as all the rest here
                lows[parent] = lows[place]
        block = [0] * len(order)
        for place in range(1, len(order)):
            parent = parents[place - 1]
            block[place] = place if lows[place] >= parent else block[parent]
        #: Of each unit, the block that joins it to what is above; of a block, the unit above.
        self.hubs = np.full(root + 1, NONE, np.int64)
        self.hubs[order[1:]] = order[np.array(block[1:], np.int64)]
        self.tops = np.full(root + 1, NONE, np.int64)
        self.tops[order[1:]] = order[np.array(parents, np.int64)]

    @staticmethod
    def _lowest_neighbours(joined: Ways, order: NDArray[np.int32], places: Numbers) -> Numbers:
        lows = np.arange(len(order))
        np.minimum.at(lows, places[joined.tails], places[joined.heads])
        return lows


def _search_core(feeding: Feeding, blocks: _Blocks, parents: Numbers) -> None:
    """Correct the parents of what stands above a one-way way's ends in the tree of blocks, and of what hangs there."""
    hub_of = feeding.root + 1  # the number of a hub is that of its block after all units
    after: dict[int, list[int]] = defaultdict(list)
    hubs, tops, root = blocks.hubs, blocks.tops, feeding.root
    is_entry = np.zeros(root + 1, bool)
    is_entry[feeding.entries] = True
    core = {root}
    for unit in np.unique(np.concatenate([feeding.one_way.tails, feeding.one_way.heads])).tolist():
        at = unit
        while at not in core:
            core.add(at)
            hub = int(hubs[at])
            after[at].append(hub_of + hub)
            after[hub_of + hub].append(at)
            if hub_of + hub in core:
                break
            core.add(hub_of + hub)
            at = int(tops[hub])
            if not (is_entry[hub] and at == root):
                after[hub_of + hub].append(at)
                after[at].append(hub_of + hub)
    for tail, head in zip(feeding.one_way.tails.tolist(), feeding.one_way.heads.tolist(), strict=True):
        after[tail].append(head)
    found = immediate_dominators(after, root)

    def unit_above(number: int) -> int:
        while number >= hub_of:
            number = found[number]
        return number

    for number in core - {root}:
        if number < hub_of:
            parents[number] = unit_above(found[number])
    core_hubs = np.array([number - hub_of for number in core if number >= hub_of], np.int64)
    above_hub = np.full(root + 1, NONE, np.int64)
    above_hub[core_hubs] = [unit_above(int(hub) + hub_of) for hub in core_hubs]
    is_core = np.zeros(root + 1, bool)
    is_core[[number for number in core if number < hub_of]] = True
    hanging = np.flatnonzero(~is_core & (hubs != NONE))
    hanging = hanging[above_hub[hubs[hanging]] != NONE]
    parents[hanging] = above_hub[hubs[hanging]]


def immediate_dominators(after: dict[int, list[int]], root: int) -> dict[int, int]:
    """Return for each thing that a root reaches the last other that all ways to it lead through."""
    backwards = _postorder(after, root)
    rank = {thing: number for number, thing in enumerate(backwards)}
    before: dict[int, list[int]] = defaultdict(list)
    for thing in backwards:
        for head in after.get(thing, ()):
            before[head].append(thing)
    found = {root: root}
    changed = True
    while changed:
        changed = False
        for thing in reversed(backwards[:-1]):
            nearest = _common((one for one in before[thing] if one in found), found, rank)
            if found.get(thing) != nearest:
                found[thing] = nearest
                changed = True
    return found


def _common(things: Iterable[int], found: dict[int, int], rank: dict[int, int]) -> int:
    """Return the nearest thing that stands above all of them, or is one of them."""
    common = NONE
    for thing in things:
        other = thing
        while common not in (NONE, other):
            while rank[common] < rank[other]:
                common = found[common]
            while rank[other] < rank[common]:
                other = found[other]
        common = other
    return common


def _postorder(after: dict[int, list[int]], root: int) -> list[int]:
    told: list[int] = []
    seen = {root}
    way = [(root, iter(after.get(root, ())))]
    while way:
        thing, heads = way[-1]
        for head in heads:
            if head not in seen:
                seen.add(head)
                way.append((head, iter(after.get(head, ()))))
                break
        else:
            told.append(thing)
            way.pop()
    return told
