"""The network as a graph in memory: what joins what, which way water can go, and which valves stand between.

Nodes and links are numbered from 0. A link has two ends, end 0 at its start node and end 1 at its end node; the end
`e` of link `i` has the number `2 * i + e`. A shut-off valve stands at an end, between the link and its node.

Arrays hold what was loaded, an overlay holds what changed since: a change costs what it touches, whatever the size of
the network.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order


class Flow(IntEnum):
    """Which way water can go through a link."""

    BOTH = 0
    FORWARD = 1  # from end 0 to end 1: a check valve, a pump, a pressure reducing valve, the inlet of a tank
    NONE = 2  # closed, abandoned or gone


class Gate(IntEnum):
    """What stands at an end of a link."""

    FREE = 0
    WORKING = 1  # an open shut-off valve that can be closed
    STUCK = 2  # an open shut-off valve that cannot be closed: stuck, buried, not found
    CLOSED = 3


_NO_LINK = -1
_SOURCE = -2
#: The same as plain numbers, for the innermost loop.
_FORWARD, _NO_FLOW, _CLOSED = int(Flow.FORWARD), int(Flow.NONE), int(Gate.CLOSED)


@dataclass
class Graph:
    """Nodes, links, ends and sources; every node knows a link through which it had water when last looked at."""

    ends: array[int] = field(default_factory=lambda: array("q"))  # the node at each end
    flows: bytearray = field(default_factory=bytearray)  # a Flow for each link
    gates: bytearray = field(default_factory=bytearray)  # a Gate for each end
    sources: set[int] = field(default_factory=set)
    lengths: array[float] = field(default_factory=lambda: array("d"))  # of each link, in metres
    _first: array[int] = field(default_factory=lambda: array("q", [0]))  # where a node's ends begin in `_at`
    _at: array[int] = field(default_factory=lambda: array("q"))
    _changed: dict[int, list[int]] = field(default_factory=dict)  # ends at nodes that changed since
    fed: array[int] = field(
        default_factory=lambda: array("q")
    )  # the end a node's water came out of, when last seen

    @classmethod
    def load(
        cls, nodes: int, ends: ArrayLike, flows: bytes, gates: bytes, sources: Iterable[int],
        lengths: ArrayLike = (),
    ) -> Graph:  # fmt: skip
        """Return the graph of so many nodes; `ends` holds two node numbers a link, `gates` a Gate an end.

        `lengths` are metres a link, none where they do not matter. Counts that do not fit are a ValueError.
        """
        at_end = np.asarray(ends, np.int64)
        metres = np.asarray(lengths, np.float64) if np.size(lengths) else np.zeros(len(flows))
        if len(at_end) != len(gates) or len(at_end) != 2 * len(flows) or len(metres) != len(flows):
            raise ValueError("two ends a link, a gate an end, a length a link or none")
        first = np.zeros(nodes + 1, np.int64)
        np.cumsum(np.bincount(at_end, minlength=nodes), out=first[1:])
        graph = cls(
            _array(at_end), bytearray(flows), bytearray(gates), set(sources), array("d", metres.tobytes()),
            _array(first), _array(np.argsort(at_end, kind="stable")),
        )  # fmt: skip
        graph.fed = _array(_feed(nodes, at_end, graph))
        return graph

    def copy(self) -> Graph:
        """Return a graph that says the same and changes by itself."""
        changed = {node: list(ends) for node, ends in self._changed.items()}
        return Graph(
            self.ends[:], self.flows[:], self.gates[:], set(self.sources), self.lengths[:], self._first, self._at,
            changed, self.fed[:],
        )  # fmt: skip

    # What is there

    @property
    def node_count(self) -> int:
        """How many nodes there are, gone ones included."""
        return len(self.fed)

    @property
    def link_count(self) -> int:
        """How many links there are, gone ones included."""
        return len(self.flows)

    def ends_at(self, node: int) -> Sequence[int]:
        """Return the ends of links at a node."""
        changed = self._changed.get(node)
        if changed is not None:
            return changed
        return self._at[self._first[node] : self._first[node + 1]]

    def can_enter(self, end: int) -> bool:
        """Say whether water can go from the node at an end into the link, its valve aside."""
        flow = self.flows[end >> 1]
        return flow == Flow.BOTH or (flow == Flow.FORWARD and not end & 1)

    def can_leave(self, end: int) -> bool:
        """Say whether water can come out of the link at an end, its valve aside."""
        flow = self.flows[end >> 1]
        return flow == Flow.BOTH or (flow == Flow.FORWARD and bool(end & 1))

    # What changes

    def add_node(self, *, is_source: bool = False) -> int:
        """Add a node without links; return its number."""
        node = len(self.fed)
        self.fed.append(_SOURCE if is_source else _NO_LINK)
        self._changed[node] = []
        if is_source:
            self.sources.add(node)
        return node

    def add_link(self, start: int, end: int, flow: Flow, length_m: float = 0) -> int:
        """Add a link without valves; return its number."""
        link = len(self.flows)
        self.flows.append(flow)
        self.lengths.append(length_m)
        for node in (start, end):
            self._own(node).append(len(self.ends))
            self.ends.append(node)
            self.gates.append(Gate.FREE)
        return link

    def move_end(self, end: int, node: int) -> None:
        """Join the end of a link to another node."""
        self._own(self.ends[end]).remove(end)
        self._own(node).append(end)
        self.ends[end] = node

    def remove_link(self, link: int) -> None:
        """Take a link away; its number stays unused."""
        for end in (2 * link, 2 * link + 1):
            self._own(self.ends[end]).remove(end)
            self.gates[end] = Gate.FREE
        self.flows[link] = Flow.NONE

    def set_source(self, node: int, is_source: bool) -> None:
        """Say whether a node gives water by itself: a reservoir, a tank, a well, a spring."""
        if is_source:
            self.sources.add(node)
        else:
            self.sources.discard(node)

    def _own(self, node: int) -> list[int]:
        own = self._changed.get(node)
        if own is None:
            own = self._changed[node] = list(self.ends_at(node))
        return own


def _array(numbers: NDArray[np.int64]) -> array[int]:
    return array("q", numbers.astype(np.int64).tobytes())


def _feed(nodes: int, ends: NDArray[np.int64], graph: Graph) -> NDArray[np.int64]:
    """Return for every node the end through which the nearest source feeds it."""
    fed = np.full(nodes, _NO_LINK, np.int64)
    flows = np.frombuffer(graph.flows, np.uint8)
    is_open = np.frombuffer(graph.gates, np.uint8) != Gate.CLOSED
    sides = np.arange(len(ends)) & 1
    of_link = np.repeat(flows, 2)
    leaves = np.repeat(is_open[0::2] & is_open[1::2], 2)
    leaves &= (of_link == Flow.BOTH) | ((of_link == Flow.FORWARD) & (sides == 1))
    out = np.flatnonzero(leaves)  # ends that water can come out of
    sources = np.fromiter(graph.sources, np.int64, len(graph.sources))
    # One root feeds all sources; a walk from it by breadth tells every node's way to the nearest.
    rows = np.concatenate([ends[out ^ 1], np.full(len(sources), nodes)])
    columns = np.concatenate([ends[out], sources])
    ways = csr_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(nodes + 1, nodes + 1))
    _order, before = breadth_first_order(ways, nodes)
    is_way = before[ends[out]] == ends[out ^ 1]
    fed[ends[out][is_way]] = out[is_way]
    fed[sources] = _SOURCE
    return fed


@dataclass
class Barriers:
    """What water may not pass in a question: nodes and links taken out, ends that are shut."""

    nodes: Collection[int] = ()
    links: Collection[int] = ()
    ends: Collection[int] = ()


class Supply:
    """Who has water behind some barriers: an answer for one question, not to be kept over a change.

    A node has water when a walk against the flow finds a source. Most walks are spared: a node remembers through which
    end it had water, and following these memories to a source, past no barrier, is proof. What has no proof is walked.
    """

    def __init__(self, graph: Graph, barriers: Barriers) -> None:
        """Ask about the graph behind the barriers."""
        self._graph = graph
        self._out = barriers
        self._wet: set[int] = set()
        self._dry: set[int] = set()
        self._unproved: set[int] = set()  # nodes whose memories led nowhere, when last followed

    def passes(self, end: int) -> bool:
        """Say whether an end lets water pass, its link's direction aside."""
        return self._graph.gates[end] != Gate.CLOSED and end not in self._out.ends

    def has_node(self, node: int) -> bool:
        """Say whether a node has water."""
        if node in self._out.nodes or node in self._dry:
            return False
        if node in self._wet or self._remembers(node):
            return True
        walked = {node}
        queue = deque([node])
        came_by: dict[int, int] = {}
        while queue:
            for far, end in self._feeders(queue.popleft()):
                if far in walked or far in self._dry:
                    continue
                walked.add(far)
                came_by[far] = end
                if far in self._wet or self._remembers(far):
                    self._tell_along(far, node, came_by)
                    return True
                queue.append(far)
        # Whatever could have given the node water was walked, and none of it has any.
        self._dry |= walked
        return False

    def has_link(self, link: int) -> bool:
        """Say whether a link has water from one of its ends."""
        graph = self._graph
        if link in self._out.links:
            return False
        return any(
            self.passes(end) and graph.can_enter(end) and self.has_node(graph.ends[end])
            for end in (2 * link, 2 * link + 1)
        )

    def _feeders(self, node: int) -> Iterator[tuple[int, int]]:
        """Yield the nodes that can send water to a node by one link, with the end it comes out of."""
        graph = self._graph
        for end in graph.ends_at(node):
            if end >> 1 in self._out.links or not (self.passes(end) and graph.can_leave(end)):
                continue
            far = graph.ends[end ^ 1]
            if self.passes(end ^ 1) and far not in self._out.nodes:
                yield far, end

    def _remembers(self, node: int) -> bool:
        """Follow what nodes remember to a source; True proves that all on the way have water."""
        graph, out, unproved = self._graph, self._out, self._unproved
        fed, ends, flows, gates = graph.fed, graph.ends, graph.flows, graph.gates
        way: list[int] = []
        proved = True
        while node not in self._wet:
            way.append(node)
            if node in graph.sources and node not in out.nodes:
                break
            end = fed[node]
            # Is it known to have none, or can its water not come out of that end any more? A question takes hundreds
            # of these steps, so they call nothing.
            if (
                (node in unproved or node in out.nodes or node in self._dry)
                or (end < 0 or ends[end] != node or end >> 1 in out.links)
                or (flows[end >> 1] == _NO_FLOW or (flows[end >> 1] == _FORWARD and not end & 1))
                or (gates[end] == _CLOSED or gates[end ^ 1] == _CLOSED)
                or (end in out.ends or end ^ 1 in out.ends)
            ):
                proved = False
                break
            unproved.add(node)  # until the end of the way is known: a ring of memories proves nothing
            node = ends[end ^ 1]
        if proved:
            unproved.difference_update(way)
            self._wet.update(way)
        else:
            unproved.update(way)
        return proved

    def _tell_along(self, found: int, asked: int, came_by: dict[int, int]) -> None:
        """Note that everything from a node with water down to the one asked for has it, and remember how."""
        graph = self._graph
        node = found
        while node != asked:
            end = came_by[node]
            node = graph.ends[end]
            self._wet.add(node)
            if not (self._out.nodes or self._out.links or self._out.ends):
                graph.fed[node] = end
