"""The drawing of docs/algorithms/isolation.md comes out as its table says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from network.domain.graph import Flow, Gate, Graph
from network.domain.isolation import isolate

PAGE = (Path(__file__).parents[3] / "docs" / "algorithms" / "isolation.md").read_text()
DRAWING = PAGE[PAGE.index("## A drawing") :]
LINK = re.compile(r"(\w) --(p\d+)-(>|-) (?=(\w))")


def rows(columns: int) -> list[list[str]]:
    """Return the rows of the table with so many columns, its head aside."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in DRAWING.splitlines()
        if line.startswith("|")
    ]
    return [line for line in lines if len(line) == columns][2:]


def read_links() -> dict[str, tuple[str, str, Flow]]:
    """Return the links of the drawing: along its lines, and down its columns."""
    picture = DRAWING.split("```")[1].strip("\n").splitlines()
    links = {
        found[2]: (found[1], found[4], Flow.FORWARD if found[3] == ">" else Flow.BOTH)
        for line in picture
        for found in LINK.finditer(line)
    }
    for found in re.finditer(r"p\d+", picture[2]):
        links[found[0]] = (picture[0][found.start()], picture[4][found.start()], Flow.BOTH)
    return links


LINKS = read_links()
LINK_NAMES = sorted(LINKS)
NODES = sorted({node for start, end, _flow in LINKS.values() for node in (start, end)})


def read_graph() -> tuple[Graph, dict[int, str]]:
    """Return the drawing's graph and the valve at each end that has one."""
    ends = [NODES.index(node) for name in LINK_NAMES for node in LINKS[name][:2]]
    gates = bytearray(len(ends))
    valves: dict[int, str] = {}
    for valve, link, node, state in rows(4):
        end = 2 * LINK_NAMES.index(link) + LINKS[link].index(node)
        gates[end] = Gate[state.upper()]
        valves[end] = valve
    flows = bytes(LINKS[name][2] for name in LINK_NAMES)
    return Graph.load(len(NODES), ends, flows, bytes(gates), [NODES.index("R")]), valves


def names(cell: str) -> set[str]:
    return set(cell.split()) - {"–"}


def test_the_drawing_is_read_whole() -> None:
    assert (len(LINKS), len(NODES), len(rows(4)), len(rows(6))) == (10, 9, 10, 7)


@pytest.mark.parametrize("row", rows(6), ids=lambda row: row[0])
def test_a_break_comes_out_as_the_table_says(row: list[str]) -> None:
    link, drained, dry, close, needless, passed = row
    graph, valves = read_graph()
    found = isolate(graph, links=[LINK_NAMES.index(link)])
    told = {
        "drained": {NODES[node] for node in found.drained_nodes}
        | {LINK_NAMES[one] for one in found.drained_links},
        "dry": {NODES[node] for node in found.dry_nodes} | {LINK_NAMES[one] for one in found.dry_links},
        "close": {valves[end] for end in found.to_close},
        "needless": {valves[end] for end in found.needless},
        "passed": {valves[end] for end in found.passed},
    }
    assert told == {
        "drained": names(drained), "dry": names(dry), "close": names(close), "needless": names(needless),
        "passed": names(passed),
    }  # fmt: skip


def test_only_a_drained_source_must_be_stopped_itself() -> None:
    graph, _valves = read_graph()
    told = {name: isolate(graph, links=[number]).sources for number, name in enumerate(LINK_NAMES)}
    assert {name for name, sources in told.items() if sources} == {"p1"}
