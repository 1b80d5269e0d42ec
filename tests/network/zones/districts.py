"""Two districts on one line, as the drawing of docs/algorithms/zones.md has them."""

from __future__ import annotations

from dataclasses import dataclass

from network.choices import NodeKind, ValveState, ZoneKind
from network.models import Node, Pipe, ShutoffValve, Zone, ZoneInlet
from tests.factories.network import make_node, make_pipe, make_shutoff, make_system, make_zone, square


@dataclass(frozen=True)
class Districts:
    """R --p1-- M --p2-- A --p3-- B --p4(v at B)-- C --p5-- D --p6-- N --p7-- S, 100 m each, from x = 0 at y = 0."""

    nodes: dict[str, Node]
    pipes: dict[str, Pipe]
    valve: ShutoffValve
    west: Zone
    east: Zone


def build(kind: ZoneKind) -> Districts:
    system = make_system()
    kinds = {
        "R": NodeKind.RESERVOIR,
        "S": NodeKind.RESERVOIR,
        "M": NodeKind.FLOW_METER,
        "N": NodeKind.FLOW_METER,
    }
    nodes = {
        code: make_node(system, code, 100 * place, 0, kind=kinds.get(code, NodeKind.JUNCTION))
        for place, code in enumerate("RMABCDNS")
    }
    pipes = {
        f"p{number}": make_pipe(f"p{number}", nodes[start], nodes[end])
        for number, (start, end) in enumerate(zip("RMABCDN", "MABCDNS", strict=True), 1)
    }
    valve = make_shutoff("v", pipes["p4"], offset_m=10, state=ValveState.CLOSED)
    west = make_zone("Δ1", "Δυτικά", square(95, -20, 310, 20), kind=kind)
    east = make_zone("Δ2", "Ανατολικά", square(310, -20, 605, 20), kind=kind)
    ZoneInlet.objects.create(zone=west, node=nodes["M"], pipe=pipes["p2"])
    ZoneInlet.objects.create(zone=east, node=nodes["N"], pipe=pipes["p6"])
    return Districts(nodes, pipes, valve, west, east)
