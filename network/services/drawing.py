"""Pipes drawn: between two nodes, or over the map with what the line meets made and cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import EditKind, Medium, NodeKind, PipeKind
from network.domain.topology import XY, is_on_earth, line_length, tidy_line
from network.errors import EditRefused
from network.models import Node, Pipe, SupplySystem
from network.services.codes import choose_code
from network.services.edit_values import columns, refuse_wrong_medium, warn_uphill
from network.services.edits import Draft, as_line, corners_of, place_of
from network.services.followers import follow_pipe
from network.services.nodes import make_node
from network.services.splitting import MINIMUM_PART_M, cut_pipe, new_node_at
from network.sql.edit_rows import Row
from network.types import DrawnPoint, EditOutcome


@transaction.atomic
def add_pipe(
    *,
    actor: User | None,
    start: Node,
    end: Node,
    corners: Sequence[XY] = (),
    code: str = "",
    **attributes: Any,
) -> EditOutcome:
    """Lay a pipe from node to node through corners (EPSG:2100 metres); without a code it gets the next.

    Raises:
        EditRefused: the line has no length or crosses its own node, the nodes are of two systems, or a value is none.
    """
    draft = Draft(actor, EditKind.ADD)
    draft.lock(node=[start.pk, end.pk])
    rows = [draft.row("node", node.pk) for node in (start, end)]
    line = [place_of(rows[0]), *((float(x), float(y)) for x, y in corners), place_of(rows[1])]
    pipe = _make_pipe(draft, start.system, rows[0], rows[1], line, code, attributes)
    return draft.finish(("pipe", pipe["id"]), [pipe["code"]])


def _make_pipe(
    draft: Draft,
    system: SupplySystem,
    start: Row,
    end: Row,
    line: Sequence[XY],
    code: str,
    attributes: Mapping[str, Any],
) -> Row:
    default = PipeKind.GRAVITY_SEWER if system.medium == Medium.SEWER else PipeKind.DISTRIBUTION
    values = columns("pipe", {"kind": default, **attributes})
    refuse_wrong_medium("pipe", values["kind"], system)
    if start["id"] == end["id"]:
        raise EditRefused(_("A pipe joins two different nodes."), code="pipe_two_nodes")
    if values.get("diameter_mm") is None:
        raise EditRefused(_("A pipe's diameter is more than zero."), code="pipe_diameter_positive")
    place = {"start_node_id": start["id"], "end_node_id": end["id"], "geom": as_line(tidy_line(line))}
    code = choose_code("pipe", system.pk, code, values["kind"])
    pipe = draft.make("pipe", {"system_id": system.pk, "code": code, **place, **values})
    warn_uphill(draft, pipe)
    return pipe


@transaction.atomic
def draw_pipe(
    *, actor: User | None, system: SupplySystem, points: Sequence[DrawnPoint], attributes: Mapping[str, Any],
    code: str = "",
) -> EditOutcome:  # fmt: skip
    """Draw a pipe over the map: it is joined to every node and pipe that its points name, and broken there.

    A pipe that a point lies on is cut there; an end that names nothing becomes a new junction (a manhole in a
    sewer). `code` is the first pipe's. The outcome's `made["pipe"]` are the new pipes and the cut ones' new parts.

    Raises:
        EditRefused: fewer than two points, something of another system, a pipe without length, or a value is none.
    """
    if len(points) < 2:
        raise EditRefused(_("A pipe has a beginning and an end."), code="points")
    draft = Draft(actor, EditKind.ADD)
    draft.lock(
        node={p.node_id for p in points if p.node_id is not None},
        pipe={p.pipe_id for p in points if p.pipe_id is not None},
    )
    _refuse_strangers(draft, system)
    stops = _join_cut_pipes(draft, points)
    node_kind = NodeKind.MANHOLE if system.medium == Medium.SEWER else NodeKind.JUNCTION
    own = {"lifecycle": attributes["lifecycle"]} if attributes.get("lifecycle") else {}
    for index in (0, len(points) - 1):
        if index not in stops:
            place = (points[index].x, points[index].y)
            stops[index] = make_node(draft, system, node_kind, place, **own)
    made: list[Row] = []
    for first, last in pairwise(sorted(stops)):
        line = [
            place_of(stops[first]),
            *((p.x, p.y) for p in points[first + 1 : last]),
            place_of(stops[last]),
        ]
        if stops[first]["id"] == stops[last]["id"] and line_length(line) < MINIMUM_PART_M:
            continue  # two points of the line snapped to one node
        made.append(
            _make_pipe(draft, system, stops[first], stops[last], line, "" if made else code, attributes)
        )
    if not made:
        raise EditRefused(_("A pipe has a length: its ends are one place."), code="no_length")
    return draft.finish(("pipe", made[0]["id"]), [pipe["code"] for pipe in made])


def _refuse_strangers(draft: Draft, system: SupplySystem) -> None:
    if any(row["system_id"] != system.pk for kind in ("node", "pipe") for row in draft.rows[kind].values()):
        raise EditRefused(_("A pipe joins nodes of its own system only."), code="link_in_one_system")


def _join_cut_pipes(draft: Draft, points: Sequence[DrawnPoint]) -> dict[int, Row]:
    """Return the node at each point that names one or a pipe; pipes are cut where points lie on them."""
    stops = {i: draft.row("node", p.node_id) for i, p in enumerate(points) if p.node_id is not None}
    by_pipe: dict[int, list[tuple[float, int]]] = {}
    for index, point in enumerate(points):
        if point.node_id is None and point.pipe_id is not None:
            if point.fraction is None:
                raise EditRefused(_("Say where on the pipe the line begins."), code="place")
            by_pipe.setdefault(point.pipe_id, []).append((min(1.0, max(0.0, point.fraction)), index))
    for pipe_id in sorted(by_pipe):
        stops |= _cut_at_points(draft, draft.row("pipe", pipe_id), sorted(by_pipe[pipe_id]))
    return stops


def _cut_at_points(draft: Draft, pipe: Row, wanted: Sequence[tuple[float, int]]) -> dict[int, Row]:
    """Cut one pipe at the points that lie on it; one that lies at its end takes the end's node."""
    length = line_length(corners_of(pipe))
    start, end = draft.row("node", pipe["start_node_id"]), draft.row("node", pipe["end_node_id"])
    stops: dict[int, Row] = {}
    cuts: list[float] = []
    nodes: list[Row] = []
    for fraction, index in wanted:
        if fraction * length < MINIMUM_PART_M:
            stops[index] = start
        elif (1 - fraction) * length < MINIMUM_PART_M:
            stops[index] = end
        elif cuts and (fraction - cuts[-1]) * length < MINIMUM_PART_M:
            stops[index] = nodes[-1]
        else:
            cuts.append(fraction)
            nodes.append(new_node_at(draft, pipe, fraction))
            stops[index] = nodes[-1]
    if cuts:
        cut_pipe(draft, pipe, cuts, nodes)
    return stops


@transaction.atomic
def move_vertices(
    *, actor: User | None, pipe: Pipe, corners: Sequence[XY], version: int | None = None
) -> EditOutcome:
    """Draw a pipe anew through corners (EPSG:2100 metres) between its end nodes, which stay where they are.

    `corners` are those between the ends; places along the pipe keep their share of its length.

    Raises:
        StaleEditError: the pipe was changed since the editor saw it.
        EditRefused: a corner is no place, or the line has no length or crosses its own node.
    """
    draft = Draft(actor, EditKind.MOVE)
    draft.lock(pipe=[pipe.pk])
    inner = [(float(x), float(y)) for x, y in corners]
    row = draft.expect("pipe", pipe.pk, version, {"geom": inner})
    before = corners_of(row)
    if not is_on_earth(inner):
        raise EditRefused(_("This is no place on the map."), code="geometry")
    row["geom"] = as_line(tidy_line([before[0], *inner, before[-1]]))
    follow_pipe(draft, row, before)
    return draft.finish(("pipe", pipe.pk), [row["code"]])
