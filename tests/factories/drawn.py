"""The drawing of docs/algorithms/isolation.md as rows, a hundred metres a street."""

from __future__ import annotations

from dataclasses import dataclass

from network.choices import NodeKind, ValveCondition, ValveState
from network.domain.answers import Spot
from network.models import Node, Pipe, ShutoffValve
from tests.factories.network import make_node, make_pipe, make_shutoff, make_system

PLACES = {"R": (0, 100), "A": (100, 100), "B": (200, 100), "C": (300, 100), "D": (100, 0), "E": (200, 0),
          "F": (300, 0), "G": (400, 0), "H": (500, 0)}  # fmt: skip
PIPES = {"p1": "RA", "p2": "AB", "p3": "BC", "p4": "AD", "p5": "BE", "p6": "CF", "p7": "DE", "p8": "EF",
         "p9": "FG", "p10": "GH"}  # fmt: skip
VALVES = {"v1": ("p1", "A"), "v2": ("p2", "A"), "v3": ("p2", "B"), "v4": ("p3", "B"), "v5": ("p5", "B"),
          "v6": ("p6", "C"), "v7": ("p8", "F"), "v8": ("p9", "F"), "v9": ("p4", "A"), "v10": ("p10", "G")}  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """Rows by the names of the drawing."""

    nodes: dict[str, Node]
    pipes: dict[str, Pipe]
    valves: dict[str, ShutoffValve]

    def pipe(self, code: str, fraction: float | None = None) -> Spot:
        """Return a spot on a pipe."""
        return Spot("pipe", self.pipes[code].pk, fraction)

    def pipe_ids(self, codes: str) -> tuple[int, ...]:
        """Return the keys of pipes named with blanks between, in order."""
        return tuple(sorted(self.pipes[code].pk for code in codes.split()))


def build_drawing() -> Drawing:
    """Lay the drawn network: R is a reservoir, p10 has a check valve, v4 is stuck, v7 is closed."""
    system = make_system("drawn", "Σχέδιο")
    nodes = {
        code: make_node(system, code, *place, kind=NodeKind.RESERVOIR if code == "R" else NodeKind.JUNCTION)
        for code, place in PLACES.items()
    }
    pipes = {
        code: make_pipe(code, nodes[ends[0]], nodes[ends[1]], diameter_mm="100")
        for code, ends in PIPES.items()
    }
    pipes["p10"].has_check_valve = True
    pipes["p10"].save()
    valves = {
        code: make_shutoff(
            code, pipes[pipe], at_end=PIPES[pipe][1] == node, offset_m=2,
            condition=ValveCondition.STUCK if code == "v4" else ValveCondition.WORKING,
            state=ValveState.CLOSED if code == "v7" else ValveState.OPEN,
        )
        for code, (pipe, node) in VALVES.items()
    }  # fmt: skip
    return Drawing(nodes, pipes, valves)
