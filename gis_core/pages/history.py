"""The history of a record in words: who, when, what it was and what it became."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from gis_core.domain.greek import format_date, format_number
from gis_core.models import User
from gis_core.pages.shapes import describe_shapes
from gis_core.services.event_accounts import COLUMN

HIDDEN = frozenset({"search_key", "geom_3857", "length_m", "updated_at"})
#: Names that Django makes of a field's own when the model gives it none in words.
MADE_NAMES = (gettext_noop("approved by"), gettext_noop("assigned to"), gettext_noop("created by"))


@dataclass(frozen=True)
class FieldChange:
    """One field's old and new value, ready to show."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One change of a record."""

    at: datetime
    who: str
    what: str
    fields: list[FieldChange]
    #: The reason that was given for it, where one was.
    why: str = ""


def list_changes(record: Model, limit: int = 50) -> list[Change]:
    """Return the record's changes, newest first; also those that bulk SQL made, with the database's account."""
    model = type(record)
    event_model = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    account = f'"{event_model._meta.db_table}"."{COLUMN}"'  # of the table alone: no model knows it
    events = list(
        event_model._default_manager.filter(pgh_obj_id=record.pk)
        .annotate(account=RawSQL(account, []))  # noqa: S611 - names of our own tables
        .select_related("pgh_context")
        .order_by("-pgh_id")[: limit + 1]
    )
    names = _user_names(events)
    changes = []
    for index, event in enumerate(events[:limit]):
        before = events[index + 1] if index + 1 < len(events) else None
        fields = _differences(model, before, event) if before is not None else []
        if before is not None and not fields:
            continue
        changes.append(
            Change(
                at=event.pgh_created_at,
                who=names.get(_user_id(event)) or _account(event),
                what=_("Made") if event.pgh_label == "insert" else _("Changed"),
                fields=fields,
                why=_reason(event),
            )
        )
    return changes


def _account(event: Any) -> str:
    """Return who made a change that no person's work on the pages made: the account of the database."""
    if not event.account:
        return _("the database, without a name")
    if event.account == settings.DATABASES["default"]["USER"]:
        return _("the program, by itself")
    return _("database account %(name)s") % {"name": event.account}


def _reason(event: Any) -> str:
    context = event.pgh_context
    return str(context.metadata.get("reason") or "") if context is not None else ""


def _user_id(event: Any) -> int | None:
    context = event.pgh_context
    value = context.metadata.get("user") if context is not None else None
    return int(value) if value else None


def _user_names(events: Iterable[Any]) -> dict[int | None, str]:
    ids = {user_id for event in events if (user_id := _user_id(event)) is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}


def _differences(model: type[Model], before: Any, after: Any) -> list[FieldChange]:
    changed = []
    for field in model._meta.concrete_fields:
        if field.name in HIDDEN or not hasattr(after, field.attname):
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            name = _(str(field.verbose_name))
            if hasattr(field, "geom_type"):
                was, became = describe_shapes(old, new)
            else:
                was, became = _shown(field, old), _shown(field, new)
            changed.append(FieldChange(name=name, old=was, new=became))
    return changed


def _shown(field: Any, value: Any) -> str:
    """Return the value as people read it: the word of a choice, the name behind a key."""
    if value is None or value == "":
        return "—"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    return _written(value)


def _written(value: Any) -> str:
    """Return a plain value in the reader's way: days, moments and decimals as the pages write them."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return format_date(value, get_language() or "el")
    if isinstance(value, Decimal):
        exponent = value.normalize().as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        return format_number(value, places, get_language() or "el")
    return str(value)
