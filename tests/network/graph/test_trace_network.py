"""Traces on rows: the drawing of docs/algorithms/isolation.md, and a sewer."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from network.choices import Medium, NodeKind, PipeKind, TraceKind
from network.domain.answers import Spot
from network.errors import IsolationError
from network.models import LinkResult, Pipe, Scenario, SupplySystem
from network.selectors.traces import simulated_flows, trace_network
from tests.factories.drawn import Drawing, build_drawing
from tests.factories.network import make_node, make_pipe, make_system

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing(db: None) -> Drawing:
    return build_drawing()


def traced(drawing: Drawing, kind: TraceKind, *spots: Spot, to: str = "") -> list[str]:
    goals = [Spot("node", drawing.nodes[to].pk)] if to else []
    found = trace_network(kind, spots, to=goals).part.pipe_ids
    names = {pipe.pk: code for code, pipe in drawing.pipes.items()}
    return [names[pk] for pk in found]


def node(drawing: Drawing, code: str) -> Spot:
    return Spot("node", drawing.nodes[code].pk)


def test_water_comes_from_where_it_can_and_goes_where_it_can(drawing: Drawing) -> None:
    assert set(traced(drawing, TraceKind.UPSTREAM, node(drawing, "G"))) == set(drawing.pipes) - {"p10"}
    assert traced(drawing, TraceKind.SPREAD, node(drawing, "H")) == []
    assert traced(drawing, TraceKind.SPREAD, drawing.pipe("p10")) == ["p10"]
    assert set(traced(drawing, TraceKind.CONNECTED, node(drawing, "H"))) == set(drawing.pipes)


def test_the_way_from_the_source_is_told_in_its_order(drawing: Drawing) -> None:
    assert traced(drawing, TraceKind.TO_SOURCE, node(drawing, "F")) == ["p1", "p2", "p3", "p6"]
    assert traced(drawing, TraceKind.TO_SOURCE, drawing.pipe("p5", 0.1)) == ["p1", "p2", "p5"]


def test_the_shortest_way_goes_round_the_closed_valve(drawing: Drawing) -> None:
    assert traced(drawing, TraceKind.SHORTEST, node(drawing, "E"), to="F") == ["p5", "p3", "p6"]
    drawing.valves["v7"].state = "open"
    drawing.valves["v7"].save()
    assert traced(drawing, TraceKind.SHORTEST, node(drawing, "E"), to="F") == ["p8"]
    assert traced(drawing, TraceKind.SHORTEST, node(drawing, "E"), to="E") == []
    answer = trace_network(TraceKind.SHORTEST, [drawing.pipe("p2", 0.9)], to=[drawing.pipe("p5", 0.5)])
    assert answer.part.pipe_ids == (drawing.pipes["p2"].pk, drawing.pipes["p5"].pk)
    assert set(answer.valve_ids) == {drawing.valves[code].pk for code in ("v2", "v3", "v5")}


def test_no_way_is_said(drawing: Drawing) -> None:
    stranger = make_node(make_system("island"), "x", 900, 900)
    for kind in (TraceKind.TO_SOURCE, TraceKind.SHORTEST):
        with pytest.raises(IsolationError) as refusal:
            trace_network(kind, [Spot("node", stranger.pk)], to=[node(drawing, "A")])
        assert refusal.value.code == "no_way"


def test_with_simulated_flows_water_has_one_way(drawing: Drawing) -> None:
    scenario = Scenario.objects.create(
        system=SupplySystem.objects.get(), name="s", finished_at=timezone.now()
    )
    flows = {"p1": 9.0, "p2": 5.0, "p4": 4.0, "p5": -1.0, "p3": 4.0, "p6": 4.0, "p9": 3.0, "p7": 2.0}
    for code, flow in flows.items():
        pipe = Pipe.objects.get(code=code)
        LinkResult.objects.create(
            scenario=scenario, kind="pipe", link_id=pipe.pk, flow_l_s=[flow], velocity_m_s=[1],
            highest_velocity_m_s=1, highest_flow_l_s=flow, geom_3857=pipe.geom_3857,
        )  # fmt: skip
    given = simulated_flows(scenario)
    up = trace_network(TraceKind.UPSTREAM, [node(drawing, "B")], flows=given)
    assert sorted(up.part.pipe_ids) == list(drawing.pipe_ids("p1 p2 p4 p5 p7"))
    down = trace_network(TraceKind.DOWNSTREAM, [node(drawing, "E")], flows=given)
    assert sorted(down.part.pipe_ids) == list(drawing.pipe_ids("p3 p5 p6 p9"))


def test_of_a_simulated_week_one_step_is_read(drawing: Drawing) -> None:
    scenario = Scenario.objects.create(
        system=SupplySystem.objects.get(), name="s", finished_at=timezone.now()
    )
    pipe = Pipe.objects.get(code="p1")
    LinkResult.objects.create(
        scenario=scenario, kind="pipe", link_id=pipe.pk, flow_l_s=[1.5, -2.5], velocity_m_s=[1, 1],
        highest_velocity_m_s=1, highest_flow_l_s=-2.5, geom_3857=pipe.geom_3857,
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        assert simulated_flows(scenario, step=1) == {("pipe", pipe.pk): -2.5}
    assert '"flow_l_s")[2]' in asked.captured_queries[0]["sql"].partition("FROM")[0]
    assert simulated_flows(scenario, step=2) == {}


def test_a_scenario_without_results_gives_water_no_direction(drawing: Drawing) -> None:
    """Else everything would stand still, and an upstream trace would tell that nobody feeds the node."""
    scenario = Scenario.objects.create(system=SupplySystem.objects.get(), name="αύριο")
    with override("en"), pytest.raises(IsolationError, match="αύριο") as refusal:
        simulated_flows(scenario)
    assert refusal.value.code == "no_results"


def test_a_sewer_is_traced_by_its_direction() -> None:
    sewer = make_system("sewer")
    SupplySystem.objects.update(medium=Medium.SEWER)
    heads = [make_node(sewer, f"m{turn}", 100 * turn, 0, kind=NodeKind.MANHOLE) for turn in range(4)]
    side = make_node(sewer, "side", 100, 80, kind=NodeKind.MANHOLE)
    pipes = [make_pipe(f"s{turn}", heads[turn], heads[turn + 1]) for turn in range(3)]
    pipes.append(make_pipe("s3", side, heads[1]))
    Pipe.objects.update(kind=PipeKind.GRAVITY_SEWER)
    up = trace_network(TraceKind.UPSTREAM, [Spot("pipe", pipes[1].pk)])
    assert set(up.part.pipe_ids) == {pipes[0].pk, pipes[1].pk, pipes[3].pk}
    down = trace_network(TraceKind.DOWNSTREAM, [Spot("node", side.pk)])
    assert list(down.part.pipe_ids) == [pipes[3].pk, pipes[1].pk, pipes[2].pk]
