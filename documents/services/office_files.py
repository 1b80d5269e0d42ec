"""Office files from outside: what a text or sheet is made of is looked at; with macros or programs it is refused."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from documents.errors import EncryptedFile, FileTooLarge, FileWithMacros, NotAnOfficeFile

MAX_BYTES = 30 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
OPEN_XML = "application/vnd.openxmlformats-officedocument."
#: The main part that the list of parts must name, and the media type of the whole.
OPEN_XML_KINDS = {
    b"wordprocessingml.document.main+xml": f"{OPEN_XML}wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": f"{OPEN_XML}spreadsheetml.sheet",
    b"presentationml.presentation.main+xml": f"{OPEN_XML}presentationml.presentation",
}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_DOCUMENT_KINDS = frozenset(f"{OPEN_DOCUMENT}{kind}" for kind in ("text", "spreadsheet", "presentation"))
#: Parts that run, or bring files of other programs along.
BAD_PART = re.compile(
    r"vbaproject|vbadata|/macrosheets/|/dialogsheets/|/activex/|/embeddings/.*\.(?:bin|exe|docm|xlsm)\Z|\A(?:basic|scripts)/"
    r"|oleobject|customui/|\.(?:exe|dll|js|vbs|bat|cmd|ps1|jar|scr|lnk|hta)\Z",
    re.IGNORECASE,
)
BAD_TEXT = re.compile(
    rb"macroEnabled|ddeLink|oleLink|<!DOCTYPE|<!ENTITY|script:event-listener|<instrText[^>]*>[^<]*\bDDE(?:AUTO)?\b",
    re.IGNORECASE,
)
#: A link to the outside that is fetched when the file is opened; a link that one clicks on is none.
FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode=.External)(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument|externalLink\w*)\b)",
    re.IGNORECASE,
)
LOCKED = re.compile(rb"manifest:encryption-data", re.IGNORECASE)


def clean_office_file(content: bytes) -> tuple[bytes, str]:
    """Return the file as it came and its media type, once everything in it was looked at.

    Raises NotAnOfficeFile, EncryptedFile, FileWithMacros or FileTooLarge.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(MAX_BYTES // 1024 // 1024)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_structure(archive, len(content))
            media_type = _media_type(archive)
            _check_parts(archive)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        KeyError,
        ValueError,
        OSError,
    ):
        raise NotAnOfficeFile from None
    return content, media_type


def _check_structure(archive: ZipFile, size: int) -> None:
    """Refuse what unpacks to too much, hides things between its parts or names places outside."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or len({name.lower() for name in names}) != len(names) or archive.comment:
        raise NotAnOfficeFile
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED_BYTES or unpacked > 200 * size + 1_000_000:
        raise NotAnOfficeFile
    for entry in entries:
        if entry.flag_bits & 1:
            raise EncryptedFile
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or not _is_inside(entry.filename):
            raise NotAnOfficeFile


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and "\\" not in name and ":" not in name and ".." not in name.split("/")


def _media_type(archive: ZipFile) -> str:
    """Return what the file says it is, in the one place where each of the two families says so."""
    if "[Content_Types].xml" in archive.namelist():
        types = archive.read("[Content_Types].xml")
        if b"macroEnabled" in types:
            raise FileWithMacros
        for main, media_type in OPEN_XML_KINDS.items():
            if main in types:
                return media_type
    elif "mimetype" in archive.namelist():
        said = archive.read("mimetype")[:100].decode("ascii", "replace").strip()
        if said in OPEN_DOCUMENT_KINDS:
            return said
    raise NotAnOfficeFile


def _check_parts(archive: ZipFile) -> None:
    for entry in archive.infolist():
        if BAD_PART.search(entry.filename):
            raise FileWithMacros
        part = archive.read(entry)  # also proves its checksum
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
            continue
        if entry.filename == "META-INF/manifest.xml" and LOCKED.search(part):
            raise EncryptedFile
        if BAD_TEXT.search(part) or FETCHED.search(part):
            raise FileWithMacros
