"""Findings of topology reports repaired, where it is safe: by edits that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.errors import DomainError
from gis_core.models import User
from network.choices import EditKind, NodeKind, TopologyCheck
from network.domain.topology import locate_on_line
from network.errors import EditRefused, ObjectGoneError
from network.models import Node, Pipe, TopologyFinding, TopologyReport
from network.selectors.topology import CHECKS
from network.services.attributes import change_attributes
from network.services.deleting import delete_object
from network.services.edits import Draft, place_of
from network.services.nodes import PLAIN_KINDS, merge_nodes, set_ends
from network.services.splitting import split_at_node
from network.types import EditOutcome


@dataclass(frozen=True)
class RepairReport:
    """How many findings were repaired, and why others were not, by code."""

    repaired: int
    refused: list[tuple[str, str]]


@transaction.atomic
def repair_finding(*, actor: User | None, finding: TopologyFinding) -> EditOutcome:
    """Repair what a report found by an edit of the actor's, which can be undone.

    Raises:
        EditRefused: there is no safe repair, it was repaired already, or the edit is refused.
    """
    held = TopologyFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    check = TopologyCheck(held.check_name)
    if not CHECKS[check].has_repair:
        raise EditRefused(
            _("This is repaired by hand: there is no way that is safe always."), code="no_repair"
        )
    if held.repaired_at is not None:
        raise EditRefused(_("This has been repaired already."), code="repaired")
    outcome = _repair(actor, check, held)
    TopologyFinding.objects.filter(pk=held.pk).update(repaired_at=timezone.now())
    return outcome


def repair_findings(
    *,
    actor: User | None,
    report: TopologyReport,
    check: TopologyCheck,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> RepairReport:
    """Repair all findings of a check, each by an edit of its own; those refused stay as they are.

    `tell` hears before each how many of how many are done.
    """
    repaired, refused = 0, []
    findings = list(report.findings.filter(check_name=check, repaired_at=None).order_by("pk"))
    for done, finding in enumerate(findings):
        tell(done, len(findings))
        try:
            repair_finding(actor=actor, finding=finding)
        except DomainError as error:
            refused.append((finding.object_code, str(error)))
        else:
            repaired += 1
    return RepairReport(repaired, refused)


def _repair(actor: User | None, check: TopologyCheck, finding: TopologyFinding) -> EditOutcome:
    if check == TopologyCheck.END_OFF_NODE:
        return _snap_ends(actor, finding)
    if check == TopologyCheck.SEWER_WITHOUT_INVERTS:
        return _take_inverts(actor, finding)
    node = _get_node(finding.object_id)
    if check in {TopologyCheck.DUPLICATE_NODES, TopologyCheck.NEAR_NODES}:
        return _merge(actor, node, finding)
    if check == TopologyCheck.NODE_ON_PIPE:
        return _cut(actor, node, finding)
    if check == TopologyCheck.MANHOLE_WITHOUT_INVERT:
        return _take_bottom(actor, node)
    return delete_object(actor=actor, obj=node, kind=EditKind.REPAIR)


def _get_node(pk: int) -> Node:
    node = Node.objects.filter(pk=pk).first()
    if node is None:
        raise ObjectGoneError(_("What you are changing is no longer there: somebody has deleted it."))
    return node


def _merge(actor: User | None, later: Node, finding: TopologyFinding) -> EditOutcome:
    """Merge two nodes; the one that is more than a joint stays, else the older."""
    earlier = Node.objects.filter(system=later.system_id, code=finding.other_code).first()
    if earlier is None:
        raise ObjectGoneError(_("What you are changing is no longer there: somebody has deleted it."))
    keep, gone = (
        (later, earlier)
        if earlier.kind in PLAIN_KINDS and later.kind not in PLAIN_KINDS
        else (earlier, later)
    )
    if keep.geom.distance(gone.geom) > 0.5:
        raise EditRefused(_("The two nodes are no longer near each other."), code="moved_since")
    return merge_nodes(actor=actor, keep=keep, gone=gone, kind=EditKind.REPAIR)


def _cut(actor: User | None, node: Node, finding: TopologyFinding) -> EditOutcome:
    pipe = Pipe.objects.filter(system=node.system_id, code=finding.other_code).first()
    if pipe is None:
        raise ObjectGoneError(_("What you are changing is no longer there: somebody has deleted it."))
    corners = [(corner[0], corner[1]) for corner in pipe.geom.coords]
    fraction, distance = locate_on_line(corners, (node.geom.x, node.geom.y))
    if distance > 0.05:
        raise EditRefused(_("The node no longer lies on the pipe."), code="moved_since")
    return split_at_node(actor=actor, pipe=pipe, node=node, fraction=fraction, kind=EditKind.REPAIR)


def _snap_ends(actor: User | None, finding: TopologyFinding) -> EditOutcome:
    """Draw the ends of a link to its nodes."""
    kind = finding.object_kind
    draft = Draft(actor, EditKind.REPAIR)
    draft.lock(**{kind: [finding.object_id]})
    row = draft.row(kind, finding.object_id)
    nodes = (row["start_node_id"], row["end_node_id"])
    set_ends(draft, kind, row, {pk: place_of(draft.row("node", pk)) for pk in nodes})
    return draft.finish((kind, finding.object_id), [row["code"]])


def _take_inverts(actor: User | None, finding: TopologyFinding) -> EditOutcome:
    """Let a sewer begin and end at the bottoms of its manholes, where nobody measured otherwise."""
    pipe = Pipe.objects.select_related("start_node", "end_node").filter(pk=finding.object_id).first()
    if pipe is None:
        raise ObjectGoneError(_("What you are changing is no longer there: somebody has deleted it."))
    values = {}
    for end, node in (("start_invert_m", pipe.start_node), ("end_invert_m", pipe.end_node)):
        if getattr(pipe, end) is None and node.kind == NodeKind.MANHOLE and node.invert_m is not None:
            values[end] = node.invert_m
    if not values:
        raise EditRefused(_("The manholes have no inverts either."), code="nothing_known")
    return change_attributes(
        actor=actor, record=pipe, values=values, version=pipe.version, kind=EditKind.REPAIR
    )


def _take_bottom(actor: User | None, node: Node) -> EditOutcome:
    """Let a manhole's bottom lie at its lowest sewer."""
    found = [
        *Pipe.objects.filter(start_node=node, start_invert_m__isnull=False).values_list(
            "start_invert_m", flat=True
        ),
        *Pipe.objects.filter(end_node=node, end_invert_m__isnull=False).values_list(
            "end_invert_m", flat=True
        ),
    ]
    heights = [height for height in found if height is not None]
    if not heights:
        raise EditRefused(_("No sewer that comes to it has an invert."), code="nothing_known")
    values = {"invert_m": min(heights)}
    return change_attributes(
        actor=actor, record=node, values=values, version=node.version, kind=EditKind.REPAIR
    )
