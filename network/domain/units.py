"""What no valve can tell apart, as one unit; and the ways of water between the units.

Units are numbered from 0. Two nodes or links are in one unit when water can go from each to the other without passing
a working or closed valve. One-way links without valves leave a unit above and a unit below.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from network.domain.graph import Flow, Gate

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Sums = NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """A network as arrays, numbered as in `Graph.load`."""

    nodes: int
    ends: Numbers  # the node at each end, two a link
    flows: NDArray[np.uint8]  # a Flow for each link
    gates: NDArray[np.uint8]  # a Gate for each end
    sources: Numbers


def distinct(numbers: Numbers) -> Numbers:
    """Return the numbers in order, each once: by sorting, which is many times faster than NumPy's hashing."""
    ordered = np.sort(numbers)
    is_new = np.ones(len(ordered), bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_new]


@dataclass(frozen=True)
class Ways:
    """Directed ways between numbered things, each once, sorted by where they begin."""

    count: int  # how many things there are
    tails: Numbers
    heads: Numbers
    first: Numbers  # where the ways of a thing begin in `heads`; one more than there are things

    @classmethod
    def of(cls, count: int, tails: Numbers, heads: Numbers) -> Ways:
        """Return the ways without doubles and without those from a thing to itself."""
        keys = distinct(tails[tails != heads] * count + heads[tails != heads])
        tails, heads = np.divmod(keys, count)
        return cls(count, tails, heads, np.searchsorted(tails, np.arange(count + 1)))

    def back(self) -> Ways:
        """Return the ways turned around."""
        turned = self.matrix().tocsc()
        first = turned.indptr.astype(np.int64)
        tails = np.repeat(np.arange(self.count), np.diff(first))
        return Ways(self.count, tails, turned.indices.astype(np.int64), first)

    def where(self, kept: Flags) -> Ways:
        """Return some of the ways."""
        before = np.concatenate([[0], np.cumsum(kept)])
        return Ways(self.count, self.tails[kept], self.heads[kept], before[self.first])

    def with_last(self, heads: Numbers) -> Ways:
        """Return the ways with one more thing, the last, and ways from it; `heads` are in order, each once."""
        tails = np.concatenate([self.tails, np.full(len(heads), self.count)])
        first = np.append(self.first, self.first[-1] + len(heads))
        return Ways(self.count + 1, tails, np.concatenate([self.heads, heads]), first)

    def with_to_last(self, tails: Numbers) -> Ways:
        """Return the ways with ways to the last thing, which had none; `tails` are in order, each once."""
        places = self.first[tails + 1]
        heads = np.insert(self.heads, places, self.count - 1)
        first = self.first + np.searchsorted(tails, np.arange(self.count + 1))
        return Ways(self.count, np.insert(self.tails, places, tails), heads, first)

    def returning(self) -> Flags:
        """Say of each way whether there is one back."""
        back = self.back()
        if np.array_equal(back.first, self.first) and np.array_equal(back.heads, self.heads):
            return np.ones(len(self.heads), bool)
        return back.has(self.tails, self.heads)

    def has(self, tails: Numbers, heads: Numbers) -> Flags:
        """Say of each pair whether there is a way."""
        if not len(self.tails):
            return np.zeros(len(tails), bool)
        keys, wanted = self.tails * self.count + self.heads, tails * self.count + heads
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.asarray(keys[places] == wanted)

    def matrix(self) -> csr_array:
        """Return the ways as SciPy's matrix."""
        shape = (self.count, self.count)
        return csr_array((np.ones(len(self.heads)), self.heads, self.first), shape=shape)

    def after(self, things: Numbers) -> tuple[Numbers, Numbers]:
        """Return for all ways of the things, in turn: the place of the thing in `things`, and the head."""
        begins, sizes = self.first[things], self.first[things + 1] - self.first[things]
        places = np.repeat(np.arange(len(things)), sizes)
        offsets = np.arange(len(places)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return places, self.heads[np.repeat(begins, sizes) + offsets]


@dataclass(frozen=True)
class Units:
    """A network's units, the ways between them and the working valves on these."""

    count: int
    of_node: Numbers
    of_link: Numbers
    sources: Numbers  # units that hold a source
    ways: Ways  # past working valves and through one-way links without valves
    free: Ways  # the latter alone: what drains with what is below it
    valves: Numbers  # ends with a working valve
    link_side: Numbers  # the unit of each valve's link
    node_side: Numbers
    enters: Flags  # of each valve: water can go from the node into the link
    leaves: Flags


def build_units(network: Network) -> Units:
    """Return the units of a network."""
    links = np.repeat(np.arange(len(network.flows)), 2)
    is_first = np.arange(len(network.ends)) % 2 == 0
    both, forward = network.flows[links] == Flow.BOTH, network.flows[links] == Flow.FORWARD
    can_enter, can_leave = both | (forward & is_first), both | (forward & ~is_first)
    is_free = (network.gates == Gate.FREE) | (network.gates == Gate.STUCK)
    is_working = network.gates == Gate.WORKING
    units = _join(network, links, is_free & both, is_free & forward, can_enter)
    at_node, at_link = units[network.ends], units[network.nodes + links]
    count = int(units.max()) + 1 if len(units) else 0
    free = _ways(count, at_node, at_link, is_free & can_enter, is_free & can_leave)
    passable = is_free | is_working
    valves = np.flatnonzero(is_working)
    return Units(
        count=count, of_node=units[: network.nodes], of_link=units[network.nodes :],
        sources=distinct(units[network.sources]), free=free,
        ways=_ways(count, at_node, at_link, passable & can_enter, passable & can_leave),
        valves=valves, link_side=at_link[valves], node_side=at_node[valves],
        enters=can_enter[valves], leaves=can_leave[valves],
    )  # fmt: skip


def _join(network: Network, links: Numbers, joined: Flags, one_way: Flags, can_enter: Flags) -> Numbers:
    """Return the unit of every node and then of every link."""
    count = network.nodes + len(network.flows)
    units = _components(count, network.ends[joined], network.nodes + links[joined], strong=False)
    if not one_way.any():
        return units
    # A ring of one-way links without valves is one unit too.
    node, link = units[network.ends[one_way]], units[network.nodes + links[one_way]]
    tails, heads = (
        np.where(can_enter[one_way], node, link),
        np.where(can_enter[one_way], link, node),
    )
    return _components(int(units.max()) + 1, tails, heads, strong=True)[units]


def _components(count: int, tails: Numbers, heads: Numbers, *, strong: bool) -> Numbers:
    matrix = coo_array((np.ones(len(tails), np.int8), (tails, heads)), shape=(count, count))
    _count, labels = connected_components(matrix, directed=strong, connection="strong")
    return np.asarray(labels, np.int64)


def _ways(count: int, at_node: Numbers, at_link: Numbers, enter: Flags, leave: Flags) -> Ways:
    tails = np.concatenate([at_node[enter], at_link[leave]])
    heads = np.concatenate([at_link[enter], at_node[leave]])
    return Ways.of(count, tails, heads)
