"""Pipes joined at a plain node, turned round, and brought to another node."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import SEWER_PIPE_KINDS, EditKind
from network.domain.topology import line_length
from network.errors import EditRefused
from network.models import Node, Pipe
from network.services.edit_values import warn_uphill
from network.services.edits import Draft, as_line, corners_of, place_of
from network.services.nodes import PLAIN_KINDS, set_ends
from network.sql.edit_rows import Row
from network.types import EditOutcome, PipePointMove

#: What two pipes must have in common to be one.
_AGREE = (
    "kind", "lifecycle", "diameter_mm", "material_id", "laid_year", "roughness", "owner_id", "depth_m", "status",
    "has_check_valve",
)  # fmt: skip


@transaction.atomic
def join_pipes(
    *, actor: User | None, node: Node, version: int | None = None, keep: Pipe | None = None
) -> EditOutcome:
    """Make the two pipes at a plain node one; the node goes, connections and valves stay where they are.

    `keep` is the pipe whose key, code, direction and attributes stay; without it the older one, and the two must
    agree in what is written on them.

    Raises:
        StaleEditError: the node was changed since the editor saw it.
        EditRefused: not two pipes meet there and nothing else, something stands there, or they do not agree.
    """
    draft = Draft(actor, EditKind.JOIN)
    draft.lock(node=[node.pk])
    row = draft.expect("node", node.pk, version)
    links = draft.links_of(node.pk)
    if len(links) != 2 or any(kind != "pipe" for kind, _row in links):
        raise EditRefused(
            _("Pipes are joined where two of them meet and nothing else."), code="not_two_pipes"
        )
    pipes = sorted((pipe for _kind, pipe in links), key=lambda pipe: int(pipe["id"]))
    if keep is not None:
        pipes.sort(key=lambda pipe: pipe["id"] != keep.pk)
        if pipes[0]["id"] != keep.pk:
            raise EditRefused(
                _("Pipes are joined where two of them meet and nothing else."), code="not_two_pipes"
            )
    kept, other = pipes
    _refuse_loss(draft, row, pipes)
    if keep is None:
        _refuse_disagreement(kept, other)
    _become_one(draft, row, kept, other)
    warn_uphill(draft, kept)
    return draft.finish(("pipe", kept["id"]), [kept["code"], other["code"], row["code"]])


def _refuse_loss(draft: Draft, node: Row, pipes: list[Row]) -> None:
    if node["kind"] not in PLAIN_KINDS or node["demand_l_s"]:
        raise EditRefused(
            _("%(code)s is more than a joint: it stays where it is.") % {"code": node["code"]},
            code="not_plain",
        )
    for pipe in pipes:
        for valve in draft.on_pipe("shutoff", pipe["id"]):
            if valve["at_end"] == (pipe["end_node_id"] == node["id"]):
                raise EditRefused(
                    _("The shut-off valve %(code)s stands at this node: move or delete it first.")
                    % {"code": valve["code"]},
                    code="valve_at_node",
                )
    if any(inlet["node_id"] == node["id"] for inlet in draft.rows["inlet"].values()):
        raise EditRefused(_("Water enters a zone here: the node stays."), code="zone_inlet")


def _refuse_disagreement(kept: Row, other: Row) -> None:
    names = [name for name in _AGREE if kept[name] != other[name]]
    if names:
        said = ", ".join(str(Pipe._meta.get_field(name.removesuffix("_id")).verbose_name) for name in names)  # type: ignore[union-attr]  # fields of ours have names in words
        raise EditRefused(
            _("The pipes %(one)s and %(other)s differ in: %(names)s. Choose whose attributes stay.")
            % {"one": kept["code"], "other": other["code"], "names": said},
            code="attributes_differ",
        )


def _become_one(draft: Draft, node: Row, kept: Row, other: Row) -> None:
    """Let the kept pipe run on along the other."""
    at_kept_end = kept["end_node_id"] == node["id"]
    goes_along = (other["start_node_id"] == node["id"]) == at_kept_end  # the other runs the kept one's way
    one_way = any(pipe["has_check_valve"] or pipe["kind"] in SEWER_PIPE_KINDS for pipe in (kept, other))
    if one_way and not goes_along:
        raise EditRefused(
            _(
                "Water goes one way only in one of the pipes, and they run against each other: turn one round first."
            ),
            code="directions_differ",
        )
    mine, theirs = corners_of(kept), corners_of(other)
    if not goes_along:
        theirs = theirs[::-1]
    length, added = line_length(mine), line_length(theirs)
    share = length / (length + added) if length + added > 0 else 0.5
    far = "end" if goes_along == at_kept_end else "start"  # the end of the other that becomes the kept one's
    near = "end" if at_kept_end else "start"
    kept["geom"] = as_line([*mine, *theirs[1:]] if at_kept_end else [*theirs, *mine[1:]])
    kept[f"{near}_node_id"] = other[f"{far}_node_id"]
    kept[f"{near}_invert_m"] = other[f"{far}_invert_m"]
    if kept["model_length_m"] is not None or other["model_length_m"] is not None:
        kept["model_length_m"] = _model_length(kept, length) + _model_length(other, added)
    low, high = (0.0, share) if at_kept_end else (1 - share, 1.0)
    draft.move_points(PipePointMove(kept["id"], 0, 1, kept["id"], low, high))
    low, high = (share, 1.0) if at_kept_end else (0.0, 1 - share)
    draft.move_points(
        PipePointMove(other["id"], 0, 1, kept["id"], *((low, high) if goes_along else (high, low)))
    )
    for valve in draft.on_pipe("shutoff", other["id"]):
        valve.update({"pipe_id": kept["id"], "at_end": at_kept_end})
    for inlet in draft.on_pipe("inlet", other["id"]):
        inlet["pipe_id"] = kept["id"]
    draft.drop("pipe", other["id"])
    draft.drop("node", node["id"])


def _model_length(pipe: Row, drawn_m: float) -> Decimal:
    given = pipe["model_length_m"]
    return Decimal(given) if given is not None else Decimal(drawn_m).quantize(Decimal("0.0001"))


@transaction.atomic
def reverse_pipe(*, actor: User | None, pipe: Pipe, version: int | None = None) -> EditOutcome:
    """Turn a pipe round: its start becomes its end; what stands on it stays where it is.

    Raises:
        StaleEditError: it was changed since the editor saw it.
    """
    draft = Draft(actor, EditKind.REVERSE)
    draft.lock(pipe=[pipe.pk])
    row = draft.expect("pipe", pipe.pk, version)
    row["geom"] = as_line(corners_of(row)[::-1])
    row["start_node_id"], row["end_node_id"] = row["end_node_id"], row["start_node_id"]
    row["start_invert_m"], row["end_invert_m"] = row["end_invert_m"], row["start_invert_m"]
    for valve in draft.on_pipe("shutoff", pipe.pk):
        valve["at_end"] = not valve["at_end"]
    draft.move_points(PipePointMove(pipe.pk, 0, 1, pipe.pk, 1, 0))
    warn_uphill(draft, row)
    return draft.finish(("pipe", pipe.pk), [row["code"]])


@transaction.atomic
def reconnect_end(
    *, actor: User | None, pipe: Pipe, at_end: bool, node: Node, version: int | None = None,
    kind: EditKind = EditKind.RECONNECT,
) -> EditOutcome:  # fmt: skip
    """Bring an end of a pipe to another node; its line's last corner goes there too.

    Raises:
        StaleEditError: the pipe was changed since the editor saw it.
        EditRefused: the node is its other end, of another system, or a zone takes its water where the pipe was.
    """
    draft = Draft(actor, kind)
    draft.lock(pipe=[pipe.pk], node=[node.pk])
    row = draft.expect("pipe", pipe.pk, version, {"at_end": at_end, "node": node.pk})
    name = "end_node_id" if at_end else "start_node_id"
    if node.pk == row["start_node_id" if at_end else "end_node_id"]:
        raise EditRefused(_("A pipe joins two different nodes."), code="pipe_two_nodes")
    if any(inlet["node_id"] == row[name] for inlet in draft.on_pipe("inlet", pipe.pk)):
        raise EditRefused(_("Water enters a zone here: the pipe stays at its node."), code="zone_inlet")
    row[name] = node.pk
    set_ends(draft, "pipe", row, {node.pk: place_of(draft.row("node", node.pk))})
    return draft.finish(("pipe", pipe.pk), [row["code"], draft.row("node", node.pk)["code"]])
