"""Edits of the network: one's own last ones, and what others changed meanwhile."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from gis_core.models import User
from network.choices import EditKind
from network.errors import ChangeSince
from network.models import NetworkEdit

#: Columns that are nobody's act.
_MADE = frozenset({"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id", "id"})

#: A check that found a valve as it was, or a form sent without a change, leaves nothing to undo.
_CHANGED = ~Q(before={}, after={})


def list_own_edits(actor: User, limit: int = 20) -> QuerySet[NetworkEdit]:
    """Return a person's last edits, newest first, without the rows that they touched."""
    return NetworkEdit.objects.filter(actor=actor).defer("before", "after").order_by("-pk")[:limit]


def find_undoable(actor: User) -> NetworkEdit | None:
    """Return the person's last edit that changed something and has not been undone, or None."""
    own = NetworkEdit.objects.filter(_CHANGED, actor=actor, undone_by=None).exclude(kind=EditKind.UNDO)
    return own.defer("before", "after").order_by("-pk").first()


def find_redoable(actor: User) -> NetworkEdit | None:
    """Return the person's last undoing that can itself be undone: none after a new edit of theirs."""
    own = NetworkEdit.objects.filter(actor=actor).defer("before", "after")
    last = own.filter(kind=EditKind.UNDO, undone_by=None).order_by("-pk").first()
    if last is None:
        return None
    newer = own.filter(_CHANGED, pk__gt=last.pk, undoes=None).exclude(kind=EditKind.UNDO)
    return None if newer.exists() else last


def list_changes_since(model: type[Model], pk: int, count: int) -> list[ChangeSince]:
    """Return the last `count` changes of an object, newest first: who, when, which columns from what to what."""
    if count <= 0:
        return []
    events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")._default_manager
    found: list[Any] = list(
        events.filter(pgh_obj_id=pk).select_related("pgh_context").order_by("-pgh_id")[: count + 1]
    )
    names = _names(found)
    changes = []
    for now, before in pairwise(found):
        columns = [field.attname for field in now._meta.concrete_fields if field.attname not in _MADE]
        values = {
            column: (getattr(before, column), getattr(now, column))
            for column in columns
            if getattr(before, column) != getattr(now, column)
        }
        changes.append(ChangeSince(now.pgh_created_at, names.get(_user_id(now), ""), values))
    return changes


def _user_id(event: Any) -> int | None:
    context = event.pgh_context
    value = context.metadata.get("user") if context is not None else None
    return int(value) if value else None


def _names(events: list[Any]) -> dict[int | None, str]:
    ids = {user_id for event in events if (user_id := _user_id(event)) is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
