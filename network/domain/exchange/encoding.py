"""In which encoding the text of a .dbf is, judged by the text itself."""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

#: What Greek programs have written over the years; the first is taken where two fit alike.
GREEK = ("cp1253", "cp737")
#: Enough text to judge by (bytes of fields with letters beyond ASCII).
ENOUGH = 20_000
_HEADER = 32
#: Names under which .cpg files and headers say the same.
_NAMES = {
    "utf-8": "utf-8", "utf8": "utf-8", "65001": "utf-8", "1253": "cp1253", "cp1253": "cp1253",
    "windows-1253": "cp1253", "ansi 1253": "cp1253", "737": "cp737", "cp737": "cp737", "oem 737": "cp737",
    "iso-8859-7": "iso8859-7", "iso88597": "iso8859-7", "88597": "iso8859-7", "iso-8859-1": "cp1252",
    "1252": "cp1252", "ansi 1252": "cp1252", "cp1252": "cp1252", "iso88591": "cp1252",
}  # fmt: skip
#: The byte of the header that names a language driver.
_DRIVERS = {0x03: "cp1252", 0x57: "cp1252", 0xCB: "cp1253", 0x6A: "cp737", 0x86: "cp737"}


@dataclass(frozen=True)
class TextEncoding:
    """The encoding taken; `declared` is what the file says of itself, "" where it says nothing."""

    name: str
    declared: str = ""
    sample: str = ""

    @property
    def is_contradicted(self) -> bool:
        """Say whether the text is in another encoding than the file declares."""
        return bool(self.declared) and bool(self.sample) and self.declared != self.name


def detect_encoding(dbf: Path) -> TextEncoding:
    """Return the encoding of a .dbf: UTF-8 where its bytes are, else the one that gives the more Greek."""
    driver, pieces = _texts(dbf)
    declared = _declared(dbf, driver)
    blob = b" ".join(pieces)
    if not pieces:
        return TextEncoding(declared or "utf-8", declared)
    name = _best(blob, declared)
    return TextEncoding(name, declared, pieces[0].decode(name, "replace").strip())


def _best(blob: bytes, declared: str) -> str:
    try:
        blob.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    choices = [*GREEK, *([declared] if declared not in {"", "utf-8", *GREEK} else [])]
    return max(choices, key=lambda name: _greekness(blob.decode(name, "replace")))


def _greekness(text: str) -> float:
    """Return the share of Greek among what is not ASCII; a capital after a small letter is a sign of the wrong one."""
    strange = [c for c in text if not c.isascii()]
    greek = sum("\u0370" <= c <= "\u03ff" for c in strange)
    torn = sum(a.islower() and b.isupper() for a, b in itertools.pairwise(text))
    return (greek - torn) / max(1, len(strange))


def _declared(dbf: Path, driver: int) -> str:
    for suffix in (".cpg", ".CPG"):
        path = dbf.with_suffix(suffix)
        if path.is_file():
            return _NAMES.get(path.read_bytes()[:40].decode("ascii", "replace").strip().lower(), "")
    return _DRIVERS.get(driver, "")


def _texts(dbf: Path) -> tuple[int, list[bytes]]:
    """Return the language driver, and values of text with letters beyond ASCII (cut ends of UTF-8 taken off)."""
    found: list[bytes] = []
    size = 0
    with dbf.open("rb") as file:
        head = file.read(_HEADER)
        if len(head) < _HEADER:
            return 0, found
        _rows, header_bytes, row_bytes = struct.unpack("<IHH", head[4:12])
        fields = _text_fields(file.read(max(0, header_bytes - _HEADER)))
        while size < ENOUGH and row_bytes and len(row := file.read(row_bytes)) == row_bytes:
            for start, length in fields:
                value = row[start : start + length].strip(b" \x00")
                if any(byte > 0x7F for byte in value):
                    value = _whole(value) if len(value) == length else value
                    found.append(value)
                    size += len(value)
    return head[29], found


def _text_fields(descriptors: bytes) -> list[tuple[int, int]]:
    fields: list[tuple[int, int]] = []
    at = 1
    for i in range(0, len(descriptors) - 31, 32):
        if descriptors[i] == 0x0D:
            break
        kind, length = descriptors[i + 11 : i + 12], descriptors[i + 16]
        if kind == b"C":
            fields.append((at, length))
        at += length
    return fields


def _whole(value: bytes) -> bytes:
    """Return a value that fills its field without a letter of UTF-8 cut in two at its end."""
    for cut in range(4):
        try:
            value[: len(value) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return value[: len(value) - cut]
    return value
