"""Isolation of every pipe of real networks against WNTR's valve segments, which know neither sources nor direction."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest
import wntr

from network.domain.graph import Flow, Gate, Graph
from network.domain.isolation import isolate

DATA = Path(os.environ.get("HYDRIA_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data")) / "networks"
PACKAGED = Path(wntr.__file__).parent / "library" / "networks"
NETWORKS = {
    "Net3": PACKAGED / "Net3.inp",
    "ky4": PACKAGED / "ky4.inp",
    "ky10": PACKAGED / "ky10.inp",
    "PacificCity": DATA / "PacificCity_local.inp.gz",
    "CCWI17": DATA / "CCWI17-HermanMahmoud_local.inp.gz",
}


def read(name: str, folder: Path) -> wntr.network.WaterNetworkModel:
    path = NETWORKS[name]
    if not path.exists():
        pytest.skip(f"{path} is not here: HYDRIA_SHARED_DATA names its folder")
    if path.suffix == ".gz":
        plain = folder / f"{name}.inp"
        plain.write_bytes(gzip.decompress(path.read_bytes()))
        path = plain
    return wntr.network.WaterNetworkModel(str(path))


def graph_of(model: wntr.network.WaterNetworkModel, valves: Any) -> Graph:
    """Return the model's graph with a working valve where the layer has one, water free to go both ways."""
    nodes = {name: number for number, name in enumerate(model.node_name_list)}
    links = {name: number for number, name in enumerate(model.link_name_list)}
    ends: list[int] = []
    for _name, link in model.links():
        ends += [nodes[link.start_node_name], nodes[link.end_node_name]]
    gates = bytearray(len(ends))
    for valve in valves.itertuples():
        end = 2 * links[valve.link]
        gates[end + (ends[end] != nodes[valve.node])] = Gate.WORKING
    sources = [nodes[name] for name in [*model.reservoir_name_list, *model.tank_name_list]]
    return Graph.load(len(nodes), ends, bytes([Flow.BOTH]) * len(links), bytes(gates), sources)


@pytest.mark.parametrize("name", NETWORKS)
def test_every_link_drains_its_segment(name: str, tmp_path: Path) -> None:
    model = read(name, tmp_path)
    valves = wntr.network.generate_valve_layer(model, "random", model.num_pipes // 2, seed=7)
    node_segments, link_segments, _sizes = wntr.metrics.valve_segments(model.to_graph(), valves)
    graph = graph_of(model, valves)
    nodes, links = model.node_name_list, model.link_name_list
    members: dict[int, tuple[set[str], set[str]]] = {}
    for segments, side in ((node_segments, 0), (link_segments, 1)):
        for item, segment in segments.items():
            members.setdefault(segment, (set(), set()))[side].add(item)
    for number, link in enumerate(links):
        found = isolate(graph, links=[number])
        drained = (
            {nodes[node] for node in found.drained_nodes},
            {links[other] for other in found.drained_links},
        )
        assert drained == members[link_segments[link]], link
