"""Who has no water when a few units are lost, one cut at a time: for cuts that arrays cannot answer at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from network.domain.feeding import Feeding
from network.domain.proofs import Proofs
from network.domain.spanning import Tree
from network.domain.units import Flags, Numbers, Units, distinct

#: A walk of more units than this gives way to a search of the whole network, which is quick for each unit.
_LONGEST = 200


class ExactCuts:
    """Cuts of any units; an answer costs about what is dry and not below a lost unit anyhow."""

    def __init__(
        self, units: Units, feeding: Feeding, dominators: Tree, above: Numbers, proofs: Proofs
    ) -> None:
        """Take the network and what is known of it."""
        self._feeding = feeding
        self._dominators = dominators
        self._above = above
        self._proofs = proofs
        self._reached = feeding.reached
        self._into = feeding.ways.back()
        self._free_into = units.free.back()
        places = dominators.begins[feeding.one_way.tails]
        by_place = np.argsort(places, kind="stable")
        self._one_way_places = places[by_place]
        self._one_way_heads = feeding.one_way.heads[by_place]

    def drained_with(self, unit: int) -> set[int]:
        """Return the unit with all that drains into it through one-way links without valves."""
        drained, waiting = {unit}, [unit]
        while waiting:
            at = waiting.pop()
            for other in self._free_into.heads[self._free_into.first[at] : self._free_into.first[at + 1]]:
                if int(other) not in drained:
                    drained.add(int(other))
                    waiting.append(int(other))
        return drained

    def tops(self, lost: Iterable[int]) -> Numbers:
        """Return units such that they and all below them are what is lost or dry; none is below another."""
        cut = _Cut(np.array(sorted(lost), np.int64), self._dominators, self._reached)
        waiting = np.concatenate([self._heads_of(int(top)) for top in cut.tops] or [cut.tops])
        while len(waiting):
            heads = distinct(waiting[self._reached[waiting]])
            heads = heads[~cut.are_dead(heads)]
            open_ = heads[~self._proofs.are_found(heads, np.tile(cut.lost, (len(heads), 1)))]
            waiting = waiting[:0]
            for head in open_.tolist():
                walked = [] if cut.are_dead(np.array([head]))[0] else self._walk(cut, head)
                if len(walked) > _LONGEST:
                    return self.searched_tops(cut.lost)
                cut.add(walked)
                waiting = np.concatenate([waiting, *(self._heads_of(unit) for unit in walked)])
        return cut.highest()

    def searched_tops(self, lost: Numbers) -> Numbers:
        """Return the same as `tops`, by a search of the whole network."""
        dead = self._proofs.search(lost)
        return np.flatnonzero(dead & ~dead[self._above])

    def _heads_of(self, top: int) -> Numbers:
        """Return what ways from a unit, or one-way ways from below it, lead to."""
        ways, dominators = self._feeding.ways, self._dominators
        begin, end = np.searchsorted(self._one_way_places, [dominators.begins[top], dominators.ends[top]])
        further = self._one_way_heads[begin:end]
        further = further[~dominators.is_below(further, np.full(len(further), top))]
        return np.concatenate([ways.heads[ways.first[top] : ways.first[top + 1]], further])

    def _walk(self, cut: _Cut, asked: int) -> list[int]:
        """Walk against the flow; return what was walked when none of it has water, or when it was long enough."""
        walked, waiting = {asked}, [asked]
        while waiting and len(walked) <= _LONGEST:
            at = waiting.pop()
            before = self._into.heads[self._into.first[at] : self._into.first[at + 1]]
            # What has all its water through a unit gives it none.
            is_below = self._dominators.is_below(before, np.full(len(before), at))
            before = before[self._reached[before] & ~is_below]
            before = before[~cut.are_dead(before)]
            if self._proofs.are_found(before, np.tile(cut.lost, (len(before), 1))).any():
                return []
            further = set(before.tolist()) - walked
            walked |= further
            waiting += further
        return sorted(walked)


class _Cut:
    """What is lost, and what is known to be dry of it."""

    def __init__(self, lost: Numbers, dominators: Tree, reached: Flags) -> None:
        self.lost = lost
        self.tops = lost[reached[lost]]
        self._dominators = dominators

    def are_dead(self, units: Numbers) -> Flags:
        return np.asarray(self._dominators.is_below(units[:, None], self.tops[None, :]).any(axis=1))

    def add(self, units: list[int]) -> None:
        self.tops = np.concatenate([self.tops, np.array(units, np.int64)])

    def highest(self) -> Numbers:
        begins = self._dominators.begins[self.tops]
        kept: list[int] = []
        end = -1
        for top in self.tops[np.argsort(begins)].tolist():
            if self._dominators.begins[top] >= end:
                kept.append(top)
                end = int(self._dominators.ends[top])
        return np.array(kept, np.int64)
