"""Isolation on rows: the drawing of docs/algorithms/isolation.md, with the reasons for every valve."""

from __future__ import annotations

from math import pi
from typing import Any

import pytest

from network.choices import Medium, NodeKind
from network.domain.answers import IsolationAnswer, Spot
from network.domain.graph import Gate, Graph
from network.domain.isolation import Isolation, isolate
from network.errors import IsolationError
from network.models import Node, SupplySystem
from network.selectors.graph import current_graph
from network.selectors.isolation import SENTENCES, isolate_from, isolate_together
from tests.factories.drawn import Drawing, build_drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawing(db: None) -> Drawing:
    return build_drawing()


def reasons(answer: IsolationAnswer) -> dict[str, str]:
    return {valve.code: valve.why for valve in answer.valves}


def codes_to_close(answer: IsolationAnswer) -> list[str]:
    return [valve.code for valve in answer.to_close]


def test_a_break_passes_the_stuck_valve_and_spares_the_needless_one(drawing: Drawing) -> None:
    answer = isolate_from([drawing.pipe("p3", 0.9)])
    assert answer.drained.pipe_ids == drawing.pipe_ids("p3")
    assert answer.dry.pipe_ids == drawing.pipe_ids("p6 p9 p10")
    assert reasons(answer) == {"v3": "close", "v4": "stuck", "v5": "close", "v6": "needless"}
    assert [(valve.code, round(valve.distance_m, 6)) for valve in answer.valves] == [
        ("v6", 10), ("v3", 90), ("v4", 90), ("v5", 90),
    ]  # fmt: skip
    assert codes_to_close(answer) == ["v3", "v5"]
    assert answer.drained.length_m == pytest.approx(100)
    assert answer.dry.length_m == pytest.approx(300)
    assert answer.drained.volume_m3 == pytest.approx(100 * pi * 0.05**2)
    assert answer.drained.lines.startswith('{"type":"MultiLineString","coordinates":[[[22.')
    assert all(valve.sentence == str(SENTENCES[valve.why]) for valve in answer.valves)


def test_the_closed_valve_is_offered_for_reopening_with_what_it_saves(drawing: Drawing) -> None:
    answer = isolate_from([drawing.pipe("p3")])
    (saving,) = answer.savings
    assert (saving.code, saving.pipe_ids, saving.length_m) == ("v7", drawing.pipe_ids("p6 p9 p10"), 300)


def test_a_valve_said_to_be_stuck_makes_the_cut_grow_and_one_said_to_be_closed_makes_it_shrink(
    drawing: Drawing,
) -> None:
    stuck = isolate_from([drawing.pipe("p2")], stuck_valve_ids=[drawing.valves["v3"].pk])
    assert reasons(stuck) == {
        "v2": "close", "v3": "said_stuck", "v4": "stuck", "v5": "close", "v6": "needless",
    }  # fmt: skip
    assert stuck.drained.pipe_ids == drawing.pipe_ids("p2 p3")
    assert stuck.dry.pipe_ids == drawing.pipe_ids("p6 p9 p10")
    closed = isolate_from([drawing.pipe("p3")], closed_valve_ids=[drawing.valves["v4"].pk])
    assert closed.drained.pipe_ids == drawing.pipe_ids("p3")
    assert reasons(closed) == {"v4": "closed", "v6": "needless"}
    again = isolate_from([drawing.pipe("p3")])
    assert reasons(again)["v4"] == "stuck"


def test_a_check_valve_is_named_and_lets_nothing_back(drawing: Drawing) -> None:
    drawing.valves["v10"].delete()
    answer = isolate_from([drawing.pipe("p9")])
    assert reasons(answer) == {"v8": "close", "p10": "one_way"}
    assert answer.dry.pipe_ids == drawing.pipe_ids("p10")


def test_a_spot_between_a_valve_and_its_node_is_at_the_node(drawing: Drawing) -> None:
    beyond, before = isolate_from([drawing.pipe("p2", 0.99)]), isolate_from([drawing.pipe("p2", 0.97)])
    assert beyond.drained.pipe_ids == drawing.pipe_ids("p3")
    assert before.drained.pipe_ids == drawing.pipe_ids("p2")


def test_nodes_and_valves_are_isolated_too(drawing: Drawing) -> None:
    node = isolate_from([Spot("node", drawing.nodes["E"].pk)])
    assert node.drained.pipe_ids == drawing.pipe_ids("p4 p5 p7 p8")
    assert reasons(node) == {"v5": "close", "v7": "closed", "v9": "close"}
    valve = isolate_from([Spot("shutoff", drawing.valves["v8"].pk)])
    assert reasons(valve) == {"v6": "close", "v7": "closed", "v8": "inside", "p10": "one_way"}


def test_hydrants_tanks_and_meters_that_lose_water_are_named(drawing: Drawing) -> None:
    Node.objects.filter(code="H").update(kind=NodeKind.HYDRANT)
    Node.objects.filter(code="G").update(kind=NodeKind.FLOW_METER)
    answer = isolate_from([drawing.pipe("p9")])
    assert [(lost.code, lost.kind, lost.is_drained) for lost in answer.lost] == [
        ("G", "flow_meter", True),
        ("H", "hydrant", False),
    ]
    (source,) = isolate_from([drawing.pipe("p1")]).lost[-1:]
    assert (source.code, source.is_source) == ("R", True)


def test_two_cuts_at_once_tell_what_dries_only_because_of_both(drawing: Drawing) -> None:
    answer = isolate_together([[drawing.pipe("p2")], [drawing.pipe("p4")]])
    first, second = answer.cuts
    assert first.dry.pipe_ids == second.dry.pipe_ids == ()
    assert answer.together.drained.pipe_ids == drawing.pipe_ids("p2 p4 p5 p7 p8")
    assert answer.conflict.pipe_ids == answer.together.dry.pipe_ids == drawing.pipe_ids("p3 p6 p9 p10")
    assert answer.conflict.length_m == pytest.approx(400)
    assert codes_to_close(answer.together) == ["v2", "v9"]


def test_what_cannot_be_asked_is_refused_in_words(drawing: Drawing) -> None:
    with pytest.raises(IsolationError) as none:
        isolate_from([])
    assert none.value.code == "no_spot"
    with pytest.raises(IsolationError, match="Αγωγός με κλειδί 1000000: δεν υπάρχει") as unknown:
        isolate_from([drawing.pipe("p1"), Spot("pipe", 1_000_000)])
    assert unknown.value.code == "unknown_spot"
    SupplySystem.objects.update(medium=Medium.SEWER)
    with pytest.raises(IsolationError) as sewer:
        isolate_from([drawing.pipe("p1")])
    assert sewer.value.code == "sewer"


def test_a_valve_that_one_asker_takes_for_closed_is_open_for_all_others(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The graph is everybody's: who asks "what if v3 were closed" changes nothing of it, not for a moment."""
    valve = drawing.valves["v3"].pk
    seen: list[int] = []

    def look_while_it_is_asked(graph: Graph, **given: Any) -> Isolation:
        with current_graph() as network:
            end = network.end_of(valve)
            assert end is not None
            seen.extend([graph.gates[end], network.graph.gates[end]])
        return isolate(graph, **given)

    monkeypatch.setattr("network.selectors.isolation.isolate", look_while_it_is_asked)
    answer = isolate_from([drawing.pipe("p2")], closed_valve_ids=[valve])
    assert seen == [Gate.CLOSED, Gate.WORKING]
    assert reasons(answer) == {"v2": "close", "v3": "closed"}
