"""Criticality of real networks with valve layers made by WNTR: against isolation of each, and WNTR's segments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import wntr

from network.domain.criticality import find_criticality
from network.domain.graph import Flow, Gate
from tests.network.domain.test_criticality import assert_equals_isolation, network_of
from tests.network.domain.test_isolation_networks import graph_of, read


@pytest.mark.parametrize("name", ["Net3", "ky4", "ky10"])
def test_segments_and_valves_of_a_network(name: str, tmp_path: Path) -> None:
    model = read(name, tmp_path)
    valves = wntr.network.generate_valve_layer(model, "random", model.num_pipes // 2, seed=11)
    node_segments, link_segments, sizes = wntr.metrics.valve_segments(model.to_graph(), valves)
    graph = graph_of(model, valves)
    lengths = [getattr(link, "length", 0.0) for _name, link in model.links()]
    weights = np.array([lengths, np.ones(len(lengths))]).T
    as_arrays = (graph.node_count, list(graph.ends))
    plain = network_of(*as_arrays, bytes(graph.flows), bytes(graph.gates), sorted(graph.sources))
    found = find_criticality(plain, weights)
    ours = [*found.segment_of_node.tolist(), *found.segment_of_link.tolist()]
    theirs = [
        *(node_segments[node] for node in model.node_name_list),
        *(link_segments[link] for link in model.link_name_list),
    ]
    assert len(found.drained) == len(sizes) == len(set(zip(ours, theirs, strict=True)))
    every = max(1, len(found.valves) // 150)
    assert_equals_isolation(plain, weights, found, range(0, len(found.valves), every))

    # The same with what WNTR's segments do not know: pumps and valves one way, some valves stuck, some closed.
    flows = [
        Flow.FORWARD
        if link.link_type in ("Pump", "Valve") or getattr(link, "check_valve", False)
        else Flow.BOTH
        for _name, link in model.links()
    ]
    gates = bytearray(graph.gates)
    for number, end in enumerate(end for end, gate in enumerate(gates) if gate == Gate.WORKING):
        gates[end] = {0: Gate.STUCK, 1: Gate.CLOSED}.get(number % 17, Gate.WORKING)
    real = network_of(*as_arrays, bytes(flows), bytes(gates), sorted(graph.sources))
    found = find_criticality(real, weights)
    assert_equals_isolation(real, weights, found, range(0, len(found.valves), every))
