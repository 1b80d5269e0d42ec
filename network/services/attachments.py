"""Photos and documents of the network's objects."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Attachment
from documents.services.files import attach_file, store_file
from documents.services.images import clean_photo
from gis_core.models import User
from network.errors import AttachmentError

MAX_BYTES = 10 * 1024 * 1024
_PDF = b"%PDF-"


@transaction.atomic
def attach_to_object(*, actor: User, record: Any, content: bytes, name: str) -> Attachment:
    """Attach a photo (written anew, without what cameras add) or a PDF to an object of the network.

    Raises:
        AttachmentError: a PDF larger than 10 MB.
        NotAPhoto, FileTooLarge: neither a PDF nor a photo, or too large a one.
    """
    if content.startswith(_PDF):
        if len(content) > MAX_BYTES:
            raise AttachmentError(_("The file is larger than 10 MB."))
        file = store_file(content=content, media_type="application/pdf")
        return attach_file(
            actor=actor, target=record, file=file, kind="document", name=name or "document.pdf"
        )
    file = store_file(content=clean_photo(content), media_type="image/jpeg")
    stem = name.rsplit(".", 1)[0] or "photo"
    return attach_file(actor=actor, target=record, file=file, kind="photo", name=f"{stem}.jpg")
