"""What a file is by its own first bytes; its name and what the sender calls it are not believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """How a kind of file is made safe."""

    PDF = "pdf"
    PHOTO = "photo"
    OFFICE = "office"
    RECORDING = "recording"


@dataclass(frozen=True)
class Signature:
    """A kind of file and how it begins; `reader` is the name of the container for the reader of recordings."""

    family: Family
    pattern: re.Pattern[bytes]
    reader: str = ""


SIGNATURES = (
    Signature(Family.PDF, re.compile(rb"\A.{0,1000}%PDF-\d", re.DOTALL)),
    Signature(Family.PHOTO, re.compile(rb"\A(?:\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP)", re.DOTALL)),
    Signature(Family.OFFICE, re.compile(rb"\APK\x03\x04")),
    Signature(Family.RECORDING, re.compile(rb"\A\x1a\x45\xdf\xa3"), "matroska"),
    Signature(
        Family.RECORDING,
        re.compile(rb"\A....ftyp(?:isom|iso[2-6]|mp4[12]|avc1|M4A |M4V |MSNV|qt  |3gp[4-7]|dash)", re.DOTALL),
        "mov",
    ),
    Signature(Family.RECORDING, re.compile(rb"\AOggS"), "ogg"),
    Signature(Family.RECORDING, re.compile(rb"\ARIFF....WAVE", re.DOTALL), "wav"),
    Signature(Family.RECORDING, re.compile(rb"\A(?:ID3|\xff[\xfb\xf3\xf2])"), "mp3"),
)

#: The ending of the name that a file of the type is given out with.
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mp4": "m4a",
    "audio/webm": "weba",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
}


def recognise(content: bytes) -> Signature | None:
    """Return what the content begins like; None for what the archive does not take."""
    head = content[:1100]
    return next((signature for signature in SIGNATURES if signature.pattern.match(head)), None)


def proper_name(name: str, media_type: str, *, otherwise: str) -> str:
    """Return the name without folders, with the ending of what the file is; at most 200 characters."""
    stem = re.split(r"[\\/]", name)[-1]
    stem = "".join(letter for letter in stem if letter.isprintable())
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}\Z", "", stem).strip(" .") or otherwise
    extension = EXTENSIONS.get(media_type, "bin")
    return f"{stem[: 199 - len(extension)]}.{extension}"
