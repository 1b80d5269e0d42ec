"""What the loss of every segment costs, and what the failure of every valve adds: for a whole network at once.

The answers are those of `isolate` for each segment and each valve; docs/algorithms/criticality.md tells how they are
found without asking it a million times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from network.domain.dominators import dominator_tree
from network.domain.exact_cut import ExactCuts
from network.domain.feeding import Feeding
from network.domain.pair_cuts import PairCuts
from network.domain.proofs import Proofs
from network.domain.spanning import Tree
from network.domain.units import Flags, Network, Numbers, Sums, Units, build_units, distinct

#: Sums that differ by less are equal: running sums of lengths are not exact to the last digit.
_HAIR = 1e-6


@dataclass(frozen=True)
class Criticality:
    """Answers in arrays; a segment's number is that of the unit whose links are broken.

    `drained`, `dry`, `added` and `total` have a column for each column of the weights given.
    """

    segment_of_node: Numbers
    segment_of_link: Numbers
    drained: Sums  # of each segment: what goes out with it
    dry: Sums  # what then has no water any more
    to_close: Numbers  # how many valves are closed
    valves: Numbers  # ends with a working valve
    added: Sums  # of each valve: what the worse of its two cuts loses more when it fails
    total: Sums  # what that cut loses then in all


def find_criticality(
    network: Network, weights: Sums, tell: Callable[[int], None] = lambda percent: None
) -> Criticality:
    """Return the answers; `weights` has a row for each link, its first column decides which of two cuts is worse.

    `tell` hears from time to time how much is done, in percent.
    """
    units = build_units(network)
    tell(15)
    search = _Search(units, _unit_sums(units, weights), tell)
    drained, dry, to_close = search.segments()
    added, total = search.failures(drained + dry)
    return Criticality(
        segment_of_node=units.of_node, segment_of_link=units.of_link, drained=drained, dry=dry,
        to_close=to_close, valves=units.valves, added=added, total=total,
    )  # fmt: skip


def _unit_sums(units: Units, weights: Sums) -> Sums:
    """Return the weights of each unit, and none for the root."""
    columns = [
        np.bincount(units.of_link, weights[:, column], units.count + 1) for column in range(weights.shape[1])
    ]
    return np.stack(columns, axis=1)


class _Search:
    """What is known of the units, and the two questions."""

    def __init__(self, units: Units, own: Sums, tell: Callable[[int], None]) -> None:
        self._units = units
        self._own = own
        self._tell = tell
        self._feeding = Feeding.of(units)
        tell(30)
        self._dominators, self._above = dominator_tree(self._feeding)
        self._below = self._dominators.sums(own)
        tell(45)
        self._proofs = Proofs(self._feeding)
        tell(60)
        self._is_left = _left_below(self._feeding, self._dominators, self._above)
        self._exact = ExactCuts(units, self._feeding, self._dominators, self._above, self._proofs)
        self._drains_more = np.zeros(units.count + 1, bool)
        self._drains_more[units.free.heads] = True

    def segments(self) -> tuple[Sums, Sums, Numbers]:
        """Return for each segment what is drained, what is dry behind it, and how many valves are closed."""
        count = self._units.count
        drained, loss = self._own[:count].copy(), self._below[:count].copy()
        tails, heads = self._valve_ways()
        closed = self._feeding.reached[tails] & ~self._dominators.is_below(tails, heads)
        to_close = np.bincount(heads[closed], minlength=count)
        by_head = np.argsort(heads, kind="stable")
        tails, heads = tails[by_head], heads[by_head]
        for unit in np.flatnonzero(self._drains_more).tolist():
            lost = self._exact.drained_with(unit)
            tops = self._exact.tops(lost)
            drained[unit] = self._own[sorted(lost)].sum(axis=0)
            loss[unit] = self._loss(lost, tops)
            to_close[unit] = self._count_closed(lost, tops, tails, heads)
        return drained, loss - drained, to_close

    def failures(self, loss: Sums) -> tuple[Sums, Sums]:
        """Return for each valve what its failure adds to the worse of its two cuts, and that cut's whole loss."""
        units = self._units
        link, node = units.link_side, units.node_side
        both = self._pair_losses(link, node)
        apart = link != node
        sides = []
        for unit, grows in ((link, units.enters & apart), (node, units.leaves & apart)):
            total = np.where(grows[:, None], both, loss[unit])
            sides.append((total - loss[unit], total))
        worse = _is_more(sides[1], sides[0])[:, None]
        return np.where(worse, sides[1][0], sides[0][0]), np.where(worse, sides[1][1], sides[0][1])

    def _valve_ways(self) -> tuple[Numbers, Numbers]:
        """Return the ways through working valves, one for each valve and direction."""
        units = self._units
        apart = units.link_side != units.node_side
        enter, leave = units.enters & apart, units.leaves & apart
        tails = np.concatenate([units.node_side[enter], units.link_side[leave]])
        heads = np.concatenate([units.link_side[enter], units.node_side[leave]])
        return tails, heads

    def _count_closed(self, lost: set[int], tops: Numbers, tails: Numbers, heads: Numbers) -> int:
        closed = 0
        for unit in lost:
            begin, end = np.searchsorted(heads, [unit, unit + 1])
            for tail in tails[begin:end].tolist():
                if tail in lost or not self._feeding.reached[tail]:
                    continue
                closed += not self._dominators.is_below(np.full(len(tops), tail), tops).any()
        return closed

    def _loss(self, lost: set[int], tops: Numbers) -> Sums:
        """Return what is lost below the tops, and with them what had no water but is drained."""
        drained = np.array(sorted(lost))
        unfed = drained[~self._feeding.reached[drained]]
        return np.asarray(self._below[tops].sum(axis=0) + self._own[unfed].sum(axis=0))

    def _pair_losses(self, link: Numbers, node: Numbers) -> Sums:
        """Return for each valve what is lost with the segments on both its sides."""
        count = self._units.count + 1
        low, high = np.minimum(link, node), np.maximum(link, node)
        keys = distinct(low * count + high)
        which = np.searchsorted(keys, low * count + high)
        pairs = np.stack(np.divmod(keys, count), axis=1)
        first, second = pairs[:, 0], pairs[:, 1]
        above = self._dominators.is_below(second, first)
        below = self._dominators.is_below(first, second) & ~above
        losses = np.where(above[:, None] | (first == second)[:, None], 0, self._below[second])
        losses += np.where(below[:, None], 0, self._below[first])
        alone = (self._drains_more | self._is_left)[pairs].any(axis=1) & (first != second)
        simple = np.flatnonzero(~alone & (first != second))
        found = PairCuts(
            self._feeding,
            self._feeding.ways.back(),
            self._dominators,
            self._above,
            self._proofs,
            self._is_left,
        ).dry(pairs[simple])
        np.add.at(losses, simple[found.pairs], self._below[found.units])
        self._tell(80)
        for pair in [*np.flatnonzero(alone).tolist(), *simple[found.open].tolist()]:
            lost = self._exact.drained_with(int(first[pair])) | self._exact.drained_with(int(second[pair]))
            losses[pair] = self._loss(lost, self._exact.tops(lost))
        self._tell(95)
        return losses[which]


def _left_below(feeding: Feeding, dominators: Tree, above: Numbers) -> Flags:
    """Say of each unit whether a one-way way leads from it, or from what is below it, to what is not."""
    counts = np.zeros((feeding.root + 1, 1))
    np.add.at(counts[:, 0], feeding.one_way.tails, 1)
    np.subtract.at(counts[:, 0], above[feeding.one_way.heads], 1)
    return np.asarray(dominators.sums(counts)[:, 0] > 0.5)


def _is_more(one: tuple[Sums, Sums], other: tuple[Sums, Sums]) -> Flags:
    """Say of each row whether one adds more than the other: by the first column that differs, then by the whole."""
    more = np.zeros(len(one[0]), bool)
    equal = np.arange(len(more))
    for ours, theirs in zip(one, other, strict=True):
        for column in range(ours.shape[1]):
            apart = ours[equal, column] - theirs[equal, column]
            more[equal] = apart > _HAIR
            equal = equal[np.abs(apart) <= _HAIR]
    return more
