"""Objects of the network taken away, with what hangs on them or not at all."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import EditKind
from network.errors import Dependents, DependentsError
from network.models import Node, ShutoffValve
from network.selectors.dependents import list_dependents
from network.services.attributes import NetworkObject, kind_of
from network.services.edits import Draft
from network.types import EditOutcome


@transaction.atomic
def delete_object(
    *, actor: User | None, obj: NetworkObject, with_dependents: bool = False, version: int | None = None,
    kind: EditKind = EditKind.DELETE,
) -> EditOutcome:  # fmt: skip
    """Take an object away; with it its valves, service lines and, of a node, its links, where the editor says so.

    A shut-off valve's checks always go with it, and come back with it.

    Raises:
        StaleEditError: it was changed since the editor saw it.
        DependentsError: something hangs on it that was not said to go, or that cannot (connections).
    """
    name = kind_of(obj)
    draft = Draft(actor, kind)
    draft.lock(**{name: [obj.pk]})
    row = draft.expect(name, obj.pk, version)
    hanging = [] if isinstance(obj, ShutoffValve) else list_dependents(obj)
    _refuse_dependents(hanging, row["code"], with_dependents=with_dependents)
    if isinstance(obj, Node):
        for link_kind, link in draft.links_of(obj.pk):
            _drop_link(draft, link_kind, link["id"])
        _drop_all(draft, "inlet", "node_id", obj.pk)
        draft.drop("node", obj.pk)
    elif isinstance(obj, ShutoffValve):
        _drop_all(draft, "check", "valve_id", obj.pk)
        draft.drop("shutoff", obj.pk)
    else:
        _drop_link(draft, name, obj.pk)
    return draft.finish(None, [row["code"], *(code for each in hanging for code in each.codes)])


def _refuse_dependents(hanging: list[Dependents], code: str, *, with_dependents: bool) -> None:
    held = [each for each in hanging if not each.may_go or not with_dependents]
    if not held:
        return
    said = ", ".join(f"{each.name} ({each.count})" for each in held)
    sentence = _("%(code)s cannot be deleted while these hang on it: %(what)s. Attach them elsewhere first.")
    if all(each.may_go for each in held):
        sentence = _("%(code)s cannot be deleted by itself; these hang on it: %(what)s.")
    raise DependentsError(sentence % {"code": code, "what": said}, held)


def _drop_link(draft: Draft, kind: str, pk: int) -> None:
    """Drop a link, of a pipe with what stands on it; whoever keeps places along it is asked when it goes."""
    if kind == "pipe":
        for valve in draft.on_pipe("shutoff", pk):
            _drop_all(draft, "check", "valve_id", valve["id"])
            draft.drop("shutoff", valve["id"])
        for what in ("service", "inlet"):
            _drop_all(draft, what, "pipe_id", pk)
    draft.drop(kind, pk)


def _drop_all(draft: Draft, kind: str, column: str, value: int) -> None:
    for pk in [pk for pk, row in draft.rows[kind].items() if row[column] == value]:
        draft.drop(kind, pk)
