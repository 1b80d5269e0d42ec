"""Stored files and what they are attached to."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from documents.models import Attachment, StoredFile
from gis_core.models import User

logger = logging.getLogger(__name__)

CanRead = Callable[[User, int], bool]

_readers: dict[str, CanRead] = {}


def register_reader(model_label: str, can_read: CanRead) -> None:
    """Say who may read the files of a kind of record: label like "faults.fault", function of user and id."""
    _readers[model_label] = can_read


def may_read(user: User, attachment: Attachment) -> bool:
    """Say whether the user may open the file: only who may see the record it hangs on."""
    content_type = attachment.content_type
    can_read = _readers.get(f"{content_type.app_label}.{content_type.model}")
    return can_read is not None and can_read(user, attachment.object_id)


def path_of(digest: str) -> Path:
    """Return where the content with this SHA-256 lies."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def read_file(file: StoredFile) -> bytes:
    """Return the content."""
    return path_of(file.sha256).read_bytes()


def open_file(file: StoredFile) -> BinaryIO | None:
    """Return the content open for reading; None, with a line in the log, when it is not on the disk."""
    try:
        return path_of(file.sha256).open("rb")
    except OSError:
        logger.exception("the file %s of the archive cannot be read", file.sha256)
        return None


def list_attachments(target: Model) -> list[Attachment]:
    """Return the files attached to a record, oldest first."""
    return list(
        Attachment.objects.filter(
            content_type=ContentType.objects.get_for_model(target), object_id=target.pk
        ).select_related("file", "created_by")
    )
