"""Pipes cut at places along them, and what is put into the cut."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import SEWER_PIPE_KINDS, EditKind, NodeKind
from network.domain.topology import XY, cut_line, line_length
from network.errors import EditRefused
from network.models import Node, Pipe, SupplySystem
from network.services.codes import choose_code, choose_part_code
from network.services.edit_values import columns
from network.services.edits import Draft, as_line, corners_of, place_of
from network.services.nodes import make_node
from network.sql.edit_rows import Row
from network.types import EditOutcome, PipePointMove

#: No part of a cut pipe is shorter (m): nearer to its end the place is the end.
MINIMUM_PART_M = 0.05
#: Half the room that a pump or control valve takes on its pipe (m).
_HALF_LINK_M = 0.5


@transaction.atomic
def split_pipe(
    *, actor: User | None, pipe: Pipe, fraction: float, version: int | None = None, kind: str = "",
    code: str = "", **attributes: Any,
) -> EditOutcome:  # fmt: skip
    """Cut a pipe by a new node at a share of its length; connections, valves and service lines stay where they are.

    The first part keeps the pipe's key and code. `kind`, `code` and attributes are the node's; without a kind it is a
    fitting, or a manhole of a sewer.

    Raises:
        StaleEditError: the pipe was changed since the editor saw it.
        EditRefused: the place is one of its ends.
    """
    draft = Draft(actor, EditKind.SPLIT)
    draft.lock(pipe=[pipe.pk])
    row = draft.expect("pipe", pipe.pk, version, {"fraction": fraction})
    refuse_near_ends(row, fraction)
    node = cut_pipe(draft, row, [fraction], [new_node_at(draft, row, fraction, kind, code, **attributes)])[0][
        0
    ]
    return draft.finish(("node", node["id"]), [row["code"], node["code"]])


@transaction.atomic
def split_at_node(
    *, actor: User | None, pipe: Pipe, node: Node, fraction: float, version: int | None = None,
    kind: EditKind = EditKind.SPLIT,
) -> EditOutcome:  # fmt: skip
    """Cut a pipe by a node that lies on it and is not joined to it yet.

    Raises:
        StaleEditError: the pipe was changed since the editor saw it.
        EditRefused: the node is one of its ends, or at its very end, or of another system.
    """
    draft = Draft(actor, kind)
    draft.lock(pipe=[pipe.pk], node=[node.pk])
    row = draft.expect("pipe", pipe.pk, version, {"fraction": fraction})
    refuse_near_ends(row, fraction)
    if node.pk in (row["start_node_id"], row["end_node_id"]):
        raise EditRefused(_("A pipe joins two different nodes."), code="pipe_two_nodes")
    cut_pipe(draft, row, [fraction], [draft.row("node", node.pk)])
    return draft.finish(("pipe", pipe.pk), [row["code"], draft.row("node", node.pk)["code"]])


@transaction.atomic
def insert_link(
    *, actor: User | None, pipe: Pipe, link: str, fraction: float, version: int | None = None, code: str = "",
    **attributes: Any,
) -> EditOutcome:  # fmt: skip
    """Put a control valve (`link` "valve") or a pump ("pump") into a pipe; water goes on from its start to its end.

    It takes a metre of the pipe, or a third of one that is shorter than three metres.

    Raises:
        StaleEditError: the pipe was changed since the editor saw it.
        EditRefused: there is no room, a shut-off valve stands just there, or a value is none.
    """
    if link not in {"valve", "pump"}:
        raise EditRefused(_("A pump or a control valve is put into a pipe."), code="link")
    draft = Draft(actor, EditKind.ADD)
    draft.lock(pipe=[pipe.pk])
    row = draft.expect("pipe", pipe.pk, version, {"fraction": fraction})
    length = line_length(corners_of(row))
    half = min(_HALF_LINK_M / length, 1 / 6) if length > 0 else 0.0
    middle = min(1 - 2 * half, max(2 * half, fraction))
    cuts = [middle - half, middle + half]
    refuse_near_ends(row, cuts[0])
    whole = dict(row)
    nodes, parts = cut_pipe(draft, row, cuts, [new_node_at(draft, row, cut) for cut in cuts])
    room = parts[1]
    if draft.on_pipe("shutoff", room["id"]):
        raise EditRefused(_("A shut-off valve stands just there."), code="something_between")
    draft.drop("pipe", room["id"])
    draft.moves = [
        PipePointMove(move.from_pipe_id, move.from_low, move.from_high, row["id"], 1, 1)
        if move.to_pipe_id == room["id"]
        else move
        for move in draft.moves
    ]
    values = columns(link, attributes)
    if link == "valve":
        values.setdefault("diameter_mm", whole["diameter_mm"])
    made = draft.make(
        link,
        {
            "system_id": row["system_id"], "start_node_id": nodes[0]["id"], "end_node_id": nodes[1]["id"],
            "geom": room["geom"], "lifecycle": row["lifecycle"],
            "code": choose_code(link, row["system_id"], code), **values,
        },
    )  # fmt: skip
    return draft.finish((link, made["id"]), [made["code"], row["code"]])


def refuse_near_ends(pipe: Row, fraction: float) -> None:
    """Refuse a place that is one of the pipe's ends.

    Raises:
        EditRefused: it is.
    """
    length = line_length(corners_of(pipe))
    if not MINIMUM_PART_M <= fraction * length <= length - MINIMUM_PART_M:
        raise EditRefused(
            _("The pipe %(code)s ends here: it cannot be cut at its end.") % {"code": pipe["code"]},
            code="at_end",
        )


def new_node_at(
    draft: Draft, pipe: Row, fraction: float, kind: str = "", code: str = "", **attributes: Any
) -> Row:
    """Add a node at a share of a pipe's length: by default a fitting, of a sewer a manhole.

    Its ground is taken to rise evenly between the pipe's ends, and a manhole's bottom to lie at the pipe's invert,
    until somebody measures them.
    """
    is_sewer = pipe["kind"] in SEWER_PIPE_KINDS
    chosen = NodeKind(kind) if kind else (NodeKind.MANHOLE if is_sewer else NodeKind.FITTING)
    start, end = draft.row("node", pipe["start_node_id"]), draft.row("node", pipe["end_node_id"])
    attributes.setdefault("elevation_m", between(start["elevation_m"], end["elevation_m"], fraction))
    if is_sewer:
        attributes.setdefault("invert_m", between(pipe["start_invert_m"], pipe["end_invert_m"], fraction))
    attributes.setdefault("lifecycle", pipe["lifecycle"])
    place = cut_line(corners_of(pipe), fraction)[0][-1]
    system = SupplySystem.objects.get(pk=pipe["system_id"])
    return make_node(draft, system, chosen, place, code, **attributes)


def between(start: Decimal | None, end: Decimal | None, fraction: float) -> Decimal | None:
    """Return the height at a share of the way, to the tenth of a millimetre; None where an end is not known."""
    if start is None or end is None:
        return None
    start, end = Decimal(start), Decimal(end)
    return (start + (end - start) * Decimal(fraction)).quantize(Decimal("0.0001"))


def cut_pipe(
    draft: Draft, pipe: Row, fractions: Sequence[float], nodes: Sequence[Row]
) -> tuple[list[Row], list[Row]]:
    """Cut a held pipe at rising shares of its length by nodes; return the nodes and the parts in order.

    The first part is the pipe itself. What stands on the pipe goes to the part that it stands on.
    """
    whole = dict(pipe)
    lines = _lines(corners_of(whole), fractions, [place_of(node) for node in nodes])
    ends = [whole["start_node_id"], *(node["id"] for node in nodes), whole["end_node_id"]]
    borders = [0.0, *fractions, 1.0]
    parts = [pipe]
    for number, line in enumerate(lines):
        low, high = borders[number], borders[number + 1]
        values = {
            "start_node_id": ends[number], "end_node_id": ends[number + 1], "geom": as_line(line),
            "start_invert_m": _height(whole, low), "end_invert_m": _height(whole, high),
            "model_length_m": _share(whole["model_length_m"], high - low),
        }  # fmt: skip
        if number == 0:
            pipe.update(values)
        else:
            drawn = {row["code"] for row in draft.rows["pipe"].values()}
            code = choose_part_code(whole["system_id"], whole["code"], drawn)
            parts.append(draft.make("pipe", {**_attributes(whole), **values, "code": code}))
        draft.move_points(PipePointMove(whole["id"], low, high, parts[-1]["id"]))
    _share_out(draft, whole, parts, borders)
    return list(nodes), parts


def _lines(corners: list[XY], fractions: Sequence[float], places: Sequence[XY]) -> list[list[XY]]:
    """Cut a line at the shares; each cut is put exactly onto its place."""
    lines, rest, done = [], corners, 0.0
    for fraction, place in zip(fractions, places, strict=True):
        left, rest = cut_line(rest, (fraction - done) / (1 - done))
        left[-1] = rest[0] = place
        lines.append(left)
        done = fraction
    return [*lines, rest]


def _attributes(pipe: Row) -> Row:
    return {name: value for name, value in pipe.items() if name not in {"id", "version", "code"}}


def _height(whole: Row, fraction: float) -> Decimal | None:
    """Return the invert at a share of the pipe; its own ends stay as they were measured."""
    if fraction in (0.0, 1.0):
        value: Decimal | None = whole["end_invert_m"] if fraction else whole["start_invert_m"]
        return value
    return between(whole["start_invert_m"], whole["end_invert_m"], fraction)


def _share(length: Any, share: float) -> Decimal | None:
    return None if length is None else (Decimal(length) * Decimal(share)).quantize(Decimal("0.0001"))


def _share_out(draft: Draft, whole: Row, parts: Sequence[Row], borders: Sequence[float]) -> None:
    """Give what stands on the pipe to the part that it stands on."""
    length = line_length(corners_of(whole))
    for valve in draft.on_pipe("shutoff", whole["id"]):
        offset = min(float(valve["offset_m"]), length / 2)
        along = length - offset if valve["at_end"] else offset
        number = _part_at(borders, along / length, from_end=bool(valve["at_end"]))
        low, high = borders[number] * length, borders[number + 1] * length
        if number != (len(parts) - 1 if valve["at_end"] else 0):
            valve["offset_m"] = max(0.0, high - along if valve["at_end"] else along - low)
        valve["pipe_id"] = parts[number]["id"]
    for number, part in enumerate(parts):
        _turn_to_nearer_end(
            draft.on_pipe("shutoff", part["id"]), (borders[number + 1] - borders[number]) * length
        )
    for inlet in draft.on_pipe("inlet", whole["id"]):
        if inlet["node_id"] == whole["end_node_id"]:
            inlet["pipe_id"] = parts[-1]["id"]


def _turn_to_nearer_end(valves: Sequence[Row], length: float) -> None:
    """Let the only valve of a part stand at the end that it is nearer to.

    A valve's place is told from its end as far as the middle: beyond it the database would move it. Where two stand
    on a part, each keeps its end.
    """
    if len(valves) == 1 and float(valves[0]["offset_m"]) > length / 2:
        (valve,) = valves
        valve["at_end"], valve["offset_m"] = not valve["at_end"], max(0.0, length - float(valve["offset_m"]))


def _part_at(borders: Sequence[float], fraction: float, *, from_end: bool) -> int:
    """Return the number of the part that holds the share; on a border the one nearer to the valve's own end."""
    inner = borders[1:-1]
    if from_end:
        return sum(1 for border in inner if border <= fraction)
    return sum(1 for border in inner if border < fraction)
