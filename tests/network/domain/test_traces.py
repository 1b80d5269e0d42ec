"""Walks, shortest ways and reopenings against plain networkx and against the isolation itself, on random networks."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.domain.graph import Flow, Gate
from network.domain.isolation import isolate
from network.domain.reopening import Walks, find_reopenings
from network.domain.traces import Traced, Way, reach, shortest_way
from tests.network.domain.test_isolation import Drawn, Vertex, flows_of, networks


def vertices(found: Traced) -> set[Vertex]:
    return {("node", node) for node in found.nodes} | {("link", link) for link in found.links}


def ways_of(drawn: Drawn, way: Way) -> nx.DiGraph:
    """Return where a walk may go, closed gates and links left out."""
    ways = flows_of(drawn, {Gate.CLOSED})
    if way is Way.ANY:
        ways.add_edges_from([(head, tail) for tail, head in ways.edges])
        # A link that water enters at one end only is walked through both.
        for link, (start, end, flow) in enumerate(drawn.links):
            for side, node in enumerate((start, end)):
                if flow != Flow.NONE and drawn.gates[2 * link + side] != Gate.CLOSED:
                    ways.add_edges_from([(("node", node), ("link", link)), (("link", link), ("node", node))])
    return ways.reverse() if way is Way.AGAINST else ways


@settings(max_examples=150, deadline=None)
@given(drawn=networks(), way=st.sampled_from(Way), data=st.data())
def test_a_walk_comes_to_what_networkx_says(drawn: Drawn, way: Way, data: st.DataObject) -> None:
    node = data.draw(st.integers(0, drawn.nodes - 1))
    link = data.draw(st.integers(0, len(drawn.links) - 1))
    ways = ways_of(drawn, way)
    from_node = reach(drawn.graph(), nodes=[node], links=[], way=way)
    assert vertices(from_node) == {("node", node)} | nx.descendants(ways, ("node", node))
    from_link = reach(drawn.graph(), nodes=[], links=[link], way=way)
    assert vertices(from_link) == {("link", link)} | nx.descendants(ways, ("link", link))


@settings(max_examples=100, deadline=None)
@given(drawn=networks(), data=st.data())
def test_flows_give_every_link_one_way(drawn: Drawn, data: st.DataObject) -> None:
    signs = data.draw(
        st.lists(st.sampled_from([-1.0, 0.0, 2.0]), min_size=len(drawn.links), max_size=len(drawn.links))
    )
    node = data.draw(st.integers(0, drawn.nodes - 1))
    ways = nx.DiGraph()
    ways.add_nodes_from(("node", number) for number in range(drawn.nodes))
    for link, (start, end, flow) in enumerate(drawn.links):
        ways.add_node(("link", link))
        sides = [(start, 2 * link), (end, 2 * link + 1)]
        if flow == Flow.NONE or signs[link] == 0:
            continue
        (tail, into), (head, out) = sides if signs[link] > 0 else sides[::-1]
        if drawn.gates[into] != Gate.CLOSED:
            ways.add_edge(("node", tail), ("link", link))
        if drawn.gates[out] != Gate.CLOSED:
            ways.add_edge(("link", link), ("node", head))
    flows = dict(enumerate(signs))
    found = reach(drawn.graph(), nodes=[node], links=[], way=Way.WITH, flows=flows)
    assert vertices(found) == {("node", node)} | nx.descendants(ways, ("node", node))


@settings(max_examples=150, deadline=None)
@given(drawn=networks(), way=st.sampled_from(Way), data=st.data())
def test_the_shortest_way_is_as_long_as_networkx_says(drawn: Drawn, way: Way, data: st.DataObject) -> None:
    count = len(drawn.links)
    metres = data.draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    start, goal = data.draw(st.tuples(*[st.integers(0, drawn.nodes - 1)] * 2))
    graph = drawn.graph()
    for link, length in enumerate(metres):
        graph.lengths[link] = length
    ways = ways_of(drawn, way)
    for tail, head in ways.edges:
        ways.edges[tail, head]["metres"] = metres[head[1]] if head[0] == "link" else 0
    try:
        expected = nx.shortest_path_length(ways, ("node", start), ("node", goal), "metres")
    except nx.NetworkXNoPath:
        expected = None
    found = shortest_way(
        graph, start_nodes=[start], start_links={}, goal_nodes=[goal], goal_links={}, way=way
    )
    assert (None if found is None else sum(metres[link] for link in found.links)) == expected
    if found is not None:
        assert (found.nodes[0], found.nodes[-1]) == (start, goal)
        for link, (one, other) in zip(
            found.links, zip(found.nodes, found.nodes[1:], strict=False), strict=True
        ):
            assert {one, other} == set(drawn.links[link][:2])


def test_ways_from_and_to_places_on_links_count_what_is_walked() -> None:
    drawn = Drawn(
        4,
        ((0, 1, Flow.BOTH), (1, 2, Flow.BOTH), (0, 3, Flow.BOTH), (3, 2, Flow.BOTH)),
        (Gate.FREE,) * 8,
        frozenset(),
    )
    graph = drawn.graph()
    for link, metres in enumerate((10, 10, 14, 1)):
        graph.lengths[link] = metres

    def way(start: float, goal: float) -> tuple[int, ...]:
        found = shortest_way(
            graph, start_nodes=[], start_links={0: start}, goal_nodes=[], goal_links={1: goal}, way=Way.ANY
        )
        assert found is not None
        return found.links

    assert way(0.5, 0.5) == (0, 1)
    assert way(0.1, 0.9) == (0, 2, 3, 1)
    same = shortest_way(
        graph, start_nodes=[], start_links={0: 0.1}, goal_nodes=[], goal_links={0: 0.9}, way=Way.ANY
    )
    assert same == Traced((), (0,))


@settings(max_examples=500, deadline=None)
@given(drawn=networks(), data=st.data())
def test_a_reopening_saves_what_is_no_longer_dry_when_the_valve_is_open(
    drawn: Drawn, data: st.DataObject
) -> None:
    link = data.draw(st.integers(0, len(drawn.links) - 1))
    graph = drawn.graph()
    found = isolate(graph, links=[link])
    told = {one.end: (one.nodes, one.links) for one in find_reopenings(graph, found)}
    expected = {}
    for end, gate in enumerate(drawn.gates):
        if gate != Gate.CLOSED:
            continue
        graph.gates[end] = Gate.STUCK
        after = isolate(graph, links=[link])
        graph.gates[end] = Gate.CLOSED
        same_cut = (after.drained_nodes, after.drained_links) == (found.drained_nodes, found.drained_links)
        saved = (found.dry_nodes - after.dry_nodes, found.dry_links - after.dry_links)
        if same_cut and any(saved):
            expected[end] = saved
    assert told == expected


def test_the_way_to_a_valve_is_measured_along_drained_pipes() -> None:
    """A crew at the middle of link 0 (100 m): its own end, then along link 1 (30 m)."""
    gates = (Gate.FREE, Gate.WORKING, Gate.FREE, Gate.WORKING)
    drawn = Drawn(3, ((0, 1, Flow.BOTH), (0, 2, Flow.BOTH)), gates, frozenset({1, 2}))
    graph = drawn.graph()
    graph.lengths[0], graph.lengths[1] = 100, 30
    found = isolate(graph, links=[0])
    walks = Walks(graph, found, nodes=[], links={0: 0.4})
    assert [walks.to_end(end) for end in found.to_close] == [pytest.approx(60), pytest.approx(70)]
