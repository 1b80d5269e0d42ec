"""What a plan to write a file consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from network.domain.exchange.gathering import Batch, Issue
from network.domain.exchange.meeting import Cut
from network.domain.exchange.reading import Array
from network.domain.exchange.targets import Role

#: Buildings of one code nearer than this are one (m).
SAME_BUILDING_M = 1.0


@dataclass
class Existing:
    """What the system has already: nodes and pipes by position, and the codes in use by role."""

    node_ids: Array = field(default_factory=lambda: np.empty(0, dtype=int))
    node_xy: Array = field(default_factory=lambda: np.empty((0, 2)))
    codes: dict[Role, set[str]] = field(default_factory=dict)
    pipe_ids: list[int] = field(default_factory=list)
    pipe_codes: list[str] = field(default_factory=list)
    pipe_lifecycles: list[str] = field(default_factory=list)
    pipe_lines: Array = field(default_factory=lambda: np.empty(0, dtype=object))
    #: Ends of those pipes (place in the list, at its end) at which a shut-off valve stands already.
    taken_ends: set[tuple[int, bool]] = field(default_factory=set)
    #: Where the buildings stand whose codes the file has too.
    buildings: dict[str, Any] = field(default_factory=dict)

    def has_another(self, code: str, geom: Any) -> bool:
        """Say whether a building of the code is there, but stands elsewhere."""
        there = self.buildings.get(code)
        return there is not None and not bool(shapely.dwithin(there, geom, SAME_BUILDING_M))


@dataclass
class LinkPlan:
    """Pieces of links of one role: `row` of the batch each comes from, its number, nodes, line, share of the whole."""

    batch: Batch
    row: Array
    part: Array
    start: Array
    end: Array
    geoms: Array
    codes: list[str] = field(default_factory=list)
    #: Where the piece begins and ends on its line, 0–1.
    spans: Array = field(default_factory=lambda: np.empty((0, 2)))


@dataclass
class Plan:
    """Everything to be written. Nodes: given ones by row of `nodes` (or an existing id), then those made."""

    nodes: Batch
    xy: Array
    node_row: Array  # row of `nodes`, or −1
    node_existing: Array  # id of a node that is there, or −1
    node_is_used: Array
    node_codes: list[str]
    node_lifecycle: list[str]
    links: dict[Role, LinkPlan]
    shutoffs: Batch
    shutoff_piece: Array
    shutoff_at_end: Array
    shutoff_offset_m: Array
    services: Batch
    service_piece: Array
    service_fraction: Array
    others: dict[Role, Batch]
    issues: list[Issue]
    components: int = 0
    #: Pipes that are there, to be cut by nodes of the plan.
    cuts: list[Cut] = field(default_factory=list)


class Codes:
    """Codes: those of the file, refused when met twice, and numbers for what has none."""

    def __init__(self, taken: set[str], prefix: str) -> None:
        self._taken, self._prefix, self._number = set(taken), prefix, 0

    def accept(self, code: str) -> bool:
        if code in self._taken:
            return False
        self._taken.add(code)
        return True

    def make(self, base: str = "") -> str:
        """Return a free code: the base with a number, or the prefix with one."""
        k = 2
        if base:
            while not self.accept(code := f"{base[:55]}-{k}"):
                k += 1
            return code
        while True:
            self._number += 1
            if self.accept(code := f"{self._prefix}{self._number}"):
                return code


#: What codes begin with that the file does not give.
PREFIX = {
    Role.PIPES: "P", Role.PUMPS: "U", Role.VALVES: "V", Role.NODES: "N", Role.SHUTOFFS: "B", Role.SERVICES: "S",
    Role.STATIONS: "ST", Role.ZONES: "Z", Role.BUILDINGS: "BLD",
}  # fmt: skip
