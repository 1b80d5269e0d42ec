"""Nodes: added, moved with their links, merged."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import EditKind, NodeKind
from network.domain.topology import XY
from network.errors import EditRefused
from network.models import Node, SupplySystem
from network.services.codes import choose_code
from network.services.edit_values import columns, refuse_wrong_medium
from network.services.edits import Draft, as_line, as_point, corners_of, place_of
from network.services.followers import follow_pipe
from network.sql.edit_rows import Row
from network.types import EditOutcome, PipePointMove

#: Nodes with nothing of their own that would be lost with them.
PLAIN_KINDS = (NodeKind.JUNCTION, NodeKind.FITTING)


@transaction.atomic
def add_node(
    *, actor: User | None, system: SupplySystem, kind: str, point: Point, code: str = "", **attributes: Any
) -> EditOutcome:
    """Add a node that nothing is joined to yet; without a code it gets the next of its kind.

    Raises:
        EditRefused: the kind does not belong into the system, the code is taken, or a value is none.
    """
    draft = Draft(actor, EditKind.ADD)
    node = make_node(draft, system, NodeKind(kind), (point.x, point.y), code, **attributes)
    return draft.finish(("node", node["id"]), [node["code"]])


def make_node(
    draft: Draft, system: SupplySystem, kind: NodeKind, place: XY, code: str = "", **attributes: Any
) -> Row:
    """Add a node to a draft."""
    refuse_wrong_medium("node", kind, system)
    values = columns("node", attributes)
    geom = as_point(place)
    code = choose_code("node", system.pk, code, kind)
    return draft.make("node", {"system_id": system.pk, "kind": kind, "code": code, "geom": geom, **values})


@transaction.atomic
def move_node(*, actor: User | None, node: Node, point: Point, version: int | None = None) -> EditOutcome:
    """Move a node and the ends of all its links with it; places along them keep their share of the length.

    Raises:
        StaleEditError: it was changed since the editor saw it.
        EditRefused: a link would lose its length or cross its own node.
    """
    draft = Draft(actor, EditKind.MOVE)
    draft.lock(node=[node.pk])
    place = (point.x, point.y)
    row = draft.expect("node", node.pk, version, {"geom": place})
    row["geom"] = as_point(place)
    for kind, link in draft.links_of(node.pk):
        set_ends(draft, kind, link, {node.pk: place})
    return draft.finish(("node", node.pk), [row["code"]])


def set_ends(draft: Draft, kind: str, link: Row, places: dict[int, XY]) -> None:
    """Put the ends of a link onto the places of its nodes, of those that are given."""
    corners = corners_of(link)
    before = list(corners)
    corners[0] = places.get(link["start_node_id"], corners[0])
    corners[-1] = places.get(link["end_node_id"], corners[-1])
    link["geom"] = as_line(corners)
    if kind == "pipe":
        follow_pipe(draft, link, before)


@transaction.atomic
def merge_nodes(
    *, actor: User | None, keep: Node, gone: Node, keep_version: int | None = None, version: int | None = None,
    kind: EditKind = EditKind.MERGE,
) -> EditOutcome:  # fmt: skip
    """Make two nodes one: links of the second end on the first, a pipe between the two goes.

    The kept node takes over the other's demand, and what it is and how high where it was nothing but a junction itself.

    Raises:
        StaleEditError: one was changed since the editor saw it (`version` is the second's).
        EditRefused: they are one already, of two systems, each something of its own, or a valve stands between.
    """
    if keep.pk == gone.pk:
        raise EditRefused(_("A node is not merged with itself."), code="same_node")
    draft = Draft(actor, kind)
    draft.lock(node=[keep.pk, gone.pk])
    kept = draft.expect("node", keep.pk, keep_version)
    lost = draft.expect("node", gone.pk, version)
    if kept["system_id"] != lost["system_id"]:
        raise EditRefused(_("A pipe joins nodes of its own system only."), code="link_in_one_system")
    _take_over(kept, lost)
    for kind_, link in draft.links_of(gone.pk):
        if keep.pk in (link["start_node_id"], link["end_node_id"]):
            _drop_between(draft, kind_, link, keep.pk)
    place = place_of(kept)
    for kind_, link in draft.links_of(gone.pk):
        for end in ("start_node_id", "end_node_id"):
            if link[end] == gone.pk:
                link[end] = keep.pk
        set_ends(draft, kind_, link, {keep.pk: place})
    for inlet in draft.rows["inlet"].values():
        if inlet["node_id"] == gone.pk:
            inlet["node_id"] = keep.pk
    draft.drop("node", gone.pk)
    return draft.finish(("node", keep.pk), [kept["code"], lost["code"]])


def _take_over(kept: Row, lost: Row) -> None:
    """Write on the kept node what the other had."""
    if lost["kind"] not in PLAIN_KINDS:
        if kept["kind"] not in PLAIN_KINDS:
            raise EditRefused(
                _("%(one)s and %(other)s are each something of their own: they are not merged.")
                % {"one": kept["code"], "other": lost["code"]},
                code="two_kinds",
            )
        own = ("kind", "asset_type_id", "station_id", "installed_year", "tank_diameter_m", "tank_level_m")
        for name in (*own, "tank_min_level_m", "tank_max_level_m"):
            kept[name] = lost[name]
        # Its heights too: those of a source are its water's, which is not the ground that the junction stood on.
        for name in ("elevation_m", "invert_m"):
            kept[name] = kept[name] if lost[name] is None else lost[name]
    for name in ("elevation_m", "invert_m", "remarks"):
        kept[name] = lost[name] if kept[name] in (None, "") else kept[name]
    kept["demand_l_s"] = kept["demand_l_s"] + lost["demand_l_s"]


def _drop_between(draft: Draft, kind: str, link: Row, keep_id: int) -> None:
    """Take away the pipe between two nodes that become one; places along it go to the kept node's end of another."""
    if kind != "pipe" or draft.on_pipe("shutoff", link["id"]) or draft.on_pipe("inlet", link["id"]):
        raise EditRefused(
            _("Something stands between the two nodes: they are not merged."), code="something_between"
        )
    draft.drop("pipe", link["id"])
    beside = [pipe for _kind, pipe in draft.links_of(keep_id, ["pipe"])]
    to = beside[0] if beside else None
    end = 1.0 if to is not None and to["end_node_id"] == keep_id else 0.0
    draft.move_points(PipePointMove(link["id"], 0, 1, to["id"] if to else None, end, end))
