"""Where questions about the network start: spots by key, found in the graph and told of by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from network.choices import ObjectKind
from network.domain.answers import FoundSpot, Spot
from network.domain.graph import Gate
from network.domain.keyed_graph import PIPE, KeyedGraph
from network.errors import IsolationError
from network.sql.telling import Told


@dataclass
class Starts:
    """Numbers of nodes and links to start from, of links with the share of their length."""

    nodes: set[int] = field(default_factory=set)
    links: dict[int, float] = field(default_factory=dict)


def find_starts(network: KeyedGraph, spots: Sequence[Spot]) -> Starts:
    """Return where the spots are in the graph; IsolationError when one is not there.

    A spot on a pipe between a shut-off valve and its node is at the node.
    """
    starts = Starts()
    for spot in spots:
        if spot.kind == "node":
            starts.nodes.add(_known(network.node(spot.id), spot))
        elif spot.kind == "shutoff":
            end = _known(network.end_of(spot.id), spot)
            starts.nodes.add(network.graph.ends[end])
            starts.links[end >> 1] = float(end & 1)
        else:
            _start_on_pipe(network, spot, starts)
    return starts


def _start_on_pipe(network: KeyedGraph, spot: Spot, starts: Starts) -> None:
    graph, link = network.graph, _known(network.link(PIPE, spot.id), spot)
    share = 0.5 if spot.fraction is None else spot.fraction
    length_m = graph.lengths[link]
    for end, from_node_m in ((2 * link, share * length_m), (2 * link + 1, (1 - share) * length_m)):
        # A valve stands in its own half of the pipe: the database puts it there.
        if graph.gates[end] != Gate.FREE and from_node_m < min(network.offsets[end], length_m / 2):
            starts.nodes.add(graph.ends[end])
            return
    starts.links[link] = share


def found_spots(spots: Sequence[Spot], told: Told) -> tuple[FoundSpot, ...]:
    """Return the spots as the database tells of them; IsolationError when one went meanwhile."""
    found: list[FoundSpot] = []
    for turn, spot in enumerate(spots, 1):
        fact = told.spots.get(turn)
        if fact is None:
            raise _unknown(spot)
        found.append(FoundSpot(spot, fact.code, fact.lon, fact.lat))
    return tuple(found)


def _known(number: int | None, spot: Spot) -> int:
    if number is None:
        raise _unknown(spot)
    return number


def _unknown(spot: Spot) -> IsolationError:
    words = _("%(kind)s with key %(id)d: there is none.") % {
        "kind": ObjectKind(spot.kind).label,
        "id": spot.id,
    }
    return IsolationError(words, code="unknown_spot")
