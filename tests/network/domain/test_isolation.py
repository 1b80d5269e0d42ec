"""Isolation against an independent reference: plain networkx, which is asked anew for every question."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.domain.graph import Flow, Gate, Graph
from network.domain.isolation import Isolation, isolate

Vertex = tuple[str, int]


@dataclass(frozen=True)
class Drawn:
    """A network as hypothesis draws it."""

    nodes: int
    links: tuple[tuple[int, int, Flow], ...]
    gates: tuple[Gate, ...]
    sources: frozenset[int]

    def graph(self) -> Graph:
        ends = [node for start, end, _flow in self.links for node in (start, end)]
        return Graph.load(
            self.nodes, ends, bytes(flow for *_ends, flow in self.links), bytes(self.gates), self.sources
        )


@st.composite
def networks(draw: st.DrawFn) -> Drawn:
    nodes = draw(st.integers(2, 12))
    flows = st.sampled_from([Flow.BOTH] * 6 + [Flow.FORWARD, Flow.NONE])
    link = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1), flows).filter(
        lambda drawn: drawn[0] != drawn[1]
    )
    links = tuple(draw(st.lists(link, min_size=1, max_size=22)))
    gate = st.sampled_from([Gate.FREE] * 4 + [Gate.WORKING] * 3 + [Gate.STUCK, Gate.CLOSED])
    gates = tuple(draw(st.lists(gate, min_size=2 * len(links), max_size=2 * len(links))))
    sources = draw(st.frozensets(st.integers(0, nodes - 1), max_size=3))
    return Drawn(nodes, links, gates, sources)


def flows_of(drawn: Drawn, shut: set[Gate], ends_shut: set[int] = frozenset()) -> nx.DiGraph:  # type: ignore[assignment] # a frozenset is an empty set here
    """Return the ways of water between nodes and links, ends with such gates shut."""
    ways = nx.DiGraph()
    ways.add_nodes_from(("node", node) for node in range(drawn.nodes))
    for link, (start, end, flow) in enumerate(drawn.links):
        ways.add_node(("link", link))
        for side, node in enumerate((start, end)):
            number = 2 * link + side
            if drawn.gates[number] in shut or number in ends_shut:
                continue
            if flow == Flow.BOTH or (flow == Flow.FORWARD and side == 0):
                ways.add_edge(("node", node), ("link", link))
            if flow == Flow.BOTH or (flow == Flow.FORWARD and side == 1):
                ways.add_edge(("link", link), ("node", node))
    return ways


def watered(ways: nx.DiGraph, sources: set[Vertex]) -> set[Vertex]:
    found: set[Vertex] = set()
    for source in sources:
        if source in ways:
            found |= {source} | nx.descendants(ways, source)
    return found


def expect(
    drawn: Drawn, spot: Vertex, stuck: set[int]
) -> tuple[set[Vertex], set[Vertex], set[int], set[int]]:
    """Return what is drained, what is dry behind, valves to close and needless ones, by the definitions themselves."""
    gates = tuple(
        Gate.STUCK if end in stuck and gate == Gate.WORKING else gate for end, gate in enumerate(drawn.gates)
    )
    drawn = Drawn(drawn.nodes, drawn.links, gates, drawn.sources)
    sources: set[Vertex] = {("node", node) for node in drawn.sources}
    held = flows_of(drawn, {Gate.WORKING, Gate.CLOSED})
    drained = {spot} | nx.ancestors(held, spot)
    openly = flows_of(drawn, {Gate.CLOSED})
    border: set[int] = set()
    for end, gate in enumerate(drawn.gates):
        node = drawn.links[end >> 1][end & 1]
        sides = {("link", end >> 1), ("node", node)}
        inside = sides & drained
        if gate == Gate.WORKING and len(inside) == 1:
            (outside,) = sides - inside
            if openly.has_edge(outside, *inside):
                border.add(end)
    before = watered(openly, sources)
    closed = flows_of(drawn, {Gate.CLOSED}, border)
    closed.remove_nodes_from(drained)
    after = watered(closed, sources)
    needed = set()
    for end in border:
        node = drawn.links[end >> 1][end & 1]
        (outside,) = {("link", end >> 1), ("node", node)} - drained
        if outside in after:
            needed.add(end)
    return drained, before - after - drained, needed, border - needed


def parts(found: Isolation) -> tuple[set[Vertex], set[Vertex], set[int], set[int]]:
    drained: set[Vertex] = {("node", node) for node in found.drained_nodes} | {
        ("link", link) for link in found.drained_links
    }
    dry: set[Vertex] = {("node", node) for node in found.dry_nodes} | {
        ("link", link) for link in found.dry_links
    }
    return drained, dry, set(found.to_close), set(found.needless)


@settings(max_examples=150, deadline=None)
@given(drawn=networks(), data=st.data())
def test_isolation_is_what_its_definition_says(drawn: Drawn, data: st.DataObject) -> None:
    graph = drawn.graph()
    working = [end for end, gate in enumerate(drawn.gates) if gate == Gate.WORKING]
    for _turn in range(3):
        link = data.draw(st.integers(0, len(drawn.links) - 1))
        stuck = set(data.draw(st.lists(st.sampled_from(working), max_size=2))) if working else set()
        if drawn.links[link][2] != Flow.NONE:
            assert parts(isolate(graph, links=[link], stuck=stuck)) == expect(drawn, ("link", link), stuck)
        node = data.draw(st.integers(0, drawn.nodes - 1))
        assert parts(isolate(graph, nodes=[node], stuck=stuck)) == expect(drawn, ("node", node), stuck)


@settings(max_examples=80, deadline=None)
@given(drawn=networks(), other=networks(), data=st.data())
def test_a_patched_graph_answers_as_one_built_afresh(drawn: Drawn, other: Drawn, data: st.DataObject) -> None:
    graph = drawn.graph()
    nodes, links = drawn.nodes, list(drawn.links)
    gates, sources = list(drawn.gates), set(drawn.sources)
    for _turn in range(data.draw(st.integers(1, 6))):
        act = data.draw(st.sampled_from(["link", "node", "move", "remove", "gate", "flow", "source"]))
        link = data.draw(st.integers(0, len(links) - 1))
        node = data.draw(st.integers(0, nodes - 1))
        if act == "node":
            graph.add_node()
            nodes += 1
        elif act == "link":
            start, end, flow = data.draw(st.sampled_from(other.links))
            start, end = start % nodes, end % nodes
            if start != end:
                assert graph.add_link(start, end, flow) == len(links)
                links.append((start, end, flow))
                gates += [Gate.FREE, Gate.FREE]
        elif act == "move" and node not in links[link][:2] and links[link][2] != Flow.NONE:
            graph.move_end(2 * link, node)
            links[link] = (node, links[link][1], links[link][2])
        elif act == "remove" and links[link][2] != Flow.NONE:
            graph.remove_link(link)
            links[link] = (links[link][0], links[link][1], Flow.NONE)
            gates[2 * link : 2 * link + 2] = [Gate.CLOSED, Gate.CLOSED]
        elif act == "gate" and links[link][2] != Flow.NONE:
            gates[2 * link] = graph.gates[2 * link] = data.draw(st.sampled_from(Gate))
        elif act == "flow" and links[link][2] != Flow.NONE:
            flow = data.draw(st.sampled_from([Flow.BOTH, Flow.FORWARD]))
            graph.flows[link] = flow
            links[link] = (*links[link][:2], flow)
        elif act == "source":
            graph.set_source(node, node not in sources)
            sources ^= {node}
        now = Drawn(nodes, tuple(links), tuple(gates), frozenset(sources))
        spot = data.draw(st.integers(0, nodes - 1))
        assert parts(isolate(graph, nodes=[spot])) == expect(now, ("node", spot), set())


def test_a_graph_whose_lists_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="a gate an end"):
        Graph.load(2, [0, 1], bytes([0]), bytes([0]), [])
