"""What need not go dry if a valve that is closed today were opened, and in which order a crew meets the valves."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from network.domain.graph import Barriers, Gate, Graph, Supply
from network.domain.isolation import Isolation


@dataclass(frozen=True)
class Reopening:
    """A closed valve, by its end, and the dry part that would have water again through it."""

    end: int
    nodes: frozenset[int]
    links: frozenset[int]


def find_reopenings(graph: Graph, found: Isolation) -> list[Reopening]:
    """Return each closed valve between the dry part and what keeps its water, the one that saves most first.

    Each is taken alone: what two save together is not their sum.
    """
    border = frozenset(found.to_close) | frozenset(found.needless)
    supply = Supply(graph, Barriers(found.drained_nodes, found.drained_links, border))
    reopenings: list[Reopening] = []
    for end in _closed_ends(graph, found):
        link, node = end >> 1, graph.ends[end]
        if node in found.dry_nodes and graph.can_leave(end) and supply.has_link(link):
            reopenings.append(_reach(graph, found, border, end, node=node))
        elif link in found.dry_links and graph.can_enter(end) and supply.has_node(node):
            reopenings.append(_reach(graph, found, border, end, link=link))
    return sorted(reopenings, key=lambda one: (-sum(graph.lengths[link] for link in one.links), one.end))


def _closed_ends(graph: Graph, found: Isolation) -> set[int]:
    at_nodes = {end for node in found.dry_nodes for end in graph.ends_at(node)}
    at_links = {end for link in found.dry_links for end in (2 * link, 2 * link + 1)}
    return {
        end
        for end in at_nodes | at_links
        if graph.gates[end] == Gate.CLOSED and end >> 1 not in found.drained_links
    }


def _reach(
    graph: Graph,
    found: Isolation,
    border: Collection[int],
    opened: int,
    *,
    node: int | None = None,
    link: int | None = None,
) -> Reopening:
    """Walk the dry part with the flow, from where the opened valve lets water in."""
    nodes: set[int] = set()
    links: set[int] = set()
    queue: deque[tuple[bool, int]] = deque([(True, node)] if node is not None else [(False, link or 0)])

    def passes(end: int) -> bool:
        return end == opened or (graph.gates[end] != Gate.CLOSED and end not in border)

    while queue:
        is_node, number = queue.popleft()
        known, dry = (nodes, found.dry_nodes) if is_node else (links, found.dry_links)
        if number in known or number not in dry:
            continue
        known.add(number)
        if is_node:
            ends = [end for end in graph.ends_at(number) if passes(end) and graph.can_enter(end)]
            queue.extend((False, end >> 1) for end in ends)
        else:
            ends = [end for end in (2 * number, 2 * number + 1) if passes(end) and graph.can_leave(end)]
            queue.extend((True, graph.ends[end]) for end in ends)
    return Reopening(opened, frozenset(nodes), frozenset(links))


class Walks:
    """How far things of the drained part are from the spots, in metres along its pipes, whichever way water goes."""

    def __init__(
        self, graph: Graph, found: Isolation, *, nodes: Iterable[int], links: Mapping[int, float]
    ) -> None:
        """Measure from the nodes and from places on links, given as shares of their length."""
        self._graph = graph
        self._found = found
        self._spots = links
        self._to_node: dict[int, float] = {}
        queue = [(0.0, node) for node in nodes]
        for link, share in links.items():
            queue += [(self._on_spot(end, share), graph.ends[end]) for end in (2 * link, 2 * link + 1)]
        queue.sort()
        while queue:
            metres, node = heappop(queue)
            if node in self._to_node or node not in found.drained_nodes:
                continue
            self._to_node[node] = metres
            for end in graph.ends_at(node):
                if end >> 1 in found.drained_links:
                    heappush(queue, (metres + graph.lengths[end >> 1], graph.ends[end ^ 1]))

    def to_end(self, end: int) -> float:
        """Return how far a valve at an end is, seen from the drained side; 0 where that cannot be walked."""
        link, node = end >> 1, self._graph.ends[end]
        if link in self._spots:
            return self._on_spot(end, self._spots[link])
        if node in self._to_node:
            return self._to_node[node]
        return self._to_node.get(self._graph.ends[end ^ 1], 0.0) + self._graph.lengths[link]

    def to_link(self, link: int) -> float:
        """Return how far the nearer end of a link is."""
        ways = [self._to_node.get(self._graph.ends[2 * link + side]) for side in (0, 1)]
        return min((way for way in ways if way is not None), default=0.0)

    def _on_spot(self, end: int, share: float) -> float:
        return self._graph.lengths[end >> 1] * (1 - share if end & 1 else share)
