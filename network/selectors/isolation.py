"""What must be shut to isolate spots of the network, who then has no water, and why each valve is closed or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.choices import Medium, ValveCondition
from network.domain.answers import (
    CutValve,
    IsolationAnswer,
    LostObject,
    Part,
    Saving,
    Spot,
    TogetherAnswer,
)
from network.domain.graph import Gate, Graph
from network.domain.isolation import Isolation, isolate
from network.domain.keyed_graph import PIPE, PUMP, VALVE, KeyedGraph
from network.domain.reopening import Walks, find_reopenings
from network.errors import IsolationError
from network.selectors.graph import current_graph
from network.selectors.spots import find_starts, found_spots
from network.sql.telling import ObjectFact, read_told

#: Why a valve is closed or passed over, by code.
SENTENCES: dict[str, str | Promise] = {
    "close": _("To be closed: behind it there is water."),
    "needless": _("Need not be closed: behind it nobody has water any more."),
    "stuck": _("Passed over: it is stuck."),
    "buried": _("Passed over: it is buried."),
    "not_found": _("Passed over: it was not found."),
    "said_stuck": _("Passed over: it does not close, as you say."),
    "closed": _("Closed already."),
    "inside": _("Need not be closed: both its sides are drained."),
    "one_way": _("Lets water pass one way only, away from the spot: nothing comes back through it."),
    "control": _("Passed over: pumps and control valves are not closed to isolate."),
}
_LINK_NAMES = {PIPE: "pipe", PUMP: "pump", VALVE: "valve"}


def isolate_from(
    spots: Sequence[Spot],
    *,
    stuck_valve_ids: Collection[int] = (),
    closed_valve_ids: Collection[int] = (),
) -> IsolationAnswer:
    """Return what to close so that the spots can be worked at, all at once.

    `stuck_valve_ids` are shut-off valves that turned out not to close, `closed_valve_ids` such as are closed already
    whatever the records say. IsolationError when there is no spot, one does not exist, or it is of a sewer.
    """
    _ask_something(spots)
    with current_graph() as network:
        cut = _cut(network, spots, stuck_valve_ids, closed_valve_ids)
    return _tell(cut)


def isolate_together(
    cuts: Sequence[Sequence[Spot]],
    *,
    stuck_valve_ids: Collection[int] = (),
    closed_valve_ids: Collection[int] = (),
) -> TogetherAnswer:
    """Return several cuts that are made at once: each alone, all together, and what dries only because of them all.

    IsolationError as of `isolate_from`.
    """
    for spots in cuts:
        _ask_something(spots)
    every_spot = tuple(spot for spots in cuts for spot in spots)
    _ask_something(every_spot)
    with current_graph() as network:
        alone = [_cut(network, spots, stuck_valve_ids, closed_valve_ids) for spots in cuts]
        together = _cut(network, every_spot, stuck_valve_ids, closed_valve_ids)
    pipes, nodes = set(together.drained[0] + together.dry[0]), set(together.drained[1] + together.dry[1])
    for cut in alone:
        pipes.difference_update(cut.drained[0], cut.dry[0])
        nodes.difference_update(cut.drained[1], cut.dry[1])
    told = read_told(spots=(), parts=[(sorted(pipes), sorted(nodes))], objects={})
    return TogetherAnswer(tuple(_tell(cut) for cut in alone), _tell(together), told.parts[0])


def _ask_something(spots: Sequence[Spot]) -> None:
    if not spots:
        raise IsolationError(_("Say what is to be isolated."), code="no_spot")


@dataclass
class _Near:
    """Something near the spot that might hold water back: a shut-off valve, or a link by its kind."""

    kind: str
    id: int
    why: str
    distance_m: float


_Keys = tuple[list[int], list[int]]


@dataclass
class _Cut:
    """An isolation by keys: pipes and nodes of its parts, valves near by, what reopening would save."""

    spots: Sequence[Spot]
    drained: _Keys
    dry: _Keys
    sources: set[int]
    near: list[_Near] = field(default_factory=list)
    reopenings: list[tuple[int, list[int], float]] = field(default_factory=list)


def _cut(
    network: KeyedGraph, spots: Sequence[Spot], stuck_ids: Collection[int], closed_ids: Collection[int]
) -> _Cut:
    starts = find_starts(network, spots)
    stuck = {end for end in map(network.end_of, stuck_ids) if end is not None}
    graph = _with_closed(network, closed_ids)
    found = isolate(graph, nodes=starts.nodes, links=starts.links, stuck=stuck)
    walks = Walks(graph, found, nodes=starts.nodes, links=starts.links)
    reopenings = find_reopenings(graph, found)
    lengths = graph.lengths
    return _Cut(
        spots=spots,
        drained=_keys(network, found.drained_links, found.drained_nodes),
        dry=_keys(network, found.dry_links, found.dry_nodes),
        sources=set(network.node_ids(found.sources)),
        near=[*_near_valves(network, found, walks, stuck), *_near_links(network, found, walks)],
        reopenings=[
            (network.valve_at[one.end], network.link_ids(one.links), sum(lengths[link] for link in one.links))
            for one in reopenings
            if one.links and network.valve_at[one.end]
        ],
    )


def _with_closed(network: KeyedGraph, valve_ids: Collection[int]) -> Graph:
    """Return the graph with the valves closed; others who ask of it just now see them as they are.

    All but the gates is shared: memories of who feeds whom are looked over by whoever follows them.
    """
    ends = [end for end in map(network.end_of, valve_ids) if end is not None]
    if not ends:
        return network.graph
    gates = network.graph.gates[:]
    for end in ends:
        gates[end] = Gate.CLOSED
    return replace(network.graph, gates=gates)


def _keys(network: KeyedGraph, links: Collection[int], nodes: Collection[int]) -> _Keys:
    return sorted(network.link_ids(links)), sorted(network.node_ids(nodes))


def _near_valves(
    network: KeyedGraph, found: Isolation, walks: Walks, stuck: Collection[int]
) -> Iterator[_Near]:
    groups = (
        (found.to_close, "close"), (found.needless, "needless"), (found.passed, "passed"),
        (found.shut_already, "closed"), (found.inside, "inside"),
    )  # fmt: skip
    for ends, why in groups:
        for end in ends:
            if network.valve_at[end]:
                said = "said_stuck" if why == "passed" and end in stuck else why
                yield _Near("shutoff", network.valve_at[end], said, walks.to_end(end))


def _near_links(network: KeyedGraph, found: Isolation, walks: Walks) -> Iterator[_Near]:
    """Yield check valves and pumps that let nothing back, and the pumps and control valves that are drained."""
    for link in found.one_way:
        kind, key = network.link_of(link)
        yield _Near(_LINK_NAMES[kind], key, "one_way", walks.to_link(link))
    for link in found.drained_links:
        kind, key = network.link_of(link)
        if kind != PIPE:
            yield _Near(_LINK_NAMES[kind], key, "control", walks.to_link(link))


def _tell(cut: _Cut) -> IsolationAnswer:
    """Look up what the keys are."""
    objects: dict[str, list[int]] = {kind: [] for kind in ("shutoff", "pipe", "pump", "valve")}
    for near in cut.near:
        objects[near.kind].append(near.id)
    objects["shutoff"] += [valve_id for valve_id, *_saved in cut.reopenings]
    objects["node"] = cut.drained[1] + cut.dry[1]
    told = read_told(spots=cut.spots, parts=[cut.drained, cut.dry], objects=objects)
    if any(fact.what != Medium.WATER for fact in told.spots.values()):
        raise IsolationError(_("A sewer has no valves to close: it is traced, not isolated."), code="sewer")
    drained, dry = told.parts
    return IsolationAnswer(
        spots=found_spots(cut.spots, told), drained=drained, dry=dry, valves=_tell_valves(cut.near, told.objects),
        lost=_tell_lost(drained, cut.sources, told.objects), savings=_tell_savings(cut, told.objects),
    )  # fmt: skip


def _tell_valves(near_by: Sequence[_Near], facts: dict[tuple[str, int], ObjectFact]) -> tuple[CutValve, ...]:
    told: list[CutValve] = []
    turn = 0
    known = [(near, facts[near.kind, near.id]) for near in near_by if (near.kind, near.id) in facts]
    for near, fact in sorted(known, key=lambda one: (one[0].distance_m, one[1].code)):
        turn += near.why == "close"
        why = near.why
        if why == "passed":
            why = fact.condition if fact.condition != ValveCondition.WORKING else "said_stuck"
        told.append(
            CutValve(
                kind=near.kind,
                id=near.id,
                code=fact.code,
                why=why,
                sentence=str(SENTENCES[why]),
                distance_m=near.distance_m,
                turn=turn if why == "close" else None,
                lon=fact.lon,
                lat=fact.lat,
                state=fact.state,
                condition=fact.condition,
                diameter_mm=fact.diameter_mm,
            )
        )
    return tuple(told)


def _tell_lost(
    drained: Part, sources: Collection[int], facts: dict[tuple[str, int], ObjectFact]
) -> tuple[LostObject, ...]:
    drained_ids = frozenset(drained.node_ids)
    return tuple(
        LostObject(
            fact.id, fact.code, fact.what, fact.id in drained_ids, fact.id in sources, fact.lon, fact.lat
        )
        for (kind, _id), fact in facts.items()
        if kind == "node"
    )


def _tell_savings(cut: _Cut, facts: dict[tuple[str, int], ObjectFact]) -> tuple[Saving, ...]:
    known = [(one, facts["shutoff", one[0]]) for one in cut.reopenings if ("shutoff", one[0]) in facts]
    return tuple(
        Saving(valve_id, fact.code, fact.condition, tuple(sorted(pipes)), length_m, fact.lon, fact.lat)
        for (valve_id, pipes, length_m), fact in known
    )
