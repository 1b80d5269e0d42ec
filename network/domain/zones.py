"""Which pipes lie in which zone: floods from the zones' inlets, to the meters and closed valves around them.

Nodes, links and ends are numbered as in `Graph`. docs/algorithms/zones.md tells the rules, with a drawing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, dijkstra

from network.domain.graph import Flow, Gate

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: The part of a link that holds no water of any zone: closed, not in service, or a border itself.
NO_PART = -1


@dataclass(frozen=True)
class Pipework:
    """A network as floods see it; `is_open` says which links belong to zones, `stops` at which nodes floods end."""

    ends: Numbers  # the node at each end, two a link
    gates: NDArray[np.uint8]  # a Gate for each end
    is_open: Flags
    stops: Flags

    @property
    def attached(self) -> Flags:
        """Which ends let a flood pass between link and node."""
        passes: Flags = np.repeat(self.is_open, 2) & (self.gates != Gate.CLOSED) & ~self.stops[self.ends]
        return passes


@dataclass(frozen=True)
class Inlet:
    """Where water enters a zone: the end of a link, beyond the node that it stands at."""

    zone: int
    end: int


@dataclass(frozen=True)
class Parts:
    """What the borders leave of the network: the part of each link and of each node that is no border, or NO_PART."""

    of_link: Numbers
    of_node: Numbers


def find_parts(pipework: Pipework) -> Parts:
    """Return the parts that meters, closed valves and closed links divide the network into."""
    attached = pipework.attached
    at_start, at_end = attached[0::2], attached[1::2]
    joining = at_start & at_end
    nodes = len(pipework.stops)
    starts, ends = pipework.ends[0::2], pipework.ends[1::2]
    ways = coo_array(
        (np.ones(int(joining.sum()), np.int8), (starts[joining], ends[joining])), shape=(nodes, nodes)
    )
    count, found = connected_components(ways, directed=False)
    of_node = found.astype(np.int64)
    of_link = np.where(at_start, of_node[starts], np.where(at_end, of_node[ends], NO_PART))
    # A link between two borders is a part by itself.
    alone = pipework.is_open & ~at_start & ~at_end
    of_link[alone] = count + np.arange(int(alone.sum()))
    of_node[pipework.stops] = NO_PART
    return Parts(of_link, of_node)


@dataclass(frozen=True)
class Members:
    """The links of each zone, and which zones share a part because nothing shut is between them."""

    links: Mapping[int, Numbers]
    parts: Mapping[int, tuple[int, ...]]
    shared: Mapping[int, tuple[int, ...]]  # zones by the part that they share, two or more


def flood_zones(parts: Parts, inlets: Sequence[Inlet]) -> Members:
    """Return the links that each zone's inlets feed; an inlet into a closed link feeds none."""
    found: dict[int, set[int]] = {inlet.zone: set() for inlet in inlets}
    for inlet in inlets:
        part = int(parts.of_link[inlet.end >> 1])
        if part != NO_PART:
            found[inlet.zone].add(part)
    zones_of: dict[int, list[int]] = {}
    for zone, own in found.items():
        for part in own:
            zones_of.setdefault(part, []).append(zone)
    order = np.argsort(parts.of_link, kind="stable")
    wanted = np.array(sorted(zones_of), np.int64)
    first = np.searchsorted(parts.of_link, wanted, side="left", sorter=order)
    behind = np.searchsorted(parts.of_link, wanted, side="right", sorter=order)
    links = {int(part): order[begin:end] for part, begin, end in zip(wanted, first, behind, strict=True)}
    nothing = np.zeros(0, np.int64)
    return Members(
        {zone: np.sort(np.concatenate([nothing, *(links[part] for part in own)])) for zone, own in found.items()},
        {zone: tuple(sorted(own)) for zone, own in found.items()},
        {part: tuple(sorted(zones)) for part, zones in zones_of.items() if len(zones) > 1},
    )  # fmt: skip


# What is not as it should be


def find_bypasses(pipework: Pipework, parts: Parts, members: Members, inlets: Sequence[Inlet]) -> list[int]:
    """Return the inlets, by their turn in the list, whose zone's water also stands on the meter's other side."""
    ends_of = _ends_at(pipework, {int(pipework.ends[inlet.end]) for inlet in inlets})
    ways_in = {(inlet.zone, inlet.end) for inlet in inlets}
    return [
        turn
        for turn, inlet in enumerate(inlets)
        if any(
            end != inlet.end and (inlet.zone, end) not in ways_in
            and pipework.gates[end] != Gate.CLOSED
            and parts.of_link[end >> 1] in members.parts[inlet.zone]
            for end in ends_of[int(pipework.ends[inlet.end])]
        )
    ]  # fmt: skip


def find_touching(pipework: Pipework, parts: Parts, marked: Flags) -> dict[int, list[int]]:
    """Return by part the ends through which it reaches marked nodes (sources, meters), gates shut or not aside."""
    ends = np.flatnonzero(marked[pipework.ends] & (pipework.gates != Gate.CLOSED))
    found: dict[int, list[int]] = {}
    for end in ends.tolist():
        part = int(parts.of_link[end >> 1])
        if part != NO_PART:
            found.setdefault(part, []).append(end)
    return found


@dataclass(frozen=True)
class Border:
    """A link on which two zones meet, and the labels of its two ends."""

    link: int
    labels: tuple[int, int]


def find_borders(
    pipework: Pipework, links: Numbers, label: Numbers, lengths: NDArray[np.float64]
) -> list[Border]:
    """Return the links where the labels of nodes meet, when every node without one (-1) takes that of the nearest.

    `links` are those of the part that two zones share; `lengths` are metres, one a link of the network.
    """
    attached = pipework.attached
    inner = links[attached[2 * links] & attached[2 * links + 1]]
    nodes = np.unique(pipework.ends[np.concatenate([2 * inner, 2 * inner + 1])])
    starts = np.searchsorted(nodes, pipework.ends[2 * inner])
    ends = np.searchsorted(nodes, pipework.ends[2 * inner + 1])
    known = label[nodes]
    seeds = np.flatnonzero(known >= 0)
    if not len(seeds) or not len(inner):
        return []
    # Of parallel links the sum stands in the matrix; that is near enough for nearness.
    metres = np.maximum(lengths[inner], 0.01)
    ways = csr_array((metres, (starts, ends)), shape=(len(nodes), len(nodes)))
    _metres, _before, nearest = dijkstra(
        ways, directed=False, indices=seeds, min_only=True, return_predecessors=True
    )
    grown = np.where(nearest >= 0, known[np.maximum(nearest, 0)], -1)
    meets = (grown[starts] >= 0) & (grown[ends] >= 0) & (grown[starts] != grown[ends])
    return [
        Border(int(link), (int(one), int(other)))
        for link, one, other in zip(inner[meets], grown[starts[meets]], grown[ends[meets]], strict=True)
    ]


def ends_near(pipework: Pipework, link: int) -> list[int]:
    """Return the ends of a link, then those of links at its two nodes."""
    own = [2 * link, 2 * link + 1]
    nodes = {int(pipework.ends[end]) for end in own if not pipework.stops[pipework.ends[end]]}
    around = _ends_at(pipework, nodes)
    return own + sorted({end for ends in around.values() for end in ends} - set(own))


def _ends_at(pipework: Pipework, nodes: set[int]) -> dict[int, list[int]]:
    is_asked = np.zeros(len(pipework.stops), bool)
    is_asked[list(nodes)] = True
    found: dict[int, list[int]] = {node: [] for node in nodes}
    for end in np.flatnonzero(is_asked[pipework.ends]).tolist():
        found[int(pipework.ends[end])].append(end)
    return found


# Who feeds what


def find_supplied(
    ends: Numbers, flows: NDArray[np.uint8], gates: NDArray[np.uint8], source: int, others: Flags
) -> tuple[Numbers, Flags]:
    """Return the nodes and links that water from a source can reach; it does not pass through other sources."""
    nodes, links = len(others), len(flows)
    is_free = gates != Gate.CLOSED
    sides = np.arange(len(ends)) & 1
    of_link = np.repeat(flows, 2)
    enters = is_free & ((of_link == Flow.BOTH) | ((of_link == Flow.FORWARD) & (sides == 0)))
    enters &= ~others[ends] | (ends == source)
    passes = enters & np.repeat(is_free[0::2] & is_free[1::2], 2)
    into = np.flatnonzero(passes)
    ways = csr_array((np.ones(len(into), np.int8), (ends[into], ends[into ^ 1])), shape=(nodes, nodes))
    reached = breadth_first_order(ways, source, return_predecessors=False)
    is_wet = np.zeros(nodes, bool)
    is_wet[reached] = True
    wet_ends = enters & is_wet[ends]
    return np.sort(reached.astype(np.int64)), wet_ends[: links * 2 : 2] | wet_ends[1::2]
