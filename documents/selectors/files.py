"""Stored files and what they are attached to."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from documents.models import Attachment, AttachmentKind, StoredFile
from documents.querysets import AttachmentQuerySet
from gis_core.domain.greek import search_key
from gis_core.models import User

logger = logging.getLogger(__name__)

CanRead = Callable[[User, int], bool]
#: All records of the kind (True), none (False), or those whose keys the queryset gives.
Visible = Callable[[User], "bool | QuerySet[Any, Any]"]


@dataclass(frozen=True)
class RecordKind:
    """What the app of a kind of record says of the files on it."""

    visible: Visible | None = None
    can_add: CanRead | None = None
    url_name: str = ""


_readers: dict[str, CanRead] = {}
_kinds: dict[str, RecordKind] = {}


def register_reader(
    model_label: str,
    can_read: CanRead,
    *,
    visible: Visible | None = None,
    can_add: CanRead | None = None,
    url_name: str = "",
) -> None:
    """Say who may read the files of a kind of record: label like "faults.fault", function of user and id.

    `visible` says the same for all records at once, and lets the archive's page find their files; `can_add` lets
    people put files on the record's card; `url_name` leads to that card (by pk).
    """
    _readers[model_label] = can_read
    _kinds[model_label] = RecordKind(visible, can_add, url_name)


def label_of(content_type: ContentType) -> str:
    """Return the label under which the kind of record is registered."""
    return f"{content_type.app_label}.{content_type.model}"


def may_read(user: User, attachment: Attachment) -> bool:
    """Say whether the user may open the file: only who may see the record it hangs on."""
    can_read = _readers.get(label_of(attachment.content_type))
    return can_read is not None and can_read(user, attachment.object_id)


def may_add(user: User, label: str, record_id: int) -> bool:
    """Say whether the user may put files on the record: who may read them, and is let by the record's app."""
    can_read, kind = _readers.get(label), _kinds.get(label)
    if can_read is None or kind is None or kind.can_add is None:
        return False
    return can_read(user, record_id) and kind.can_add(user, record_id)


def card_of(label: str) -> str:
    """Return the name of the page of such a record, or ""."""
    kind = _kinds.get(label)
    return kind.url_name if kind is not None else ""


def list_visible(user: User) -> AttachmentQuerySet:
    """Return the files on all records that the user may see, of the kinds that say so for all at once."""
    types = {label_of(each): each for each in ContentType.objects.get_for_models(*_models()).values()}
    wanted = Q(pk__in=[])
    for label, kind in _kinds.items():
        if kind.visible is None or label not in types:
            continue
        seen = kind.visible(user)
        if seen is False:
            continue
        of_kind = Q(content_type=types[label])
        wanted |= of_kind if seen is True else of_kind & Q(object_id__in=seen)
    return Attachment.objects.filter(wanted)


def list_record_types(user: User) -> list[ContentType]:
    """Return the kinds of record whose files the user may see in the archive."""
    models = ContentType.objects.get_for_models(*_models()).values()
    return [each for each in models if (kind := _kinds.get(label_of(each))) and kind.visible is not None
            and kind.visible(user) is not False]  # fmt: skip


def list_kinds() -> list[AttachmentKind]:
    """Return the kinds of files that people choose from."""
    return list(AttachmentKind.objects.filter(is_offered=True))


def kind_names() -> dict[str, str]:
    """Return the name of every kind in the language now active."""
    return {kind.code: str(kind) for kind in AttachmentKind.objects.all()}


def find_kinds(query: str) -> list[str]:
    """Return the codes of the kinds whose name in either language holds every word."""
    words = search_key(query).split()
    if not words:
        return []
    keys = {kind.code: search_key(f"{kind.name_el} {kind.name_en}") for kind in AttachmentKind.objects.all()}
    return [code for code, key in keys.items() if all(word in key for word in words)]


def _models() -> list[type[Model]]:
    return [apps.get_model(label) for label in _kinds if label in _readers]


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
