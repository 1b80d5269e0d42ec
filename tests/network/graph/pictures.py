"""What a graph in memory holds, told by keys so that two can be compared."""

from __future__ import annotations

from django.db import connection

from network.domain.keyed_graph import KeyedGraph
from network.selectors.graph import current_graph
from network.sql.graph import read_rows

Picture = dict[str, object]


def picture(graph: KeyedGraph) -> Picture:
    """Return what a graph holds, by keys, whatever its numbers."""
    inner = graph.graph
    links = [link for link in range(inner.link_count) if inner.ends_at(inner.ends[2 * link]).count(2 * link)]
    nodes = [node for node in range(inner.node_count) if graph.node(graph.node_ids([node])[0]) == node]
    return {
        "links": {
            graph.link_of(link): (
                *graph.node_ids(inner.ends[2 * link : 2 * link + 2]), inner.flows[link],
                bytes(inner.gates[2 * link : 2 * link + 2]), graph.valve_at[2 * link : 2 * link + 2].tolist(),
                inner.lengths[link],
                graph.offsets[2 * link : 2 * link + 2].tolist(),
            )
            for link in links
        },
        "nodes": {
            graph.node_ids([node])[0]: sorted((*graph.link_of(end >> 1), end & 1) for end in inner.ends_at(node))
            for node in nodes
        },
        "sources": set(graph.node_ids(inner.sources)),
    }  # fmt: skip


def now() -> Picture:
    with current_graph() as graph:
        return picture(graph)


def afresh() -> Picture:
    """Return the picture of a graph that is loaded now, by the present transaction."""
    return picture(KeyedGraph(read_rows(connection)))
