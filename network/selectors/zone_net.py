"""The network as floods of zones see it, with the keys of what stands in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.choices import Lifecycle, NodeKind, ValveKind, ZoneKind
from network.domain.graph import Flow
from network.domain.keyed_graph import PIPE, PUMP, VALVE
from network.domain.zones import Flags, Inlet, Numbers, Pipework
from network.models import Node, Valve, ZoneInlet
from network.selectors.graph import current_graph

#: Valves that part two pressures.
PRESSURE_KINDS = (ValveKind.PRV, ValveKind.PSV, ValveKind.PBV)


@dataclass(frozen=True)
class InletRow:
    """An inlet as it is written: zone, node, pipe; `turn` is its place among those that stand in the network."""

    zone_id: int
    node_id: int
    pipe_id: int
    turn: int | None


@dataclass(frozen=True)
class ZoneNet:
    """A network with the borders of one kind of zones."""

    pipework: Pipework
    flows: NDArray[np.uint8]
    lengths: NDArray[np.float64]
    node_ids: Numbers
    link_kinds: Numbers
    link_ids: Numbers
    valve_ids: Numbers  # of the shut-off valve at each end, or 0
    sources: Flags  # of nodes
    meters: Flags  # of nodes
    inlets: tuple[Inlet, ...]
    rows: tuple[InletRow, ...]

    def pipes(self, links: Numbers) -> Numbers:
        """Return the keys of those of the links that are pipes, in order."""
        found: Numbers = np.sort(self.link_ids[links[self.link_kinds[links] == PIPE]])
        return found

    def numbers(self, node_ids: Numbers) -> Numbers:
        """Return the numbers of nodes that are in the network."""
        order = np.argsort(self.node_ids, kind="stable")
        places = np.searchsorted(self.node_ids, node_ids, side="right", sorter=order) - 1
        numbers: Numbers = order[np.maximum(places, 0)]
        known: Numbers = numbers[self.node_ids[numbers] == node_ids]
        return known


def load_zone_net(kind: ZoneKind) -> ZoneNet:
    """Return the network with the borders of zones of the kind, as the current transaction sees it."""
    rows = list(
        ZoneInlet.objects.filter(zone__kind=kind).order_by("pk").values_list("zone_id", "node_id", "pipe_id")
    )
    in_service = Node.objects.filter(lifecycle=Lifecycle.IN_SERVICE)
    meter_ids = _ids(in_service.filter(kind=NodeKind.FLOW_METER).values_list("pk", flat=True))
    border_ids = _ids(Valve.objects.filter(kind__in=PRESSURE_KINDS).values_list("pk", flat=True))
    with current_graph() as keyed:
        graph = keyed.graph
        ends, gates = np.array(graph.ends, np.int64), np.array(graph.gates, np.uint8)
        flows, lengths = np.array(graph.flows, np.uint8), np.array(graph.lengths, np.float64)
        node_ids, (link_kinds, link_ids) = keyed.node_keys(), keyed.link_keys()
        valve_ids = np.array(keyed.valve_at, np.int64)
        sources = np.zeros(len(node_ids), bool)
        sources[list(graph.sources)] = True
        numbered = [(zone, keyed.node(node), keyed.link(PIPE, pipe)) for zone, node, pipe in rows]
    meters, stops = np.isin(node_ids, meter_ids), sources.copy()
    if kind == ZoneKind.DMA:
        stops |= meters
    is_open = flows != Flow.NONE
    if kind == ZoneKind.PRESSURE:
        is_open &= (link_kinds != PUMP) & ~((link_kinds == VALVE) & np.isin(link_ids, border_ids))
    inlets: list[Inlet] = []
    told: list[InletRow] = []
    for (zone, node_id, pipe_id), (_zone, node, link) in zip(rows, numbered, strict=True):
        end = _end_at(ends, node, link)
        told.append(InletRow(zone, node_id, pipe_id, None if end is None else len(inlets)))
        if end is not None:
            inlets.append(Inlet(zone, end))
            stops[ends[end]] = True
    pipework = Pipework(ends, gates, is_open, stops)
    return ZoneNet(
        pipework, flows, lengths, node_ids, link_kinds, link_ids, valve_ids, sources, meters, tuple(inlets),
        tuple(told),
    )  # fmt: skip


def _ids(rows: object) -> Numbers:
    return np.array(list(rows), np.int64)  # type: ignore[call-overload]  # a list of keys from the database


def _end_at(ends: Numbers, node: int | None, link: int | None) -> int | None:
    """Return the end of a link that stands at a node, or None."""
    if node is None or link is None:
        return None
    for end in (2 * link, 2 * link + 1):
        if ends[end] == node:
            return end
    return None
