"""Files kept once by their content, and attached to records."""

from __future__ import annotations

import os
import shutil
import tempfile
from hashlib import file_digest, sha256
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from documents.models import Attachment, StoredFile
from documents.selectors.files import path_of
from gis_core.models import User


def store_file(*, content: bytes, media_type: str) -> StoredFile:
    """Write the content below MEDIA_ROOT under its SHA-256 and return its row; the same content is kept once.

    The file is complete before its row exists; a transaction that is rolled back leaves at most a file
    without a row, which doctor finds.
    """
    digest = sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        _write_whole(path, content)
    stored, _created = StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size_bytes": len(content), "media_type": media_type}
    )
    return stored


def store_written(*, path: Path, media_type: str) -> StoredFile:
    """Keep a file that was written to the disk, whatever its size; what `store_file` promises holds here too."""
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    kept = path_of(digest)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as out, path.open("rb") as file:
                shutil.copyfileobj(file, out, 1 << 20)
                out.flush()
                os.fsync(out.fileno())
            Path(temporary).replace(kept)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    stored, _created = StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size_bytes": path.stat().st_size, "media_type": media_type}
    )
    return stored


@transaction.atomic
def attach_file(*, actor: User | None, target: Model, file: StoredFile, kind: str, name: str) -> Attachment:
    """Attach a stored file to a record."""
    return Attachment.objects.create(
        file=file, content_type=ContentType.objects.get_for_model(target), object_id=target.pk, kind=kind,
        name=name[:200], created_by=actor,
    )  # fmt: skip


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and move in: nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
