"""Metered consumption at the junctions: the sum is what the meters showed, and each share lies along the pipe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_core.choices import JobState, Role
from gis_core.models import User
from gis_core.services.jobs import run_job_now
from meters.choices import ReadingSource
from meters.models import Connection, Installation, Meter, Reading, Route
from meters.selectors.demands import LITRES_A_SECOND, allocate_demands
from network.choices import Lifecycle, NodeKind
from network.models import Node, NodeResult, Pipe
from network.services.hydraulics import run_scenario
from tests.factories.network import point
from tests.world import TownNetwork, build_network

FIRST, LAST = date(2026, 1, 1), date(2026, 4, 11)  # a hundred days
DOCUMENT = Path(__file__).parents[3] / "docs/algorithms/demand-allocation.md"
SOURCES = {"R1", "T1"}
PIPES = ("p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10")


class Metered(NamedTuple):
    """A connection: pipe and place along it, and what its meter showed on which day after the first."""

    pipe: str | None
    fraction: float
    readings: tuple[tuple[int, int], ...]


def _bring(town: TownNetwork, metered: list[Metered]) -> None:
    route = Route.objects.create(code="01", name="Κέντρο")
    pipes = {pipe.code: pipe for pipe in Pipe.objects.all()}
    for number, one in enumerate(metered):
        connection = Connection.objects.create(
            supply_number=f"{number:06}", address="Ερμού 1", search_key="", geom=point(100, 205), route=route,
            route_position=number, opened_on=date(2020, 1, 1),
            pipe=pipes[one.pipe] if one.pipe else None, pipe_fraction=one.fraction if one.pipe else None,
        )  # fmt: skip
        meter = Meter.objects.create(serial=f"M{number}")
        hung = Installation.objects.create(
            connection=connection, meter=meter, period=(date(2020, 1, 1), None)
        )
        Reading.objects.bulk_create(
            Reading(
                installation=hung,
                read_on=FIRST + timedelta(days=day),
                value_m3=value,
                source=ReadingSource.READER,
            )
            for day, value in one.readings
        )


def _average(readings: tuple[tuple[int, int], ...]) -> Fraction | None:
    """Return m³ a day within the hundred days, each step between readings spread evenly; None without two."""
    used, days = Fraction(0), 0
    in_order = sorted(readings)
    for (day, value), (next_day, next_value) in pairwise(in_order):
        common = min(next_day, (LAST - FIRST).days) - max(day, 0)
        if common > 0:
            used += Fraction(next_value - value, next_day - day) * common
            days += common
    return used / days if days else None


def _reference(town: TownNetwork, metered: list[Metered]) -> dict[int, Fraction]:
    """Allocate plainly, connection by connection."""
    ends = {code: (pipe.start_node, pipe.end_node) for code, pipe in town.pipes.items()}
    drawn: dict[int, Fraction] = {}
    for one in metered:
        average = _average(one.readings)
        if one.pipe is None or not average:
            continue
        start, end = ends[one.pipe]
        share = Fraction(one.fraction)
        shares = {start.pk: 1 - share, end.pk: share}
        takes = [node.pk for node in (start, end) if node.code not in SOURCES]
        whole = sum(shares[pk] for pk in takes)
        for pk in takes:
            drawn[pk] = drawn.get(pk, Fraction(0)) + average * (
                shares[pk] if len(takes) == 2 else Fraction(1) if whole >= 0 else Fraction(0)
            )
    return drawn


_readings = st.lists(st.tuples(st.integers(-200, 300), st.integers(0, 40)), max_size=5).map(
    lambda steps: tuple(
        (day, sum(used for _day, used in sorted(dict(steps).items())[: at + 1]))
        for at, (day, _used) in enumerate(sorted(dict(steps).items()))
    )
)
_metered = st.builds(
    Metered, st.sampled_from([*PIPES, None]), st.floats(0, 1, allow_subnormal=False), _readings
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(metered=st.lists(_metered, max_size=12))
def test_every_junction_draws_what_a_plain_reference_says(metered: list[Metered]) -> None:
    with transaction.atomic():  # readings are never deleted: each example is taken back
        town = build_network()
        _bring(town, metered)
        found = allocate_demands(town.system, FIRST, LAST)
        transaction.set_rollback(True)
    expected = _reference(town, metered)
    assert {pk for pk, share in expected.items() if share} >= set(found.by_node)
    for pk, m3_day in expected.items():
        assert found.by_node.get(pk, 0.0) == pytest.approx(float(m3_day) * LITRES_A_SECOND, abs=1e-12)
    averages = [(one.pipe, _average(one.readings)) for one in metered]
    whole = sum((average for pipe, average in averages if pipe and average), Fraction(0))
    assert found.metered_m3_day == pytest.approx(float(whole))
    assert sum(found.by_node.values()) / LITRES_A_SECOND == pytest.approx(float(whole), rel=1e-9)
    assert found.connections == sum(pipe is not None and average is not None for pipe, average in averages)
    assert found.unread == sum(pipe is not None and average is None for pipe, average in averages)
    assert found.pipeless == sum(pipe is None and average is not None for pipe, average in averages)


@pytest.mark.django_db
def test_the_table_of_the_document() -> None:
    """The connections and junctions of docs/algorithms/demand-allocation.md, number by number."""
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    asked = [row for row in cells if row[0].startswith("C")]
    drawn = {row[0]: float(row[1]) for row in cells if row[0].startswith("n")}
    town = build_network()
    metered = [
        Metered(
            row[1] if row[1] != "—" else None, float(row[2]) if row[1] != "—" else 0.0,
            tuple((int(d), int(v)) for d, v in (pair.split(": ") for pair in row[3].split(", "))),
        )
        for row in asked
    ]  # fmt: skip
    _bring(town, metered)
    for row, one in zip(asked, metered, strict=True):
        average = _average(one.readings)
        assert average is not None
        assert float(average) == pytest.approx(float(row[4])), row[0]
    found = allocate_demands(town.system, FIRST, LAST)
    codes = {node.pk: code for code, node in town.nodes.items()}
    by_code = {codes[pk]: flow / LITRES_A_SECOND for pk, flow in found.by_node.items()}
    assert by_code == pytest.approx(drawn)
    assert found.pipeless_m3_day == pytest.approx(0.5)


@pytest.mark.django_db
def test_a_pipe_out_of_service_gives_to_no_junction_and_is_told(actor: Callable[..., User]) -> None:
    town = build_network()
    _bring(town, [Metered("p10", 0.5, ((0, 0), (100, 100))), Metered("p4", 0.25, ((0, 10), (100, 210)))])
    Pipe.objects.filter(code="p10").update(lifecycle=Lifecycle.ABANDONED)
    found = allocate_demands(town.system, FIRST, LAST)
    assert found.unplaced == 1
    assert found.unplaced_m3_day == pytest.approx(1.0)
    assert found.metered_m3_day == pytest.approx(3.0)
    n5, n6 = town.nodes["n5"].pk, town.nodes["n6"].pk
    assert found.by_node == pytest.approx({n5: 1.5 * LITRES_A_SECOND, n6: 0.5 * LITRES_A_SECOND})


@pytest.mark.django_db
def test_epanet_draws_what_the_meters_showed_and_the_scenario_tells_the_figures(
    actor: Callable[..., User],
) -> None:
    town = build_network()
    Node.objects.filter(kind=NodeKind.JUNCTION).update(demand_l_s=5)
    metered = [Metered(code, 0.1 * at, ((0, 7), (100, 7 + 123 * at))) for at, code in enumerate(PIPES, 1)]
    _bring(town, [*metered, Metered(None, 0, ((0, 0), (100, 40)))])
    scenario, job = run_scenario(
        actor=actor(Role.PLANNER), system=town.system, name="μετρημένη", demands="metered", demands_from=FIRST,
        demands_to=LAST,
    )  # fmt: skip
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    scenario.refresh_from_db()
    metered_m3_day = sum(range(1, 11)) * 1.23
    figures = scenario.figures["metered"]
    assert figures["metered_m3_day"] == pytest.approx(metered_m3_day)
    assert figures["given_m3_day"] == pytest.approx(metered_m3_day)
    assert (figures["connections"], figures["pipeless"], figures["unplaced"]) == (10, 1, 0)
    assert figures["pipeless_m3_day"] == pytest.approx(0.4)
    drawn = sum(row.demand_l_s[0] for row in NodeResult.objects.exclude(kind__in=["tank", "reservoir"]))
    assert drawn * 86.4 == pytest.approx(metered_m3_day, rel=1e-3)
    assert scenario.figures["drawn_m3_day"] == pytest.approx(metered_m3_day, rel=1e-3)


@pytest.mark.django_db
def test_without_readings_the_run_says_so(actor: Callable[..., User]) -> None:
    town = build_network()
    _scenario, job = run_scenario(
        actor=actor(Role.PLANNER), system=town.system, name="x", demands="metered", demands_from=FIRST,
        demands_to=LAST,
    )  # fmt: skip
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert job.error == "No connection on the pipes of this system has two readings around these days."
