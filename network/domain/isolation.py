"""What must be shut to take a part of the network out of service, and who then has no water."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from network.domain.graph import Barriers, Flow, Gate, Graph, Supply


@dataclass(frozen=True)
class Isolation:
    """Numbers of nodes, links and ends; a valve is named by the end that it stands at.

    The drained part is what cannot be told from the broken spot by a working valve. What is dry behind it had water
    through it alone. What had no water before is in neither.
    """

    drained_nodes: frozenset[int]
    drained_links: frozenset[int]
    dry_nodes: frozenset[int]
    dry_links: frozenset[int]
    to_close: tuple[int, ...]  # working valves with water behind them
    needless: tuple[int, ...]  # working valves at the border with no water behind them
    passed: tuple[int, ...]  # valves that would have stopped the water but cannot be closed
    shut_already: tuple[int, ...]  # closed valves at the border
    inside: tuple[int, ...]  # working valves with the drained part on both sides
    one_way: tuple[int, ...]  # links at the border that let no water back to the spot
    sources: frozenset[
        int
    ]  # sources that no working valve tells from the spot: they must be stopped themselves


def isolate(
    graph: Graph, *, nodes: Iterable[int] = (), links: Iterable[int] = (), stuck: Collection[int] = ()
) -> Isolation:
    """Return how to take the nodes and links out of service; `stuck` ends are taken for valves that do not close."""
    drained = _Drained(graph, stuck)
    drained.walk(nodes, links)
    barriers = Barriers(drained.nodes, drained.links, drained.border)
    supply = Supply(graph, barriers)
    dry_nodes, dry_links = _dry_behind(graph, drained, supply)
    to_close: list[int] = []
    needless: list[int] = []
    for end in sorted(drained.border):
        is_wet = supply.has_node(graph.ends[end]) if end >> 1 in drained.links else supply.has_link(end >> 1)
        (to_close if is_wet else needless).append(end)
    return Isolation(
        drained_nodes=frozenset(drained.nodes), drained_links=frozenset(drained.links),
        dry_nodes=frozenset(dry_nodes), dry_links=frozenset(dry_links),
        to_close=tuple(to_close), needless=tuple(needless),
        passed=tuple(sorted(drained.passed)), shut_already=tuple(sorted(drained.shut)),
        inside=tuple(sorted(drained.inside)), one_way=tuple(sorted(drained.one_way())),
        sources=frozenset(drained.nodes & graph.sources),
    )  # fmt: skip


class _Drained:
    """All that can send water to a spot without passing a working or closed valve."""

    def __init__(self, graph: Graph, stuck: Collection[int]) -> None:
        self._graph = graph
        self._stuck = stuck
        self.nodes: set[int] = set()
        self.links: set[int] = set()
        self.border: set[int] = set()
        self.inside: set[int] = set()
        self.passed: set[int] = set()
        self.shut: set[int] = set()

    def walk(self, nodes: Iterable[int], links: Iterable[int]) -> None:
        """Walk against the flow from the nodes and links."""
        graph = self._graph
        queue = deque([*((True, node) for node in nodes), *((False, link) for link in links)])
        while queue:
            is_node, number = queue.popleft()
            known = self.nodes if is_node else self.links
            if number in known:
                continue
            known.add(number)
            if is_node:
                queue.extend(
                    (False, end >> 1)
                    for end in graph.ends_at(number)
                    if graph.can_leave(end) and self._passes(end)
                )
            else:
                queue.extend(
                    (True, graph.ends[end])
                    for end in (2 * number, 2 * number + 1)
                    if graph.can_enter(end) and self._passes(end)
                )
        # A working valve with both sides drained stops nothing.
        self.inside = {end for end in self.border if end >> 1 in self.links and graph.ends[end] in self.nodes}
        self.border -= self.inside

    def one_way(self) -> set[int]:
        """Return the links that only lead away from the drained part, no closed valve aside."""
        graph = self._graph
        return {
            end >> 1
            for node in self.nodes
            for end in graph.ends_at(node)
            if end >> 1 not in self.links
            and graph.flows[end >> 1] == Flow.FORWARD
            and graph.can_enter(end)
            and graph.gates[end] != Gate.CLOSED
        }

    def _passes(self, end: int) -> bool:
        gate = self._graph.gates[end]
        if gate == Gate.CLOSED:
            self.shut.add(end)
            return False
        if gate == Gate.WORKING and end not in self._stuck:
            self.border.add(end)
            return False
        if gate != Gate.FREE:
            self.passed.add(end)
        return True


def _dry_behind(graph: Graph, drained: _Drained, supply: Supply) -> tuple[set[int], set[int]]:
    """Return nodes and links that had water and have none behind the barriers, the drained part aside."""
    before = Supply(graph, Barriers())
    dry_nodes: set[int] = set()
    dry_links: set[int] = set()
    queue: deque[tuple[bool, int]] = deque(
        [(True, node) for node in drained.nodes] + [(False, link) for link in drained.links]
    )
    seen: set[tuple[bool, int]] = set(queue)
    while queue:
        is_node, number = queue.popleft()
        for further in _next(graph, is_node, number):
            if further in seen:
                continue
            seen.add(further)
            further_is_node, other = further
            if further_is_node:
                if before.has_node(other) and not supply.has_node(other):
                    dry_nodes.add(other)
                    queue.append(further)
            elif before.has_link(other) and not supply.has_link(other):
                dry_links.add(other)
                queue.append(further)
    return dry_nodes, dry_links


def _next(graph: Graph, is_node: bool, number: int) -> list[tuple[bool, int]]:
    """Return what water can go to from a node or link, open valves passed."""
    if is_node:
        return [
            (False, end >> 1)
            for end in graph.ends_at(number)
            if graph.gates[end] != Gate.CLOSED and graph.can_enter(end)
        ]
    return [
        (True, graph.ends[end])
        for end in (2 * number, 2 * number + 1)
        if graph.gates[end] != Gate.CLOSED and graph.can_leave(end)
    ]
