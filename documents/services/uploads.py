"""Files that people put on a record's card."""

from __future__ import annotations

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from documents.domain.media_types import proper_name
from documents.errors import FileRefused
from documents.models import Attachment, AttachmentKind
from documents.selectors.files import may_add
from documents.services.files import store_file
from documents.services.media import clean_media
from gis_core.models import User


def add_file(
    *,
    actor: User,
    label: str,
    record_id: int,
    content: bytes,
    name: str,
    kind: str,
    dated_on: date | None = None,
) -> Attachment:
    """Make the file safe, keep it and attach it to the record under its name, with a kind and a day.

    Raises FileRefused (not_yours, unknown_kind, no_record) and what `clean_media` raises.
    """
    app_label, _dot, model = label.partition(".")
    content_type = ContentType.objects.filter(app_label=app_label, model=model).first()
    if content_type is None or not may_add(actor, label, record_id):
        raise FileRefused(_("You may not put files on this record."), code="not_yours")
    target = content_type.model_class()
    if target is None or not target._default_manager.filter(pk=record_id).exists():
        raise FileRefused(_("The record is not there any more."), code="no_record")
    chosen = AttachmentKind.objects.filter(code=kind, is_offered=True).first()
    if chosen is None:
        raise FileRefused(_("Choose what the file is."), code="unknown_kind")
    clean = clean_media(content)
    with transaction.atomic():
        return Attachment.objects.create(
            file=store_file(content=clean.content, media_type=clean.media_type), content_type=content_type,
            object_id=record_id, kind=chosen.code, dated_on=dated_on, created_by=actor,
            name=proper_name(name, clean.media_type, otherwise=str(chosen)),
        )  # fmt: skip
