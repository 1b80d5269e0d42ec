"""What belongs to an object of the network: links at a node, valves on a pipe, what stands in a station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from network.models import Building, Node, Pipe, Pump, ServiceLine, ShutoffValve, Station, Valve, ValveCheck
from network.selectors.buildings import building_reached, lines_reaching

#: So many of a kind are named on a card.
MOST = 100


@dataclass(frozen=True)
class Belonging:
    """Objects of one kind that belong to another; `slug` is the kind's name in the pages."""

    slug: str
    rows: Sequence[Any]


def list_belongings(record: Model) -> list[Belonging]:
    """Return what hangs on the object or stands beside it, by kind, at most a hundred of each, no empty kind."""
    found: list[tuple[str, Any]] = []
    if isinstance(record, Node):
        found = [
            ("pipe", record.pipes_out.all() | record.pipes_in.all()),
            ("valve", record.valves_out.all() | record.valves_in.all()),
            ("pump", record.pumps_out.all() | record.pumps_in.all()),
        ]
    elif isinstance(record, Pipe):
        found = [
            ("node", Node.objects.filter(pk__in=[record.start_node_id, record.end_node_id])),
            ("shutoff", record.shutoff_valves.all()),
            ("service_line", record.service_lines.all()),
        ]
    elif isinstance(record, (Valve, Pump)):
        found = [("node", Node.objects.filter(pk__in=[record.start_node_id, record.end_node_id]))]
    elif isinstance(record, ServiceLine):
        found = [("pipe", Pipe.objects.filter(pk=record.pipe_id)), ("building", building_reached(record))]
    elif isinstance(record, Building):
        found = [("service_line", lines_reaching(record))]
    elif isinstance(record, ShutoffValve):
        found = [("pipe", Pipe.objects.filter(pk=record.pipe_id))]
    elif isinstance(record, Station):
        found = [("pump", record.pumps.all()), ("valve", record.valves.all()), ("node", record.nodes.all())]
    groups = [
        Belonging(slug, list(rows.defer("geom", "geom_3857").order_by("code")[:MOST])) for slug, rows in found
    ]
    return [group for group in groups if group.rows]


def list_links(node: Node) -> list[tuple[str, Any]]:
    """Return the links at a node with their kinds' names, at most a hundred of each."""
    return [(group.slug, link) for group in list_belongings(node) for link in group.rows]


def list_checks(valve: ShutoffValve) -> list[ValveCheck]:
    """Return what was found at a shut-off valve, newest first, at most fifty."""
    return list(valve.checks.select_related("checked_by").order_by("-checked_at", "-pk")[:50])
