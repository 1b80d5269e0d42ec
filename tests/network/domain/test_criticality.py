"""The criticality of a whole network is what `isolate` answers for each segment and valve alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from network.domain.criticality import Criticality, find_criticality
from network.domain.graph import Flow, Gate, Graph
from network.domain.isolation import Isolation, isolate
from network.domain.units import Network, Sums


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw from trees with a few rings to dense meshes; check valves, stuck and closed ones, several sources."""
    nodes = draw(st.integers(2, 14))
    one_way = draw(st.sampled_from([0, 0, 1, 3]))
    flow = st.sampled_from([Flow.BOTH] * 6 + [Flow.FORWARD] * one_way + [Flow.NONE] * (one_way > 0))
    links = [(draw(st.integers(0, node - 1)), node) for node in range(1, nodes)]
    further = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1))
    links += draw(st.lists(further, max_size=nodes))
    links = [link if draw(st.booleans()) else link[::-1] for link in links]
    flows = [draw(flow) for _link in links]
    gate = st.sampled_from([Gate.FREE] * 3 + [Gate.WORKING] * 5 + [Gate.STUCK, Gate.CLOSED])
    gates = [draw(gate) for _end in range(2 * len(links))]
    sources = draw(st.lists(st.integers(0, nodes - 1), max_size=3, unique=True))
    return network_of(nodes, [node for link in links for node in link], bytes(flows), bytes(gates), sources)


def network_of(
    nodes: int, ends: Sequence[int], flows: bytes, gates: bytes, sources: Sequence[int]
) -> Network:
    return Network(
        nodes, np.array(ends, np.int64), np.frombuffer(flows, np.uint8), np.frombuffer(gates, np.uint8),
        np.array(sources, np.int64),
    )  # fmt: skip


def graph_of(network: Network) -> Graph:
    return Graph.load(
        network.nodes, network.ends.tolist(), network.flows.tobytes(), network.gates.tobytes(),
        network.sources.tolist(),
    )  # fmt: skip


def losses(found: Isolation, weights: Sums) -> tuple[Sums, Sums]:
    return weights[sorted(found.drained_links)].sum(axis=0), weights[sorted(found.dry_links)].sum(axis=0)


def assert_equals_isolation(
    network: Network, weights: Sums, found: Criticality, valves: Sequence[int] | None = None
) -> None:
    """Compare each segment, and each valve (or those at the places given), with isolation of its own."""
    graph = graph_of(network)
    wholes: dict[int, Sums] = {}
    for kind, segments in (("nodes", found.segment_of_node), ("links", found.segment_of_link)):
        for number, segment in enumerate(segments.tolist()):
            if segment in wholes:
                continue
            alone = isolate(graph, **{kind: [number]})
            drained, dry = losses(alone, weights)
            np.testing.assert_allclose(found.drained[segment], drained)
            np.testing.assert_allclose(found.dry[segment], dry, atol=1e-6)
            assert found.to_close[segment] == len(alone.to_close)
            wholes[segment] = drained + dry
    for place in range(len(found.valves)) if valves is None else valves:
        end = int(found.valves[place])
        cuts = []
        for spot in ({"links": [end >> 1]}, {"nodes": [int(network.ends[end])]}):
            whole = np.add(*losses(isolate(graph, stuck=[end], **spot), weights))
            added = whole - np.add(*losses(isolate(graph, **spot), weights))
            cuts.append((*added.tolist(), *whole.tolist()))
        np.testing.assert_allclose((*found.added[place], *found.total[place]), max(cuts), atol=1e-6)


def weights_of(links: int) -> Sums:
    """Return weights that tell apart what is summed: a link's own power of two, as far as they are exact."""
    return np.stack([2.0 ** (np.arange(links) % 50), np.arange(links) + 1.0], axis=1)


@settings(max_examples=400, deadline=None)
@given(network=networks())
def test_every_segment_and_valve_is_as_isolation_finds_it(network: Network) -> None:
    weights = weights_of(len(network.flows))
    assert_equals_isolation(network, weights, find_criticality(network, weights))
