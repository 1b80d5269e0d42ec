"""The catalogue of kinds of documents."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.errors import DocumentRefused
from meters.models import DocumentKind


@transaction.atomic
def save_kind(*, actor: User, kind: DocumentKind) -> DocumentKind:
    """Write a kind, new or changed. Raises DocumentRefused when its effect changes though it was used."""
    if kind.pk is not None:
        before = DocumentKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
        if before.effect != kind.effect and before.documents.exists():
            raise DocumentRefused(_("Documents of this kind exist: its effect stays."), code="kind_used")
    kind.save()
    return kind
