"""What dries only because two units are lost together: all pairs at once, as rows of arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from network.domain.feeding import Feeding
from network.domain.proofs import Proofs
from network.domain.spanning import Tree
from network.domain.units import Flags, Numbers, Ways, distinct

#: Pairs looked at together, so that a chunk's rows stay in the processor's cache.
_CHUNK = 100_000
#: A walk of more units than this is left to a search of its own.
_LONGEST = 500


@dataclass(frozen=True)
class PairDry:
    """Pairs and units (`pairs[i]` has `units[i]`) that dry with all below them; pairs that must be walked alone."""

    pairs: Numbers
    units: Numbers
    open: Numbers


@dataclass
class PairCuts:
    """Cuts of two units each, of which none is left by one-way ways from below it, nor drains what is above it."""

    feeding: Feeding
    into: Ways
    dominators: Tree
    above: Numbers  # of each unit: its dominator
    proofs: Proofs
    is_left: Flags  # of each unit: one-way ways lead out from it or from below it

    def dry(self, pairs: Numbers) -> PairDry:
        """Return what each pair (a row of two units) dries beside what is below either of them."""
        seeds = [
            self._unproved(pairs[begin : begin + _CHUNK], begin) for begin in range(0, len(pairs), _CHUNK)
        ]
        numbers = np.concatenate([pair for pair, _unit in seeds] or [np.zeros(0, np.int64)])
        units = np.concatenate([unit for _pair, unit in seeds] or [np.zeros(0, np.int64)])
        found = []
        while len(numbers):
            dry, is_long = self._walk(pairs, numbers, units)
            found.append(dry)
            # One whole search answers a pair, and its tree proves most of what was as long for the same reason.
            numbers, units = numbers[is_long], units[is_long]
            if len(numbers):
                found.append(self._searched(pairs, int(numbers[0])))
                left = numbers != numbers[0]
                numbers, units = numbers[left], units[left]
                left = ~self.proofs.are_found(units, pairs[numbers])
                numbers, units = numbers[left], units[left]
        return PairDry(
            np.concatenate([dry.pairs for dry in found] or [numbers]),
            np.concatenate([dry.units for dry in found] or [numbers]),
            distinct(np.concatenate([dry.open for dry in found] or [numbers])),
        )

    def _unproved(self, pairs: Numbers, begin: int) -> tuple[Numbers, Numbers]:
        """Return neighbours of pairs that no tree proves to keep water, with the number of the pair."""
        ways, reached = self.feeding.ways, self.feeding.reached
        numbers, heads = [], []
        for side in (0, 1):
            places, found = ways.after(pairs[:, side])
            lost = pairs[places]
            is_new = (found != lost[:, 1 - side]) & reached[found]
            is_new &= ~self.dominators.is_below(found, lost[:, 0])
            is_new &= ~self.dominators.is_below(found, lost[:, 1])
            numbers.append(places[is_new])
            heads.append(found[is_new])
        number, head = np.concatenate(numbers), np.concatenate(heads)
        open_ = ~self.proofs.are_found(head, pairs[number])
        return number[open_] + begin, head[open_]

    def _walk(self, pairs: Numbers, numbers: Numbers, seeds: Numbers) -> tuple[PairDry, Flags]:
        """Walk against the flow from all seeds, in step, until a walk meets a proof or has nowhere to go.

        The second value tells of the walks that grew too long and were left.
        """
        count = self.feeding.root + 1
        at_walk, at_unit = np.arange(len(seeds)), seeds
        seen = at_walk * count + seeds
        is_wet, is_long = np.zeros(len(seeds), bool), np.zeros(len(seeds), bool)
        lengths = np.ones(len(seeds), np.int64)
        while len(at_unit):
            keys = self._next(pairs, numbers, at_walk, at_unit)
            keys = keys[~_is_in(keys, seen)]
            at_walk, at_unit = np.divmod(keys, count)
            proved = self.proofs.are_found(at_unit, pairs[numbers[at_walk]])
            is_wet[at_walk[proved]] = True
            lengths += np.bincount(at_walk, minlength=len(seeds))
            is_long = ~is_wet & (lengths > _LONGEST)
            seen = np.sort(np.concatenate([seen[~is_wet[seen // count]], keys[~is_wet[at_walk]]]))
            going = ~(is_wet | is_long)[at_walk]
            at_walk, at_unit = at_walk[going], at_unit[going]
        walk, unit = np.divmod(seen[~(is_wet | is_long)[seen // count]], count)
        alone = distinct(numbers[walk[self.is_left[unit]]])
        pair, unit = np.divmod(distinct(numbers[walk] * count + unit), count)
        known = ~_is_in(pair, alone)
        return PairDry(pair[known], unit[known], alone), is_long

    def _next(self, pairs: Numbers, numbers: Numbers, at_walk: Numbers, at_unit: Numbers) -> Numbers:
        """Return the walks' next steps as sorted keys; what has all its water through a unit gives it none."""
        places, before = self.into.after(at_unit)
        lost = pairs[numbers[at_walk[places]]]
        good = self.feeding.reached[before] & (before != lost[:, 0]) & (before != lost[:, 1])
        good &= ~self.dominators.is_below(before, at_unit[places])
        return distinct(at_walk[places[good]] * (self.feeding.root + 1) + before[good])

    def _searched(self, pairs: Numbers, number: int) -> PairDry:
        """Answer a pair by a search of the whole network."""
        dead = self.proofs.search(pairs[number])
        dead[pairs[number]] = False
        dry = np.flatnonzero(dead & ~dead[self.above])
        for lost in pairs[number].tolist():
            dry = dry[~self.dominators.is_below(dry, np.full(len(dry), lost))]
        return PairDry(np.full(len(dry), number), dry, np.zeros(0, np.int64))


def _is_in(keys: Numbers, ordered: Numbers) -> Flags:
    """Say of each key whether it is among ordered ones."""
    if not len(ordered):
        return np.zeros(len(keys), bool)
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return np.asarray(ordered[places] == keys)
