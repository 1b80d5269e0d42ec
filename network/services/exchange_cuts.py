"""Pipes that are there, cut where those of a file end on them: by the rules by which they are cut on the map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gis_core.models import User
from network.choices import SEWER_PIPE_KINDS, EditKind, NodeKind
from network.domain.exchange.plan_types import Plan
from network.domain.exchange.reading import Array
from network.services.edits import Draft
from network.services.splitting import between, cut_pipe
from network.sql.edit_rows import Row

#: So many pipes are held and cut together.
AT_ONCE = 50


def cut_existing(actor: User | None, plan: Plan, node_ids: Array, pipe_ids: Sequence[int]) -> None:
    """Cut the pipes of the plan's cuts at nodes that are written already; the caller holds the transaction.

    Connections, valves and service lines stay where they are; each lot is an edit in the network's own record.

    Raises:
        EditRefused: a rule of the network would be broken, or this part of it is being changed by others.
    """
    by_pipe: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for cut in plan.cuts:
        by_pipe[pipe_ids[cut.pipe]].append((cut.fraction, int(node_ids[cut.node])))
    bare = {int(node_ids[cut.node]) for cut in plan.cuts if plan.node_row[cut.node] < 0}
    pipes = sorted(by_pipe)
    for first in range(0, len(pipes), AT_ONCE):
        _cut(actor, {pk: sorted(by_pipe[pk]) for pk in pipes[first : first + AT_ONCE]}, bare)


def _cut(actor: User | None, cuts: dict[int, list[tuple[float, int]]], bare: set[int]) -> None:
    draft = Draft(actor, EditKind.SPLIT)
    draft.lock(pipe=list(cuts), node=[node for places in cuts.values() for _fraction, node in places])
    codes: list[str] = []
    for pk, places in cuts.items():
        pipe = draft.row("pipe", pk)
        nodes = [draft.row("node", node) for _fraction, node in places]
        for (fraction, _node), node in zip(places, nodes, strict=True):
            if node["id"] in bare:
                _make_one_of_the_pipe(draft, pipe, node, fraction)
        codes.append(pipe["code"])
        cut_pipe(draft, pipe, [fraction for fraction, _node in places], nodes)
    draft.finish(("pipe", min(cuts)), codes)


def _make_one_of_the_pipe(draft: Draft, pipe: Row, node: Row, fraction: float) -> None:
    """Give a node of which the file says nothing what a cut on the map would give it."""
    start, end = draft.row("node", pipe["start_node_id"]), draft.row("node", pipe["end_node_id"])
    is_sewer = pipe["kind"] in SEWER_PIPE_KINDS
    node["kind"] = NodeKind.MANHOLE if is_sewer else NodeKind.FITTING
    node["elevation_m"] = between(start["elevation_m"], end["elevation_m"], fraction)
    if is_sewer:
        node["invert_m"] = between(pipe["start_invert_m"], pipe["end_invert_m"], fraction)
