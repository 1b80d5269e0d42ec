"""The acts of the map's editor: each reads what was sent and asks the service that does it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from network.choices import NodeKind, ValveKind
from network.errors import EditRefused
from network.models import NetworkEdit, Node, Pipe, SupplySystem
from network.selectors.edits import find_redoable, find_undoable
from network.services.attributes import change_attributes
from network.services.deleting import delete_object
from network.services.drawing import draw_pipe, move_vertices
from network.services.joining import join_pipes, reconnect_end, reverse_pipe
from network.services.nodes import add_node, merge_nodes
from network.services.shutoffs import add_shutoff
from network.services.splitting import insert_link, split_pipe
from network.services.undo import undo_edit
from network.types import DrawnPoint, EditOutcome
from network.web.editor_body import Body
from network.web.editor_forms import PUMP, SHUT_OFF, DrawnPipeForm, PutForm
from network.web.editor_lines import refuse_changed_pipes

#: Nodes that become something else when it is put onto them.
_PLAIN = frozenset({NodeKind.JUNCTION, NodeKind.FITTING})


def draw(body: Body) -> EditOutcome:
    """Draw a pipe through points that may have snapped to nodes and pipes."""
    rows = body.rows("points")
    points = [each.drawn_point() for each in rows]
    refuse_changed_pipes(
        {p.pipe_id: each.version() for p, each in zip(points, rows, strict=True) if p.pipe_id}
    )
    form = body.form(DrawnPipeForm)
    given = form.cleaned_data
    system = _touched_system(points) or given["system"]
    return draw_pipe(
        actor=body.user, system=system, points=points, attributes=form.attributes(), code=given["code"]
    )


def _touched_system(points: list[DrawnPoint]) -> SupplySystem | None:
    """Return the system of the first thing that a drawing touches."""
    for point in points:
        key = point.pipe_id if point.node_id is None else point.node_id
        if key is None:
            continue
        rows: Any = Pipe.objects if point.node_id is None else Node.objects
        found = SupplySystem.objects.filter(pk__in=rows.filter(pk=key).values("system")).first()
        if found is not None:
            return found
    return None


def put(body: Body) -> EditOutcome:
    """Put a node, valve or pump where the editor pointed: into a pipe, onto a junction, or beside all."""
    form = body.form(PutForm)
    what, code, system = form.cleaned_data["what"], form.cleaned_data["code"], form.cleaned_data["system"]
    onto = body.given.get("kind")
    if what in (SHUT_OFF, PUMP) or what in ValveKind.values:
        if onto != "pipe":
            raise EditRefused(_("Point at the pipe that it stands on."), code="no_pipe")
        pipe, version, fraction = body.record("pipe"), body.version(), body.number("fraction")
        if what == SHUT_OFF:
            return add_shutoff(actor=body.user, pipe=pipe, fraction=fraction, code=code, version=version)
        if what == PUMP:
            return insert_link(
                actor=body.user, pipe=pipe, link="pump", fraction=fraction, version=version, code=code
            )
        return insert_link(
            actor=body.user, pipe=pipe, link="valve", fraction=fraction, version=version, code=code, kind=what
        )
    if onto == "pipe":
        return split_pipe(
            actor=body.user, pipe=body.record("pipe"), fraction=body.number("fraction"), version=body.version(),
            kind=what, code=code,
        )  # fmt: skip
    if onto == "node":
        return _become(body, what, code)
    return add_node(actor=body.user, system=system, kind=what, point=body.place(), code=code)


def _become(body: Body, what: str, code: str) -> EditOutcome:
    """Make a plain node what is put onto it."""
    node: Node = body.record("node")
    if node.kind not in _PLAIN:
        raise EditRefused(
            _("%(code)s is something already: delete it or change its kind in its form.")
            % {"code": node.code},
            code="occupied",
        )
    values = {"kind": what, **({"code": code} if code else {})}
    return change_attributes(actor=body.user, record=node, values=values, version=body.version())


def corners(body: Body) -> EditOutcome:
    """Draw a pipe anew between its ends."""
    places = [(each.number("x"), each.number("y")) for each in body.rows("points")]
    return move_vertices(actor=body.user, pipe=body.record("pipe"), corners=places, version=body.version())


def split(body: Body) -> EditOutcome:
    """Cut a pipe where the editor pointed."""
    return split_pipe(
        actor=body.user, pipe=body.record("pipe"), fraction=body.number("fraction"), version=body.version()
    )


def join(body: Body) -> EditOutcome:
    """Make the two pipes at a node one; `keep` names the one whose attributes stay."""
    keep = body.record("pipe", "keep") if body.given.get("keep") is not None else None
    return join_pipes(actor=body.user, node=body.record("node"), version=body.version(), keep=keep)


def reverse(body: Body) -> EditOutcome:
    """Turn a pipe round."""
    return reverse_pipe(actor=body.user, pipe=body.record("pipe"), version=body.version())


def reconnect(body: Body) -> EditOutcome:
    """Bring an end of a pipe to another node."""
    return reconnect_end(
        actor=body.user, pipe=body.record("pipe"), at_end=body.flag("at_end"), node=body.record("node", "node"),
        version=body.version(),
    )  # fmt: skip


def merge(body: Body) -> EditOutcome:
    """Make two nodes one."""
    return merge_nodes(
        actor=body.user, keep=body.record("node", "keep"), gone=body.record("node"), version=body.version()
    )


def delete(body: Body) -> EditOutcome:
    """Take an object away, with what hangs on it where the editor has seen that and said so."""
    slug = body.text("kind")
    if slug not in {"pipe", "node", "shutoff", "service_line", "valve", "pump"}:
        raise EditRefused(_("This is not deleted on the map."), code="kind")
    return delete_object(
        actor=body.user, obj=body.record(slug), with_dependents=body.flag("with_dependents"),
        version=body.version(),
    )  # fmt: skip


def undo(body: Body) -> EditOutcome:
    """Undo one's last edit."""
    edit = find_undoable(body.user)
    return undo_edit(actor=body.user, edit=_there(edit, _("There is nothing of yours to undo.")))


def redo(body: Body) -> EditOutcome:
    """Do again what one undid last."""
    edit = find_redoable(body.user)
    return undo_edit(actor=body.user, edit=_there(edit, _("There is nothing to do again.")))


def _there(edit: NetworkEdit | None, sentence: str) -> NetworkEdit:
    if edit is None:
        raise EditRefused(sentence, code="nothing")
    return edit
