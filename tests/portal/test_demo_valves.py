"""Shut-off valves of the demonstration: at crossings, the same every time, and the town keeps its water."""

from __future__ import annotations

from network.choices import NodeKind, TraceKind, ValveCondition, ValveState
from network.domain.answers import Spot
from network.models import Pipe, ShutoffValve, SupplySystem
from network.selectors.traces import trace_network
from portal.demo.valves import CLOSED, choose_valves, fit_valves
from tests.factories.network import make_node, make_pipe, make_system

SIDE = 8


def build_grid() -> SupplySystem:
    """Lay a town of straight streets with a reservoir at its corner."""
    system = make_system("grid", "Πλέγμα")
    nodes = {
        (east, north): make_node(system, f"n{east}{north}", east * 80, north * 80)
        for east in range(SIDE)
        for north in range(SIDE)
    }
    reservoir = make_node(system, "R", -80, 0, kind=NodeKind.RESERVOIR)
    make_pipe("main", reservoir, nodes[0, 0], diameter_mm="250")
    for (east, north), node in nodes.items():
        for beside in ((east + 1, north), (east, north + 1)):
            if beside in nodes:
                make_pipe(f"p{east}{north}-{beside[0]}{beside[1]}", node, nodes[beside], diameter_mm="110")
    return system


def test_valves_stand_at_crossings_and_nothing_dries(db: None) -> None:
    system = build_grid()
    pipes = list(Pipe.objects.order_by("code"))
    chosen = choose_valves(pipes=pipes, others=[], seed=7)
    assert [(one.pipe.code, one.at_end) for one in chosen] == [
        (one.pipe.code, one.at_end) for one in choose_valves(pipes=pipes, others=[], seed=7)
    ]
    made = fit_valves(system_code=system.code, seed=7)
    valves = ShutoffValve.objects.all()
    assert made == len(chosen) == valves.count() > 100
    assert valves.filter(state=ValveState.CLOSED).count() == CLOSED
    assert {ValveCondition.STUCK, ValveCondition.BURIED} <= set(valves.values_list("condition", flat=True))
    reservoir = system.nodes.get(code="R")
    reached = trace_network(TraceKind.SPREAD, [Spot("node", reservoir.pk)]).part
    assert len(reached.node_ids) == SIDE * SIDE + 1
