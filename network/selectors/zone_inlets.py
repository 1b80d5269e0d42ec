"""Choosing where water enters a zone: nodes and pipes by code, and the flow meters near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q

from gis_core.models import User
from gis_core.registry import Choice, Chooser
from network.choices import SEWER_PIPE_KINDS, Lifecycle, NodeKind
from network.models import Node, Pipe, Zone, ZoneInlet

#: So many flow meters are offered as inlets.
OFFERED = 8
#: Flow meters so near the drawn area (m) are offered too: they stand at its edge.
NEAR_M = 100.0
#: Parts the code from the system in what a form shows, where two systems share the code.
_DOT = " · "
Place = TypeVar("Place", Node, Pipe)


@dataclass(frozen=True)
class OfferedInlet:
    """A flow meter and a pipe at it; `is_inside` says that the pipe leads into the drawn area."""

    node: Node
    pipe: Pipe
    is_inside: bool


def list_inlets(zone: Zone) -> list[ZoneInlet]:
    """Return the zone's inlets by node."""
    rows = zone.inlets.select_related("node", "pipe").defer("node__geom", "pipe__geom", "pipe__geom_3857")
    return list(rows.order_by("node__code", "pk"))


def list_offered_inlets(zone: Zone, user: User) -> list[OfferedInlet]:
    """Return ways in at flow meters inside the drawn area or near it that are no inlets yet, those inside first."""
    meters = Node.objects.visible_to(user).filter(
        kind=NodeKind.FLOW_METER, lifecycle=Lifecycle.IN_SERVICE, geom__dwithin=(zone.geom, NEAR_M)
    )
    nodes = {
        node.pk: node for node in meters.exclude(zone_inlets__zone=zone).order_by("code", "pk")[:OFFERED]
    }
    pipes = Pipe.objects.visible_to(user).filter(lifecycle=Lifecycle.IN_SERVICE)
    offered = [
        OfferedInlet(nodes[end], pipe, zone.geom.contains(pipe.geom.interpolate_normalized(0.5)))
        for pipe in pipes.filter(Q(start_node__in=nodes) | Q(end_node__in=nodes)).order_by("code", "pk")
        for end in (pipe.start_node_id, pipe.end_node_id)
        if end in nodes
    ]
    return sorted(offered, key=lambda one: (one.node.code, not one.is_inside, one.pipe.code))


def list_pipes_inside(zone: Zone, node: Node) -> list[Pipe]:
    """Return the pipes at a node whose middle lies in the drawn area."""
    at_node = Pipe.objects.filter(Q(start_node=node) | Q(end_node=node), lifecycle=Lifecycle.IN_SERVICE)
    pipes = at_node.exclude(kind__in=SEWER_PIPE_KINDS).order_by("code")
    return [pipe for pipe in pipes if zone.geom.contains(pipe.geom.interpolate_normalized(0.5))]


def find_nodes(query: str, user: User, limit: int) -> Sequence[Node]:
    """Return nodes whose code begins with what was typed, flow meters too."""
    rows = Node.objects.visible_to(user).filter(code__istartswith=query.partition(_DOT)[0])
    return list(rows.select_related("system").order_by("code", "pk")[:limit])


def get_node(text: str, user: User) -> Node | None:
    """Return the node of that very code, and system where two have it."""
    code, _dot, system = text.partition(_DOT)
    return _only(list(Node.objects.visible_to(user).filter(code=code).select_related("system")[:9]), system)


def find_pipes(query: str, user: User, limit: int) -> Sequence[Pipe]:
    """Return pipes whose code begins with what was typed."""
    rows = Pipe.objects.visible_to(user).filter(code__istartswith=query.partition(_DOT)[0])
    return list(rows.select_related("system").order_by("code", "pk")[:limit])


def get_pipe(text: str, user: User) -> Pipe | None:
    """Return the pipe of that very code, and system where two have it."""
    code, _dot, system = text.partition(_DOT)
    return _only(list(Pipe.objects.visible_to(user).filter(code=code).select_related("system")[:9]), system)


def _only(found: list[Place], system: str) -> Place | None:
    if system:
        found = [place for place in found if str(place.system) == system]
    return found[0] if len(found) == 1 else None


def describe_node(node: Node, user: User) -> Choice:
    """Return code and system, with what it is beside them."""
    return Choice(f"{node.code}{_DOT}{node.system}", str(node.get_kind_display()))


def describe_pipe(pipe: Pipe, user: User) -> Choice:
    """Return code and system, with the diameter beside them."""
    return Choice(f"{pipe.code}{_DOT}{pipe.system}", f"Ø {pipe.diameter_mm:.0f} mm")


ZONE_NODES: Chooser[Node] = Chooser("network:zone_node_choices", find_nodes, get_node, describe_node)
ZONE_PIPES: Chooser[Pipe] = Chooser("network:zone_pipe_choices", find_pipes, get_pipe, describe_pipe)
