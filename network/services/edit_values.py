"""Attributes that edits may write, brought to the columns of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from network.choices import SEWER_NODE_KINDS, SEWER_PIPE_KINDS, Medium, PipeKind
from network.errors import EditRefused
from network.models import SupplySystem
from network.services.edits import MODELS, Draft
from network.sql.edit_rows import Row

#: What ties an object into the network is changed by the acts that are named for it, never as an attribute.
_STRUCTURE = frozenset(
    {"id", "system", "geom", "start_node", "end_node", "pipe", "pipe_fraction", "at_end", "version"}
)


def columns(kind: str, attributes: Mapping[str, Any]) -> Row:
    """Return attributes as columns of the kind's table.

    Raises:
        EditRefused: there is no such attribute, or the value is none that it can have.
    """
    return dict(_column(MODELS[kind], name, value) for name, value in attributes.items())


def _column(model: type[Model], name: str, value: Any) -> tuple[str, Any]:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        field = None
    if field is None or not field.concrete or name in _STRUCTURE or not getattr(field, "editable", False):
        raise EditRefused(
            _("%(name)s is no attribute that can be changed here.") % {"name": name}, code="attribute"
        )
    if isinstance(field, ForeignKey):
        return field.attname, value.pk if isinstance(value, Model) else value
    try:
        return field.attname, field.clean(value, None)
    except ValidationError as error:
        sentence = _("%(name)s: %(why)s") % {"name": field.verbose_name, "why": " ".join(error.messages)}
        raise EditRefused(sentence, code="value") from error


def refuse_wrong_medium(kind: str, of: str, system: SupplySystem) -> None:
    """Refuse a manhole in a water system, and a distribution main in a sewer.

    Raises:
        EditRefused: the kind of node or pipe does not belong into the system.
    """
    if kind == "node":
        wrong = of in SEWER_NODE_KINDS and system.medium != Medium.SEWER
    else:
        wrong = (of in SEWER_PIPE_KINDS) != (system.medium == Medium.SEWER)
    if wrong:
        raise EditRefused(
            _("Water and sewage do not mix: this does not belong into the system %(system)s.")
            % {"system": system},
            code="wrong_medium",
        )


def warn_uphill(draft: Draft, pipe: Row) -> None:
    """Warn with the rise in metres where a gravity sewer runs uphill from its start to its end."""
    start, end = pipe["start_invert_m"], pipe["end_invert_m"]
    if pipe["kind"] != PipeKind.GRAVITY_SEWER or start is None or end is None:
        return
    rise = float(end) - float(start)
    if rise > 0:
        sentence = _("The sewer %(code)s runs uphill: its end lies %(rise).2f m above its start.")
        draft.warn("uphill", sentence % {"code": pipe["code"], "rise": rise}, round(rise, 4))
