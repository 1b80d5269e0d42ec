"""What is upstream or downstream of a spot, connected with it, on the way to it, or in danger from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from network.choices import ObjectKind, TraceKind
from network.domain.answers import Spot, TraceAnswer
from network.domain.keyed_graph import PIPE, PUMP, VALVE, KeyedGraph
from network.domain.traces import Flows, Traced, Way, reach, shortest_way
from network.errors import IsolationError
from network.models import LinkResult, Scenario
from network.selectors.graph import current_graph
from network.selectors.spots import Starts, find_starts, found_spots
from network.sql.telling import read_told

#: Flows (l/s) by kind and key of a link, positive from its start to its end.
KeyedFlows = Mapping[tuple[str, int], float]
_KINDS = {ObjectKind.PIPE: PIPE, ObjectKind.PUMP: PUMP, ObjectKind.VALVE: VALVE}
_WAYS = {
    TraceKind.UPSTREAM: Way.AGAINST, TraceKind.DOWNSTREAM: Way.WITH, TraceKind.SPREAD: Way.WITH,
    TraceKind.CONNECTED: Way.ANY,
}  # fmt: skip


def trace_network(
    kind: TraceKind, spots: Sequence[Spot], *, to: Sequence[Spot] = (), flows: KeyedFlows | None = None
) -> TraceAnswer:
    """Return what a trace finds from the spots; the shortest way needs `to`.

    Water goes either way through most pipes: without `flows` (see `simulated_flows`), upstream is all that can send
    water to the spot and downstream all that can have it from there, as the spread of contamination always is. Sewers
    run from start to end. IsolationError when a spot is missing or does not exist, or there is no way.
    """
    if not spots or (kind == TraceKind.SHORTEST and not to):
        raise IsolationError(_("Say where the trace begins, and a way also where it ends."), code="no_spot")
    with current_graph() as network:
        numbered = None if flows is None else _number(network, flows)
        traced = _trace(network, kind, find_starts(network, spots), find_starts(network, to), numbered)
        if traced is None:
            raise IsolationError(_no_way(kind), code="no_way")
        keys = network.link_ids(traced.links), network.node_ids(traced.nodes)
        valves = _valves_on(network, traced)
    asked = (*spots, *to)
    told = read_told(spots=asked, parts=[keys], objects={})
    return TraceAnswer(kind, found_spots(asked, told), told.parts[0], tuple(valves))


def simulated_flows(scenario: Scenario, step: int = 0) -> dict[tuple[str, int], float]:
    """Return the flows (l/s) of a scenario at a step, counted from 0; what the step does not have stands still.

    IsolationError when the scenario has not been calculated yet: a network that stands still is another answer.
    """
    if scenario.finished_at is None:
        raise IsolationError(
            _("The scenario “%(name)s” has no results yet.") % {"name": scenario.name}, code="no_results"
        )
    # One step of each link is read: a week of a million links would not fit.
    rows = LinkResult.objects.filter(scenario=scenario, **{f"flow_l_s__{step}__isnull": False})
    return {(kind, pk): flow for kind, pk, flow in rows.values_list("kind", "link_id", f"flow_l_s__{step}")}


def _trace(
    network: KeyedGraph, kind: TraceKind, starts: Starts, goals: Starts, flows: Flows | None
) -> Traced | None:
    graph = network.graph
    if kind == TraceKind.TO_SOURCE:
        way = shortest_way(
            graph, start_nodes=starts.nodes, start_links=starts.links, goal_nodes=graph.sources, goal_links={},
            way=Way.AGAINST, flows=flows,
        )  # fmt: skip
        return None if way is None else Traced(way.nodes[::-1], way.links[::-1])
    if kind == TraceKind.SHORTEST:
        return shortest_way(
            graph, start_nodes=starts.nodes, start_links=starts.links, goal_nodes=goals.nodes,
            goal_links=goals.links, way=Way.ANY,
        )  # fmt: skip
    # Contamination goes wherever water can go, whatever a simulation says of an hour.
    given = None if kind == TraceKind.SPREAD else flows
    return reach(graph, nodes=starts.nodes, links=starts.links, way=_WAYS[kind], flows=given)


def _number(network: KeyedGraph, flows: KeyedFlows) -> Flows:
    numbered = ((network.link(_KINDS[ObjectKind(kind)], pk), flow) for (kind, pk), flow in flows.items())
    return {link: flow for link, flow in numbered if link is not None}


def _valves_on(network: KeyedGraph, traced: Traced) -> list[int]:
    """Return the shut-off valves on the links."""
    return network.valve_ids(end for link in traced.links for end in (2 * link, 2 * link + 1))


def _no_way(kind: TraceKind) -> str:
    if kind == TraceKind.TO_SOURCE:
        return _("No water comes here from any source.")
    return _("No way leads there: something closed is between.")
