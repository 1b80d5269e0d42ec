"""Floods of zones against an independent reference: plain networkx, one walk a question."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.domain.graph import Flow, Gate
from network.domain.zones import (
    NO_PART,
    Inlet,
    Pipework,
    find_borders,
    find_bypasses,
    find_parts,
    find_supplied,
    flood_zones,
)


@dataclass(frozen=True)
class Drawn:
    """A network as hypothesis draws it."""

    nodes: int
    links: tuple[tuple[int, int], ...]
    gates: tuple[Gate, ...]
    flows: tuple[Flow, ...]
    meters: frozenset[int]
    inlets: tuple[Inlet, ...]

    @property
    def ends(self) -> list[int]:
        return [node for link in self.links for node in link]

    @property
    def stops(self) -> set[int]:
        return set(self.meters) | {self.ends[inlet.end] for inlet in self.inlets}

    def pipework(self) -> Pipework:
        stops = np.zeros(self.nodes, bool)
        stops[list(self.stops)] = True
        is_open = np.array([flow != Flow.NONE for flow in self.flows])
        return Pipework(
            np.array(self.ends, np.int64), np.array(self.gates, np.uint8), is_open, stops
        )  # fmt: skip

    def walks(self) -> nx.Graph:
        """Return what floods walk: links and the nodes that are no border."""
        ways = nx.Graph()
        for link, nodes in enumerate(self.links):
            if self.flows[link] == Flow.NONE:
                continue
            ways.add_node(("link", link))
            for side, node in enumerate(nodes):
                if self.gates[2 * link + side] != Gate.CLOSED and node not in self.stops:
                    ways.add_edge(("link", link), ("node", node))
        return ways


@st.composite
def networks(draw: st.DrawFn) -> Drawn:
    nodes = draw(st.integers(2, 12))
    link = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)).filter(
        lambda ends: ends[0] != ends[1]
    )
    links = tuple(draw(st.lists(link, min_size=1, max_size=20)))
    gate = st.sampled_from([Gate.FREE] * 3 + [Gate.WORKING, Gate.STUCK, Gate.CLOSED])
    gates = tuple(draw(st.lists(gate, min_size=2 * len(links), max_size=2 * len(links))))
    flow = st.sampled_from([Flow.BOTH] * 5 + [Flow.FORWARD, Flow.NONE])
    flows = tuple(draw(st.lists(flow, min_size=len(links), max_size=len(links))))
    meters = draw(st.frozensets(st.integers(0, nodes - 1), max_size=3))
    inlet = st.builds(Inlet, st.integers(0, 2), st.integers(0, 2 * len(links) - 1))
    inlets = tuple(draw(st.lists(inlet, min_size=1, max_size=4, unique=True)))
    return Drawn(nodes, links, gates, flows, meters, inlets)


def flooded(drawn: Drawn) -> dict[int, set[int]]:
    """Return the links of each zone, by a walk from each inlet."""
    ways = drawn.walks()
    found: dict[int, set[int]] = {inlet.zone: set() for inlet in drawn.inlets}
    for inlet in drawn.inlets:
        first = ("link", inlet.end >> 1)
        if first in ways:
            walked = nx.node_connected_component(ways, first)
            found[inlet.zone] |= {number for kind, number in walked if kind == "link"}
    return found


@settings(max_examples=400, deadline=None)
@given(networks())
def test_zones_hold_what_a_walk_from_their_inlets_finds(drawn: Drawn) -> None:
    members = flood_zones(find_parts(drawn.pipework()), drawn.inlets)
    expected = flooded(drawn)
    assert {zone: set(links.tolist()) for zone, links in members.links.items()} == expected
    together = {
        (one, other)
        for one in expected
        for other in expected
        if one < other and expected[one] & expected[other]
    }
    assert together == {
        (one, other) for zones in members.shared.values() for one in zones for other in zones if one < other
    }


@settings(max_examples=300, deadline=None)
@given(networks())
def test_a_meter_is_passed_when_the_zone_stands_on_both_its_sides(drawn: Drawn) -> None:
    pipework = drawn.pipework()
    parts = find_parts(pipework)
    members = flood_zones(parts, drawn.inlets)
    zones = flooded(drawn)
    expected = []
    for turn, inlet in enumerate(drawn.inlets):
        others = [
            end
            for end, node in enumerate(drawn.ends)
            if node == drawn.ends[inlet.end]
            and end != inlet.end
            and Inlet(inlet.zone, end) not in drawn.inlets
        ]
        if any(drawn.gates[end] != Gate.CLOSED and end >> 1 in zones[inlet.zone] for end in others):
            expected.append(turn)
    assert find_bypasses(pipework, parts, members, drawn.inlets) == expected


@settings(max_examples=300, deadline=None)
@given(networks(), st.integers(0, 11))
def test_water_of_a_source_reaches_what_a_walk_with_the_flow_reaches(drawn: Drawn, source: int) -> None:
    source %= drawn.nodes
    ways = nx.DiGraph()
    ways.add_node(("node", source))
    for link, nodes in enumerate(drawn.links):
        flow = drawn.flows[link]
        for side, node in enumerate(nodes):
            if drawn.gates[2 * link + side] == Gate.CLOSED:
                continue
            may_go = node == source or node not in drawn.meters
            if may_go and (flow == Flow.BOTH or (flow == Flow.FORWARD and side == 0)):
                ways.add_edge(("node", node), ("link", link))
            if flow == Flow.BOTH or (flow == Flow.FORWARD and side == 1):
                ways.add_edge(("link", link), ("node", node))
    walked = {("node", source)} | nx.descendants(ways, ("node", source))
    others = np.zeros(drawn.nodes, bool)
    others[[node for node in drawn.meters if node != source]] = True
    nodes_found, links_found = find_supplied(
        np.array(drawn.ends, np.int64), np.array(drawn.flows, np.uint8), np.array(drawn.gates, np.uint8), source,
        others,
    )  # fmt: skip
    assert set(nodes_found.tolist()) == {number for kind, number in walked if kind == "node"}
    assert set(np.flatnonzero(links_found).tolist()) == {number for kind, number in walked if kind == "link"}


@settings(max_examples=200, deadline=None)
@given(networks())
def test_cutting_the_borders_of_two_labels_parts_them(drawn: Drawn) -> None:
    pipework = drawn.pipework()
    parts = find_parts(pipework)
    joints = np.flatnonzero(parts.of_node != NO_PART)
    part = parts.of_node[joints[0]] if len(joints) else NO_PART
    nodes = np.flatnonzero(parts.of_node == part).tolist() if part != NO_PART else []
    if len(nodes) < 2:
        return
    label = np.full(drawn.nodes, -1)
    label[nodes[0]], label[nodes[-1]] = 0, 1
    links = np.flatnonzero(parts.of_link == part)
    borders = {border.link for border in find_borders(pipework, links, label, np.ones(len(drawn.links)))}
    ways = drawn.walks()
    assert nx.has_path(ways, ("node", nodes[0]), ("node", nodes[-1]))
    ways.remove_nodes_from([("link", link) for link in borders])
    assert not nx.has_path(ways, ("node", nodes[0]), ("node", nodes[-1]))


def test_an_inlet_into_a_closed_pipe_feeds_nothing() -> None:
    drawn = Drawn(2, ((0, 1),), (Gate.FREE,) * 2, (Flow.NONE,), frozenset(), (Inlet(7, 0),))
    members = flood_zones(find_parts(drawn.pipework()), drawn.inlets)
    assert members.links[7].tolist() == []
    assert members.parts[7] == ()


@pytest.mark.parametrize("meters", [{1}, {0, 1}])
def test_a_pipe_between_two_meters_is_a_part_by_itself(meters: set[int]) -> None:
    drawn = Drawn(
        3, ((0, 1), (1, 2)), (Gate.FREE,) * 4, (Flow.BOTH,) * 2, frozenset(meters), (Inlet(1, 0), Inlet(2, 2))
    )  # fmt: skip
    members = flood_zones(find_parts(drawn.pipework()), drawn.inlets)
    assert [members.links[zone].tolist() for zone in (1, 2)] == [[0], [1]]
    assert not members.shared
