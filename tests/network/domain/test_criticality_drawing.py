"""The tables of docs/algorithms/criticality.md come out of the drawing of isolation.md."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from network.domain.criticality import Criticality, find_criticality
from tests.network.domain.test_criticality import network_of
from tests.network.domain.test_isolation_drawing import LINK_NAMES, read_graph

PAGE = (Path(__file__).parents[3] / "docs" / "algorithms" / "criticality.md").read_text()


def rows(first: str) -> list[list[str]]:
    """Return the rows of the table whose first column has that head."""
    table = PAGE[PAGE.index(f"| {first} |") :].split("\n\n")[0]
    return [re.split(r"\s*\|\s*", line.strip("| ")) for line in table.splitlines()[2:]]


def answer() -> tuple[Criticality, dict[int, str]]:
    graph, valves = read_graph()
    network = network_of(
        graph.node_count, list(graph.ends), bytes(graph.flows), bytes(graph.gates), sorted(graph.sources)
    )
    return find_criticality(network, np.ones((len(graph.flows), 1))), valves


def test_segments_come_out_as_the_table_says() -> None:
    found, _valves = answer()
    told = []
    for segment in set(found.segment_of_link.tolist()):
        pipes = [LINK_NAMES[link] for link in np.flatnonzero(found.segment_of_link == segment)]
        figures = found.drained[segment, 0], found.dry[segment, 0], found.to_close[segment]
        told.append([" ".join(pipes), *(str(int(figure)) for figure in figures)])
    assert sorted(told) == sorted(rows("segment"))
    assert len(told) == 7


def test_valves_come_out_as_the_table_says() -> None:
    found, valves = answer()
    told = [
        [valves[end], str(int(found.added[place, 0])), str(int(found.total[place, 0]))]
        for place, end in enumerate(found.valves.tolist())
    ]
    assert sorted(told) == sorted(rows("valve"))
    assert len(told) == 8
