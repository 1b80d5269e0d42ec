"""Any file from outside: told by its content, made safe as its kind needs, or refused."""

from __future__ import annotations

from typing import NamedTuple

from documents.domain.media_types import Family, recognise
from documents.errors import FileTooLarge, UnknownKindOfFile
from documents.services.images import clean_photo
from documents.services.office_files import clean_office_file
from documents.services.pdfs import clean_pdf
from documents.services.recordings import MAX_BYTES as MOST_BYTES
from documents.services.recordings import clean_recording
from documents.services.viruses import check_viruses


class CleanFile(NamedTuple):
    """What may be kept, and what it is."""

    content: bytes
    media_type: str


def clean_media(content: bytes) -> CleanFile:
    """Return the file made safe and its media type, whatever its name says.

    PDF: no scripts, embedded files, metadata. Photos: drawn anew as JPEG. Office files: looked through, none with
    macros. Video and voice: picture and sound copied alone into a new container. Takes up to some seconds for a
    large recording. Raises a DomainError with a sentence for the sender: UnknownKindOfFile, FileTooLarge,
    EncryptedFile, VirusFound, VirusCheckFailed, or that of the kind (documents.errors).
    """
    signature = recognise(content)
    if signature is None:
        raise UnknownKindOfFile
    if len(content) > MOST_BYTES:
        raise FileTooLarge(MOST_BYTES // 1024 // 1024)
    check_viruses(content)
    match signature.family:
        case Family.PDF:
            return CleanFile(clean_pdf(content), "application/pdf")
        case Family.PHOTO:
            return CleanFile(clean_photo(content), "image/jpeg")
        case Family.OFFICE:
            return CleanFile(*clean_office_file(content))
        case Family.RECORDING:
            return CleanFile(*clean_recording(content, signature.reader))
