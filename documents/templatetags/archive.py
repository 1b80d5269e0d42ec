"""Files of a record, for its card."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.template import RequestContext

from documents.selectors.files import kind_names, label_of, list_attachments, list_kinds, may_add

register = template.Library()


@register.inclusion_tag("documents/partials/record_files.html", takes_context=True)
def record_files(context: RequestContext, record: Model) -> dict[str, Any]:
    """Show the files on the record and, to who may, the form that adds one. The page itself says who may read."""
    user = context["request"].user
    label = label_of(ContentType.objects.get_for_model(record))
    adds = may_add(user, label, record.pk)
    names = kind_names()
    files = list_attachments(record)
    return {
        "files": [(each, names.get(each.kind, each.kind)) for each in files],
        "label": label,
        "record": record,
        "kinds": list_kinds() if adds else [],
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
