"""What is done to a file before EPANET runs it."""

from __future__ import annotations

import pytest

from network.domain.hydraulics import EpanetRefused, run_epanet
from network.domain.hydraulics_file import (
    drop_controls,
    find_dry,
    level_patterns,
    parse_sections,
    set_hours,
    take_demands,
    write_sections,
)

FILE = """[JUNCTIONS]
A\t10\t1
B\t10\t2\tday
C\t10\t3
D\t10\t4

[RESERVOIRS]
R\t60

[TANKS]

[PIPES]
RA\tR\tA\t100\t200\t130\t0\tOpen
AB\tA\tB\t100\t200\t130\t0\tClosed
CB\tC\tB\t100\t200\t130\t0\tCV
BD\tB\tD\t100\t200\t130\t0\tOpen

[VALVES]
V\tA\tC\t100\tPRV\t20\t0

[DEMANDS]
C\t1\tday
C\t2\tflat

[PATTERNS]
1\t0.5\t1.5\t1.3
day\t0\t4
day\t2
flat\t1

[CONTROLS]
LINK\tAB\tOPEN\tAT\tTIME\t5

[RULES]
RULE\t1
IF\tSYSTEM\tCLOCKTIME\t>=\t8
THEN\tPIPE\tBD\tSTATUS\tIS\tCLOSED

[TIMES]
Duration\t0:00
Report\tStart\t2:00
Report\tTimestep\t0:30
Statistic\tAverage

[OPTIONS]
UNITS\tLPS
HEADLOSS\tH-W
HYDRAULICS\tSAVE\t/tmp/elsewhere
"""


def test_the_file_is_read_and_written_the_same() -> None:
    sections = parse_sections(FILE)
    assert sections["JUNCTIONS"][1] == ["B", "10", "2", "day"]
    assert parse_sections(write_sections(sections)) == {**sections, "END": []}


def test_a_run_takes_its_hours_step_by_step_and_touches_no_other_file() -> None:
    sections = parse_sections(FILE)
    set_hours(sections, 3)
    assert sections["TIMES"] == [["DURATION", "3:00"], ["Report", "Timestep", "0:30"]]
    assert sections["OPTIONS"] == [["UNITS", "LPS"], ["HEADLOSS", "H-W"]]
    assert run_epanet(write_sections(sections)).times_s == list(range(0, 10801, 1800))


def test_one_moment_is_one_step() -> None:
    sections = parse_sections(FILE)
    set_hours(sections, 0)
    run = run_epanet(write_sections(sections))
    assert run.times_s == [0]
    assert set(run.nodes) == {"A", "B", "C", "D", "R"}


def test_whom_no_open_way_reaches_is_dry() -> None:
    sections = parse_sections(FILE)
    assert find_dry(sections) == set()
    # AB is closed but a control may open it, so that the valve's closing alone leaves only C without water.
    assert find_dry(sections, {"V"}) == {"C"}
    assert find_dry(sections, {"V", "AB"}) == {"B", "C", "D"}
    assert find_dry(sections, {"RA"}) == {"A", "B", "C", "D"}
    drop_controls(sections, {"AB", "BD"})
    assert (sections["CONTROLS"], sections["RULES"]) == ([], [])
    assert find_dry(sections, {"AB"}) == set()  # by the valve to C and on through the check valve
    assert find_dry(sections, {"CB"}) == {"B", "D"}


def test_the_dry_draw_nothing() -> None:
    sections = parse_sections(FILE)
    take_demands(sections, {"B", "C"})
    assert [record[2] for record in sections["JUNCTIONS"]] == ["1", "0", "0", "4"]
    assert sections["DEMANDS"] == []


def test_patterns_shape_the_day_and_not_its_sum() -> None:
    """A: 1 by the usual pattern (mean 1.1). B: 2 by day (mean 2). C: 1 by day and 2 by flat."""
    sections = parse_sections(FILE)
    level_patterns(sections)
    base = {record[0]: float(record[2]) for record in sections["JUNCTIONS"]}
    assert base == pytest.approx({"A": 1 / 1.1, "B": 1, "C": 3, "D": 4 / 1.1})
    assert [float(record[1]) for record in sections["DEMANDS"]] == pytest.approx([3 / 4, 6 / 4])
    sections["TIMES"] = []
    set_hours(sections, 6)  # the patterns of three hours and of one end twice and six times
    run = run_epanet(write_sections(sections))
    means = dict(zip(run.nodes, run.demand_l_s[:-1].mean(axis=0), strict=True))
    assert [means[code] for code in "ABCD"] == pytest.approx([1, 2, 3, 4], rel=1e-4)


def test_what_epanet_refuses_keeps_its_number_and_words() -> None:
    lonely = FILE.replace("BD\tB\tD\t100\t200\t130\t0\tOpen\n", "").replace(
        "THEN\tPIPE\tBD", "THEN\tPIPE\tAB"
    )
    with pytest.raises(EpanetRefused) as refused:
        run_epanet(lonely)
    assert refused.value.number == 200
    assert "unconnected node D" in refused.value.detail
