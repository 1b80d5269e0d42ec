"""What the isolation benchmark is held against: a recursive walk in SQL, pgRouting, and WNTR's valve segments."""

from __future__ import annotations

import gzip
import os
import tempfile
from array import array
from collections import deque
from pathlib import Path

import wntr
from django.db import DatabaseError, connection, transaction

from bench.report import seconds, tell
from network.domain.graph import Flow, Gate, Graph

_WALK = Path(__file__).with_suffix(".sql").read_text()
DATA = Path(os.environ.get("HYDRIA_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data")) / "networks"
NETWORK = "BWSN_Network_2"
#: pgRouting reads all edges for each question; pipes with a working or closed valve are left out, as if they were shut.
_EDGES = (
    "SELECT p.id, p.start_node_id AS source, p.end_node_id AS target, p.length_m AS cost FROM network_pipe AS p "
    "WHERE p.status = ''open'' AND NOT EXISTS (SELECT FROM network_shutoffvalve AS v WHERE v.pipe_id = p.id "
    "AND (v.state = ''closed'' OR v.condition = ''working''))"
)


def walk_in_sql(pipe_id: int) -> float:
    """Return how long (ms) the recursive walk takes that finds what is drained, and nothing else."""
    with connection.cursor() as cursor:
        return 1000 * seconds(lambda: cursor.execute(_WALK, {"pipe": pipe_id}) or cursor.fetchone())


def walk_in_pgrouting(pipe_id: int) -> float | None:
    """Return how long (ms) pgRouting takes to flood from a pipe's node to the valves, or None without pgRouting."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pgrouting")
    except DatabaseError:
        return None
    statement = (
        f"SELECT count(*) FROM pgr_drivingDistance('{_EDGES}', "
        "(SELECT start_node_id FROM network_pipe WHERE id = %s), 1e9, false)"
    )
    with connection.cursor() as cursor:
        return 1000 * seconds(lambda: cursor.execute(statement, [pipe_id]) or cursor.fetchone())


def find_segments(graph: Graph) -> list[int]:
    """Return the segment of each node and link (links after nodes): what no valve tells apart."""
    nodes = graph.node_count
    segment = array("q", [-1]) * (nodes + graph.link_count)
    count = 0
    for first in range(len(segment)):
        if segment[first] >= 0:
            continue
        segment[first] = count
        queue = deque([first])
        while queue:
            at = queue.popleft()
            if at < nodes:
                ends = graph.ends_at(at)
                others = [nodes + (end >> 1) for end in ends if graph.gates[end] == Gate.FREE]
            else:
                ends = (2 * (at - nodes), 2 * (at - nodes) + 1)
                others = [graph.ends[end] for end in ends if graph.gates[end] == Gate.FREE]
            for other in others:
                if segment[other] < 0:
                    segment[other] = count
                    queue.append(other)
        count += 1
    return list(segment)


def compare_segments() -> tuple[int, float, float] | None:
    """Return links of BWSN_Network_2, and seconds for all its segments: ours and WNTR's; None without its file."""
    path = next(iter(sorted(DATA.glob(f"{NETWORK}*"))), None)
    if path is None:
        tell(f"  {NETWORK} is not in {DATA}: HYDRIA_SHARED_DATA names the folder above")
        return None
    with tempfile.TemporaryDirectory() as folder:
        if path.suffix == ".gz":
            plain = Path(folder) / f"{NETWORK}.inp"
            plain.write_bytes(gzip.decompress(path.read_bytes()))
            path = plain
        model = wntr.network.WaterNetworkModel(str(path))
    valves = wntr.network.generate_valve_layer(model, "random", model.num_pipes // 2, seed=7)
    wires = model.to_graph()
    theirs = seconds(lambda: wntr.metrics.valve_segments(wires, valves))
    nodes = {name: number for number, name in enumerate(model.node_name_list)}
    links = {name: number for number, name in enumerate(model.link_name_list)}
    ends: list[int] = []
    for _name, link in model.links():
        ends += [nodes[link.start_node_name], nodes[link.end_node_name]]
    gates = bytearray(len(ends))
    for valve in valves.itertuples():
        end = 2 * links[valve.link]
        gates[end + (ends[end] != nodes[valve.node])] = Gate.WORKING

    def ours() -> None:
        find_segments(Graph.load(len(nodes), ends, bytes([Flow.BOTH]) * len(links), bytes(gates), ()))

    return len(links), min(seconds(ours) for _turn in range(3)), theirs
