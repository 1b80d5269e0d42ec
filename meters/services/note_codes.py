"""The catalogue of what readers meet at a meter."""

from __future__ import annotations

from django.db import transaction

from gis_core.models import User
from meters.models import NoteCode


@transaction.atomic
def save_note_code(*, actor: User, code: NoteCode) -> NoteCode:
    """Write a note code, new or changed; codes are never deleted, only no longer offered."""
    code.save()
    return code
