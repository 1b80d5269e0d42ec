"""Where questions about the network start: spots by key, found in the database and in the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from network.choices import ObjectKind
from network.domain.answers import FoundSpot, Spot
from network.domain.keyed_graph import PIPE, KeyedGraph
from network.errors import IsolationError
from network.sql.cuts import SpotRow, read_spots


@dataclass(frozen=True)
class Start:
    """A spot that exists; `side` names the node of a pipe that it lies at, beyond that end's shut-off valve."""

    found: FoundSpot
    medium: str
    fraction: float
    side: int | None

    def nodes(self, network: KeyedGraph) -> list[int]:
        """Return the numbers of the nodes to start from."""
        spot = self.found.spot
        if spot.kind == "node":
            return [_known(network.node(spot.id), spot)]
        if spot.kind == "shutoff":
            return [network.graph.ends[_known(network.end_of(spot.id), spot)]]
        if self.side is not None:
            return [network.graph.ends[2 * _known(network.link(PIPE, spot.id), spot) + self.side]]
        return []

    def links(self, network: KeyedGraph) -> list[int]:
        """Return the numbers of the links to start from."""
        spot = self.found.spot
        if spot.kind == "shutoff":
            return [_known(network.end_of(spot.id), spot) >> 1]
        if spot.kind == "pipe" and self.side is None:
            return [_known(network.link(PIPE, spot.id), spot)]
        return []


def find_starts(spots: Sequence[Spot]) -> list[Start]:
    """Return the spots as the network has them; IsolationError when one does not exist."""
    rows = read_spots(spots)
    if len(rows) < len(spots):
        known = {row.turn for row in rows}
        raise _unknown(next(spot for turn, spot in enumerate(spots, 1) if turn not in known))
    return [_start(spot, row) for spot, row in zip(spots, rows, strict=True)]


def _start(spot: Spot, row: SpotRow) -> Start:
    fraction = 0.5 if spot.fraction is None else spot.fraction
    side = None
    if row.at_start_m is not None and fraction * row.length_m < row.at_start_m:
        side = 0
    elif row.at_end_m is not None and (1 - fraction) * row.length_m < row.at_end_m:
        side = 1
    share = fraction if spot.kind == "pipe" else 0.5
    return Start(FoundSpot(spot, row.code, row.lon, row.lat), row.medium, share, side)


def _known(number: int | None, spot: Spot) -> int:
    if number is None:
        raise _unknown(spot)
    return number


def _unknown(spot: Spot) -> IsolationError:
    words = _("%(kind)s with key %(id)d: there is none.") % {"kind": ObjectKind(spot.kind).label, "id": spot.id}
    return IsolationError(words, code="unknown_spot")
