"""What hangs on an object of the network."""

from __future__ import annotations

from typing import Any

from django.db.models import PROTECT, Model

from network.errors import Dependents
from network.models import Node, Pipe, ShutoffValve, ValveCheck

#: So many codes are named of each kind.
_NAMED = 10


def list_dependents(obj: Model) -> list[Dependents]:
    """Return what hangs on a node, pipe, pump, valve, shut-off valve or service line, by kind, with some codes.

    What is the network's own may go with the object; what others keep there (connections) must be attached elsewhere.
    """
    found = []
    for relation in type(obj)._meta.related_objects:
        model: Any = relation.related_model
        if relation.on_delete is not PROTECT and not (isinstance(obj, ShutoffValve) and model is ValveCheck):
            continue
        rows = model._default_manager.filter(**{relation.field.name: obj.pk}).order_by("pk")
        count = rows.count()
        if count:
            name = str(model._meta.verbose_name_plural)
            found.append(
                Dependents(name, count, model._meta.app_label == "network", tuple(map(str, rows[:_NAMED])))
            )
    return _summed(found) if isinstance(obj, Node | Pipe) else found


def _summed(found: list[Dependents]) -> list[Dependents]:
    """Join what is counted twice: a node's pipes are those that begin there and those that end there."""
    joined: dict[str, Dependents] = {}
    for each in found:
        known = joined.get(each.name)
        if known is not None:
            codes = (known.codes + each.codes)[:_NAMED]
            each = Dependents(each.name, known.count + each.count, each.may_go, codes)  # noqa: PLW2901  # the sum takes its place
        joined[each.name] = each
    return list(joined.values())
