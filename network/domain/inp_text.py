"""From the bytes of a file to the records of an EPANET INP file."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from enum import StrEnum

#: Larger than any network known to us by a factor of ten; a bomb is refused before it fills the memory.
LARGEST_TEXT = 512 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_END = re.compile(rb"^[ \t]*\[END\][^\r\n]*", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(r"^\[([A-Z]+)", re.IGNORECASE)
#: Sections that EPANET 2.2 knows; like EPANET, the first four letters decide.
SECTIONS = (
    "TITLE", "JUNCTIONS", "RESERVOIRS", "TANKS", "PIPES", "PUMPS", "VALVES", "CONTROLS", "RULES", "DEMANDS",
    "SOURCES", "EMITTERS", "PATTERNS", "CURVES", "QUALITY", "STATUS", "ROUGHNESS", "ENERGY", "REACTIONS",
    "MIXING", "REPORT", "TIMES", "OPTIONS", "COORDINATES", "VERTICES", "LABELS", "BACKDROP", "TAGS",
)  # fmt: skip
_BY_START = {name[:4]: name for name in SECTIONS}


class FileFault(StrEnum):
    """Why a file as a whole is no network."""

    MISSING = "missing_file"
    FOLDER = "is_a_folder"
    UNREADABLE = "unreadable_file"
    EMPTY = "empty_file"
    TOO_LARGE = "too_large"
    NOT_INP = "not_inp"
    CUT_OFF = "cut_off"
    NO_NODES = "no_nodes"
    NO_COORDINATES = "no_coordinates"
    MODEL = "not_understood"


class InpError(Exception):
    """The file cannot be read as a network."""

    def __init__(self, fault: FileFault, detail: str = "") -> None:
        """Keep which fault, and what the reader said of it."""
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True)
class InpRecord:
    """One line of a section, split; comments are gone."""

    line: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class InpText:
    """The records of a file by section."""

    sections: dict[str, list[InpRecord]] = field(default_factory=dict)

    def records(self, section: str) -> list[InpRecord]:
        """Return the section's records, none if the file lacks it."""
        return self.sections.get(section, [])


def unpack(content: bytes) -> bytes:
    """Return the content itself, or what is inside when it is gzip.

    Raises:
        InpError: the gzip stream ends early, is damaged, or unpacks beyond 512 MB.
    """
    text = b""
    while content.startswith(_GZIP):  # some writers pack a file in several members
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            text += unpacker.decompress(content, LARGEST_TEXT - len(text))
        except zlib.error as error:
            raise InpError(FileFault.CUT_OFF) from error
        if unpacker.unconsumed_tail or len(text) >= LARGEST_TEXT:
            raise InpError(FileFault.TOO_LARGE)
        if not unpacker.eof:
            raise InpError(FileFault.CUT_OFF)
        content = unpacker.unused_data
        if not content.startswith(_GZIP):
            return text
    return content


def read_inp(content: bytes) -> InpText:
    """Return the records of an INP file given as bytes, plain or gzip.

    Comments and names may be in UTF-8, UTF-16 or Windows-1253 (what EPANET writes on a Greek Windows).

    Raises:
        InpError: it is empty, no INP file, or stops before its [END] line.
    """
    text = _decode(_until_end(unpack(content)))
    sections: dict[str, list[InpRecord]] = {}
    current: list[InpRecord] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _HEADING.match(line.strip())
        if heading:
            name = _BY_START.get(heading.group(1).upper()[:4], "")
            current = sections.setdefault(name, [])
            continue
        fields = tuple(line.split(";", 1)[0].split())
        if not fields:
            continue
        if current is None:
            raise InpError(FileFault.NOT_INP)
        current.append(InpRecord(number, fields))
    if not sections.keys() & set(SECTIONS):
        raise InpError(FileFault.NOT_INP)
    return InpText(sections)


def _until_end(content: bytes) -> bytes:
    """Return what stands before [END]; some archives fill the rest of the file with zeros."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise InpError(FileFault.EMPTY)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise InpError(FileFault.NOT_INP) from error
    end = _END.search(content)
    body = content[: end.start()] if end else content
    if b"\x00" in body or b"[" not in body:
        raise InpError(FileFault.NOT_INP)
    if end is None:
        first = body.lstrip(b"\xef\xbb\xbf \t\r\n")
        raise InpError(FileFault.CUT_OFF if first[:1] in (b"[", b";") else FileFault.NOT_INP)
    return body


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1253 leaves a few bytes undefined; they can only stand in a comment.
        return content.decode("cp1253", errors="replace")
