"""Both versions of an object that two people changed, in words."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network.errors import StaleEditError
from network.web.kinds import KINDS

_HIDDEN = frozenset({"version", "length_m", "slope", "geom_3857"})


def stale_context(error: StaleEditError) -> dict[str, Any]:
    """Return both versions of an object as pages show them: who changed what, and what was to be written."""
    found = error.found
    slug = {"service": "service_line"}.get(found.kind, found.kind)
    fields = {field.attname: field for field in KINDS[slug].model._meta.concrete_fields}
    theirs = [
        (
            change.at, change.who,
            [
                (_named(fields, name), "" if name == "geom" else _shown(fields, name, old), _shown(fields, name, new))
                for name, (old, new) in change.values.items() if name not in _HIDDEN
            ],
        )
        for change in found.changes
    ]  # fmt: skip
    mine = []
    for name, value in found.mine.items():
        column = name if name in found.theirs else f"{name}_id"
        present, wanted = found.theirs.get(column), getattr(value, "pk", value)
        if not _is_same(present, wanted):
            before = "" if column == "geom" else _shown(fields, column, present)
            mine.append((_named(fields, column), before, _shown(fields, column, value)))
    return {
        "code": found.code, "theirs": theirs, "mine": mine, "version": found.version, "detail": str(error),
    }  # fmt: skip


def _is_same(present: Any, wanted: Any) -> bool:
    """Say whether two values are one: the database's rows write numbers as it likes."""
    if present in (None, "") or wanted in (None, ""):
        return present in (None, "") and wanted in (None, "")
    try:
        return float(present) == float(wanted)
    except (TypeError, ValueError):
        return str(present) == str(wanted)


def _named(fields: dict[str, Any], column: str) -> str:
    if column == "geom":
        return _("Line")
    field = fields.get(column) or fields.get(f"{column}_id")
    return capfirst(str(field.verbose_name)) if field is not None else column


def _shown(fields: dict[str, Any], column: str, value: Any) -> str:
    field = fields.get(column)
    if column == "geom":
        return _("drawn otherwise")
    if value in (None, ""):
        return "—"
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field is not None and field.is_relation and not hasattr(value, "pk"):
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    return str(value)
