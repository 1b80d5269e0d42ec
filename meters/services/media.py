"""Photos, videos and voice from telephones: kept once by what was sent, hung on the visit that told of them."""

from __future__ import annotations

from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from documents.models import Attachment, StoredFile
from documents.services.files import attach_file, store_file
from documents.services.media import clean_media
from gis_core.models import User
from meters.errors import RoundRefused
from meters.models import SentMedia, SlipVisit

#: What may hang on a visit, by the beginning of the media type.
KINDS = {"image/": "photo", "video/": "video", "audio/": "voice"}


def keep_media(*, actor: User, digest: str, content: bytes) -> SentMedia:
    """Keep a file by the SHA-256 of what was sent and hang it on the visits that told of it; again: nothing.

    Takes some seconds for a long video. Raises RoundRefused (other_content, not_media) and what
    `documents.services.media.clean_media` raises.
    """
    if sha256(content).hexdigest() != digest:
        raise RoundRefused(_("The file did not arrive whole. Send it again."), code="other_content")
    known = SentMedia.objects.filter(user=actor, sha256=digest).select_related("file").first()
    if known is not None:
        return known
    clean = clean_media(content)
    if kind_of(clean.media_type) == "":
        raise RoundRefused(_("Only photos, videos and voice notes are taken here."), code="not_media")
    with transaction.atomic():
        file = store_file(content=clean.content, media_type=clean.media_type)
        sent, _made = SentMedia.objects.get_or_create(user=actor, sha256=digest, defaults={"file": file})
        for visit in SlipVisit.objects.filter(user=actor, media__contains=[digest]).select_related(
            "slip", "reading"
        ):
            hang_media(visit=visit, file=sent.file)
    return sent


def hang_known_media(*, visit: SlipVisit) -> None:
    """Hang the files on a visit that came before it."""
    for sent in SentMedia.objects.filter(user=visit.user, sha256__in=visit.media).select_related("file"):
        hang_media(visit=visit, file=sent.file)


def hang_media(*, visit: SlipVisit, file: StoredFile) -> None:
    """Attach a file to the visit's reading, or to its slip where nothing could be read; once."""
    target: Model = visit.reading if visit.reading is not None else visit.slip
    hung = Attachment.objects.filter(
        content_type=ContentType.objects.get_for_model(target), object_id=target.pk, file=file
    )
    if not hung.exists():
        kind = kind_of(file.media_type)
        ending = file.media_type.partition("/")[2].partition(";")[0]
        name = f"{visit.visited_at:%Y-%m-%d-%H%M}-{kind}.{'jpg' if ending == 'jpeg' else ending}"
        attach_file(actor=visit.user, target=target, file=file, kind=kind, name=name)


def kind_of(media_type: str) -> str:
    """Return photo, video or voice; an empty word for anything else."""
    return next((kind for start, kind in KINDS.items() if media_type.startswith(start)), "")
