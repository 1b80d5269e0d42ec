"""Walks through the graph: with the flow, against it, whichever way, and the shortest way.

Closed valves and closed links stop every walk. The way of the water is what valves and pumps allow; where flows are
given (by link: positive from its start to its end), it is that of the flows, and what stands still leads nowhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from heapq import heappop, heappush

from network.domain.graph import Flow, Gate, Graph

Flows = Mapping[int, float]


class Way(Enum):
    """How a walk goes through links."""

    WITH = 1
    AGAINST = 2
    ANY = 3


@dataclass(frozen=True)
class Traced:
    """Numbers of nodes and links; of a way, in its order."""

    nodes: tuple[int, ...]
    links: tuple[int, ...]


def reach(
    graph: Graph, *, nodes: Iterable[int], links: Iterable[int], way: Way, flows: Flows | None = None
) -> Traced:
    """Return everything that a walk from the nodes and links comes to, they included."""
    into, out_of = _doors(graph, way, flows)
    seen_nodes, seen_links = dict.fromkeys(nodes), dict.fromkeys(links)
    queue: deque[tuple[bool, int]] = deque([(True, node) for node in seen_nodes])
    queue.extend((False, link) for link in seen_links)
    while queue:
        is_node, number = queue.popleft()
        if is_node:
            for end in graph.ends_at(number):
                if end >> 1 not in seen_links and into(end):
                    seen_links[end >> 1] = None
                    queue.append((False, end >> 1))
        else:
            for end in (2 * number, 2 * number + 1):
                node = graph.ends[end]
                if node not in seen_nodes and out_of(end):
                    seen_nodes[node] = None
                    queue.append((True, node))
    return Traced(tuple(seen_nodes), tuple(seen_links))


def shortest_way(
    graph: Graph,
    *,
    start_nodes: Collection[int],
    start_links: Mapping[int, float],
    goal_nodes: Collection[int],
    goal_links: Mapping[int, float],
    way: Way,
    flows: Flows | None = None,
) -> Traced | None:
    """Return the way of the least length from a start to a goal, or None.

    Links to start from or to end at come with the share of their length where the spot lies; the whole link is told.
    """
    search = _Search(graph, way, flows)
    for node in start_nodes:
        search.reached(0.0, node, None)
    for link, share in start_links.items():
        if link in goal_links:
            return Traced((), (link,))
        search.leave(link, share)
    goals = set(goal_nodes)
    found = search.run(goals, goal_links)
    return None if found is None else search.told(*found)


class _Search:
    """Dijkstra's search over nodes; a link is entered at one end and left at the other."""

    def __init__(self, graph: Graph, way: Way, flows: Flows | None) -> None:
        self._graph = graph
        self._into, self._out_of = _doors(graph, way, flows)
        self._queue: list[tuple[float, int, int]] = []  # metres, node, the end it was come out of or -1
        self._came_by: dict[int, int] = {}
        self._starts: set[int] = set()  # links that the search began on

    def reached(self, metres: float, node: int, end: int | None) -> None:
        heappush(self._queue, (metres, node, -1 if end is None else end))

    def leave(self, link: int, share: float) -> None:
        """Start from a place on a link."""
        self._starts.add(link)
        for end in (2 * link, 2 * link + 1):
            if self._out_of(end):
                metres = self._graph.lengths[link] * (1 - share if end & 1 else share)
                self.reached(metres, self._graph.ends[end], end)

    def run(self, goals: Collection[int], goal_links: Mapping[int, float]) -> tuple[int, int | None] | None:
        """Return the node that the way ends at, and the link that it ends on if it does; or None."""
        best: tuple[float, int, int | None] | None = None
        while self._queue:
            metres, node, by = heappop(self._queue)
            if best is not None and metres >= best[0]:
                break
            if node in self._came_by:
                continue
            self._came_by[node] = by
            if node in goals:
                best = (metres, node, None)
                break
            for end in self._graph.ends_at(node):
                link = end >> 1
                if not self._into(end):
                    continue
                if link in goal_links:
                    share = goal_links[link]
                    total = metres + self._graph.lengths[link] * (1 - share if end & 1 else share)
                    best = min(best or (total, node, link), (total, node, link), key=lambda one: one[0])
                if self._out_of(end ^ 1) and self._graph.ends[end ^ 1] not in self._came_by:
                    self.reached(metres + self._graph.lengths[link], self._graph.ends[end ^ 1], end ^ 1)
        return None if best is None else best[1:]

    def told(self, node: int, last: int | None) -> Traced:
        """Return the way to a node, and the link beyond it."""
        nodes, links = [node], [] if last is None else [last]
        by = self._came_by[node]
        while by >= 0:
            links.append(by >> 1)
            node = self._graph.ends[by ^ 1]
            if by >> 1 in self._starts:
                break
            nodes.append(node)
            by = self._came_by[node]
        return Traced(tuple(reversed(nodes)), tuple(reversed(links)))


def _doors(
    graph: Graph, way: Way, flows: Flows | None
) -> tuple[Callable[[int], bool], Callable[[int], bool]]:
    """Return whether a walk may go into a link at an end, and out of it."""

    def is_open(end: int) -> bool:
        return graph.gates[end] != Gate.CLOSED and graph.flows[end >> 1] != Flow.NONE

    def enters(end: int) -> bool:
        """Say whether water goes into the link there."""
        if flows is None:
            return is_open(end) and graph.can_enter(end)
        flow = flows.get(end >> 1, 0.0)
        return is_open(end) and (flow < 0 if end & 1 else flow > 0)

    def leaves(end: int) -> bool:
        if flows is None:
            return is_open(end) and graph.can_leave(end)
        flow = flows.get(end >> 1, 0.0)
        return is_open(end) and (flow > 0 if end & 1 else flow < 0)

    if way is Way.ANY:
        return is_open, is_open
    return (enters, leaves) if way is Way.WITH else (leaves, enters)
