"""Words and photos on a task."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction

from documents.selectors.files import list_attachments
from documents.services.files import attach_file, store_file
from documents.services.images import clean_photo
from fieldwork.errors import NothingWritten, TooManyTaskPhotos
from fieldwork.models import Task, TaskNote
from fieldwork.services.requests import came_before
from gis_core.models import User

MOST_PHOTOS = 20


def write_note(
    *, actor: User, task: Task, text: str = "", photos: Sequence[bytes] = (), key: str = ""
) -> TaskNote | None:
    """Add words and photos to a task, also to one that ended; return the note, None without words.

    Photos are written anew and keep nothing but the picture. Under the same key nothing is added twice. Raises
    NothingWritten, TooManyTaskPhotos, TaskKeyReused, and what `clean_photo` raises; then nothing was added.
    """
    if not text.strip() and not photos:
        raise NothingWritten
    cleaned = [clean_photo(photo) for photo in photos]
    digests = [sha256(photo).hexdigest() for photo in photos]
    with transaction.atomic():
        if key and came_before(actor, key, task, ("note", task.pk, text.strip(), digests)):
            return None
        # Of two who add photos at once the second waits, and counts those of the first.
        held = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
        already = len(list_attachments(held))
        if already + len(cleaned) > MOST_PHOTOS:
            raise TooManyTaskPhotos(MOST_PHOTOS)
        for number, photo in enumerate(cleaned, start=already + 1):
            file = store_file(content=photo, media_type="image/jpeg")
            attach_file(
                actor=actor, target=held, file=file, kind="photo", name=f"task-{held.pk}-{number}.jpg"
            )
        if not text.strip():
            return None
        return TaskNote.objects.create(task=held, text=text.strip()[:2000], written_by=actor)
