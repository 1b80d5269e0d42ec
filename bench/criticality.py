"""What every segment's loss costs and every valve's failure adds, for a whole network at once, from arrays to arrays.

"criticality" is a town of streets with dead ends, "criticality-dense" hardly lacks a street, "criticality-sparse" has
so few that much of it hangs on one pipe. "segments-bwsn" is all segments of BWSN_Network_2 beside WNTR's
valve_segments; "criticality-bwsn" is the rest as well, which WNTR has not, beside the same.
"""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import wntr

from bench.criticality_network import made_network
from bench.isolation_peers import DATA, NETWORK
from bench.report import Row, seconds, tell
from network.domain.criticality import find_criticality
from network.domain.graph import Flow, Gate
from network.domain.units import Network, Sums, build_units

SIZE = 1_000_000
MOST_SECONDS, LEAST_SEGMENT_RATIO = 10.0, 100.0
#: Of the grid's links: missing ones, and dead ends in addition.
SHAPES = {"criticality": (0.12, 0.15), "criticality-dense": (0.0, 0.02), "criticality-sparse": (0.42, 0.2)}


def measure(size: int) -> Iterator[Row]:
    """Yield the rows, in seconds."""
    for name, (missing, dead_ends) in SHAPES.items():
        network = made_network(size, missing=missing, dead_ends=dead_ends)
        found = find_criticality(network, _weights(size))
        tell(
            f"{name}: {len(found.drained)} segments, {len(found.valves)} valves, "
            f"something dry behind {int((found.dry[:, 3] > 0).sum())}, at most {int(found.dry[:, 3].max())} pipes"
        )
        del found
        taken = min(seconds(partial(find_criticality, network, _weights(size))) for _turn in range(2))
        yield Row(name, size, taken, None, None, None, None, "s", taken <= MOST_SECONDS)
    yield from _beside_wntr()


def _weights(links: int) -> Sums:
    """Return connections, people, metres and pipes of each link."""
    number = np.arange(links)
    return np.stack([number % 3, number % 7, np.full(links, 60), np.ones(links)], axis=1).astype(float)


def _beside_wntr() -> Iterator[Row]:
    path = next(iter(sorted(DATA.glob(f"{NETWORK}*"))), None)
    if path is None:
        tell(f"  {NETWORK} is not in {DATA}: HYDRIA_SHARED_DATA names the folder above")
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / f"{NETWORK}.inp"
        plain.write_bytes(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        model = wntr.network.WaterNetworkModel(str(plain))
    valves = wntr.network.generate_valve_layer(model, "random", model.num_pipes // 2, seed=7)
    wires = model.to_graph()
    theirs = seconds(lambda: wntr.metrics.valve_segments(wires, valves))
    network = _arrays(model, valves)
    links = len(network.flows)
    mine = min(seconds(lambda: build_units(network)) for _turn in range(5))
    yield _peer_row("segments-bwsn", links, mine, theirs)
    whole = min(seconds(lambda: find_criticality(network, _weights(links))) for _turn in range(3))
    yield _peer_row("criticality-bwsn", links, whole, theirs)


def _peer_row(name: str, links: int, mine: float, theirs: float) -> Row:
    ratio = theirs / mine
    return Row(name, links, mine, None, None, theirs, ratio, "s", ratio >= LEAST_SEGMENT_RATIO)


def _arrays(model: Any, valves: Any) -> Network:
    """Return WNTR's model with its valve layer as arrays."""
    nodes = {name: number for number, name in enumerate(model.node_name_list)}
    links = {name: number for number, name in enumerate(model.link_name_list)}
    ends = np.array(
        [nodes[end] for _name, link in model.links() for end in (link.start_node_name, link.end_node_name)]
    )
    gates = np.full(len(ends), Gate.FREE, np.uint8)
    for valve in valves.itertuples():
        end = 2 * links[valve.link]
        gates[end + (ends[end] != nodes[valve.node])] = Gate.WORKING
    sources = [nodes[name] for name in [*model.reservoir_name_list, *model.tank_name_list]]
    return Network(len(nodes), ends, np.full(len(links), Flow.BOTH, np.uint8), gates, np.array(sources))
