"""The drawing of docs/algorithms/zones.md comes out as its table says."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from network.domain.graph import Gate
from network.domain.zones import (
    Inlet,
    Pipework,
    find_borders,
    find_bypasses,
    find_parts,
    find_touching,
    flood_zones,
)

PAGE = (Path(__file__).parents[3] / "docs" / "algorithms" / "zones.md").read_text()
DRAWING = PAGE[PAGE.index("## A drawing") :]
LINK = re.compile(r"(\w) --(p\d+)-- (?=(\w))")
WEST, EAST = 1, 2
DRAWN_IN = {"A": WEST, "B": WEST, "C": EAST, "D": EAST}


def cases() -> list[list[str]]:
    lines = [line for line in DRAWING.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][2:]


class Picture:
    """The drawn network, with the valve and the way around as a row of the table has them."""

    def __init__(self, valve: str, around: str, *, bypass_from: str = "R") -> None:
        drawn = {found[2]: (found[1], found[3]) for found in LINK.finditer(DRAWING.split("```")[1])}
        drawn["p8"] = (bypass_from, "A")
        if bypass_from != "R":
            drawn["p1"] = (bypass_from, "M")
            drawn["p0"] = ("R", bypass_from)
        self.links = list(drawn)
        self.nodes = sorted({node for ends in drawn.values() for node in ends})
        ends = np.array([self.nodes.index(node) for link in self.links for node in drawn[link]], np.int64)
        gates = np.zeros(len(ends), np.uint8)
        gates[2 * self.links.index("p4")] = Gate.CLOSED if valve == "closed" else Gate.WORKING
        is_open = np.array([link != "p8" or around == "open" for link in self.links])
        self.sources = self.marked("RS")
        self.pipework = Pipework(ends, gates, is_open, self.marked("RSMN"))
        self.inlets = [
            Inlet(WEST, 2 * self.links.index("p2")), Inlet(EAST, 2 * self.links.index("p6") + 1),
        ]  # fmt: skip
        self.parts = find_parts(self.pipework)
        self.members = flood_zones(self.parts, self.inlets)

    def marked(self, names: str) -> np.ndarray:
        return np.array([node in names for node in self.nodes])

    def held(self, zone: int) -> str:
        return " ".join(sorted(self.links[link] for link in self.members.links[zone]))

    def findings(self) -> str:
        label = np.array([DRAWN_IN.get(node, -1) for node in self.nodes])
        told = []
        for part in self.members.shared:
            links = np.flatnonzero(self.parts.of_link == part)
            borders = find_borders(self.pipework, links, label, np.full(len(self.links), 100.0))
            told += [f"breach {self.links[border.link]}" for border in borders]
        touching = find_touching(self.pipework, self.parts, self.sources)
        held = {part for own in self.members.parts.values() for part in own}
        ends = [end for part in held for end in touching.get(part, ())]
        told += [f"source {self.nodes[self.pipework.ends[end]]}" for end in ends]
        passed = find_bypasses(self.pipework, self.parts, self.members, self.inlets)
        told += [f"bypass {self.nodes[self.pipework.ends[self.inlets[turn].end]]}" for turn in passed]
        return " ".join(told)


@pytest.mark.parametrize(("valve", "around", "west", "east", "findings"), cases())
def test_the_drawing_comes_out_as_its_table_says(
    valve: str, around: str, west: str, east: str, findings: str
) -> None:
    picture = Picture(valve, around)
    assert (picture.held(WEST), picture.held(EAST), picture.findings()) == (west, east, findings)


def test_a_way_around_the_meter_from_a_junction_is_a_bypass() -> None:
    picture = Picture("closed", "open", bypass_from="Q")
    assert picture.held(WEST) == "p0 p1 p2 p3 p8"
    assert picture.findings() == "source R bypass M"
