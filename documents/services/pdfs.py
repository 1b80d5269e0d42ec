"""PDF from outside: scripts, embedded files and what tells of its making are taken out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from documents.errors import EncryptedFile, FileTooLarge, NotAPdf

MAX_BYTES = 30 * 1024 * 1024
MOST_OBJECTS = 500_000
#: What a page or form may do by itself.
ACTIVE_KEYS = (
    "/AA",
    "/JS",
    "/OpenAction",
    "/JavaScript",
    "/EmbeddedFiles",
    "/AF",
    "/EF",
    "/XFA",
    "/RichMediaContent",
)
#: What tells of the making: names, programs, earlier versions.
TELLING_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Collection", "/Perms")
LINKS = ("http://", "https://", "mailto:", "tel:")
MEDIA_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
HARMLESS_ACTIONS = frozenset({"/GoTo", "/Named", "/Thread"})


def clean_pdf(content: bytes) -> bytes:
    """Return the PDF written anew without scripts, actions, embedded files and metadata.

    A signed PDF in which there is nothing active is returned as it came: any change would break the signature.
    Raises NotAPdf, EncryptedFile or FileTooLarge.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(MAX_BYTES // 1024 // 1024)
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise EncryptedFile
            if len(pdf.objects) > MOST_OBJECTS or not len(pdf.pages):
                raise NotAPdf
            was_active = _strip_all(pdf, ACTIVE_KEYS)
            if not was_active and _is_signed(pdf) and not pdf.get_warnings() and content.startswith(b"%PDF-"):
                return content
            _strip_all(pdf, TELLING_KEYS)
            if Name.Info in pdf.trailer:
                del pdf.trailer[Name.Info]
            buffer = BytesIO()
            pdf.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return buffer.getvalue()
    except pikepdf.PasswordError:
        raise EncryptedFile from None
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, RecursionError, OSError):
        raise NotAPdf from None


def _strip_all(pdf: Pdf, keys: tuple[str, ...]) -> bool:
    """Take the keys, harmful actions and media out of every object of the file; say whether any was there."""
    found = False
    for each in pdf.objects:
        found |= _strip(each, keys)
    return found


def _strip(root: Object, keys: tuple[str, ...]) -> bool:
    """Do so in one object and what stands directly in it; indirect objects come by themselves."""
    found = False
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Array):
            waiting += [item for item in each if not _is_indirect(item)]
        elif isinstance(each, Dictionary | Stream):
            found |= _strip_one(each, keys)
            waiting += [item for _key, item in each.items() if not _is_indirect(item)]
    return found


def _strip_one(each: Dictionary | Stream, keys: tuple[str, ...]) -> bool:
    found = False
    for key in keys:
        if key in each:
            # A page is opened at its beginning then; a place to open at is no action, but none is lost by it.
            if key == "/OpenAction" and isinstance(each[key], Array):
                continue
            del each[key]
            found = True
    for key in ("/A", "/PA", "/Next"):
        action = each.get(key)
        if isinstance(action, Dictionary) and _is_harmful(action):
            del each[key]
            found = True
    annotations = each.get("/Annots")
    if isinstance(annotations, Array):
        kept = [item for item in annotations if not _is_media(item)]
        if len(kept) != len(annotations):
            each["/Annots"] = Array(kept)
            found = True
    if isinstance(each, Stream) and "/F" in each:  # the content stands in another file
        del each["/F"]
        found = True
    return found


def _is_harmful(action: Dictionary) -> bool:
    """Say whether the action does more than to go to a place of the file or to a web page."""
    kind = str(action.get("/S", ""))
    if kind == "/URI":
        return not str(action.get("/URI", "")).lower().startswith(LINKS)
    return kind not in HARMLESS_ACTIONS


def _is_media(annotation: Any) -> bool:
    return isinstance(annotation, Dictionary) and str(annotation.get("/Subtype", "")) in MEDIA_ANNOTATIONS


def _is_signed(pdf: Pdf) -> bool:
    return any(
        isinstance(each, Dictionary) and "/ByteRange" in each and "/Contents" in each for each in pdf.objects
    )


def _is_indirect(item: Any) -> bool:
    return isinstance(item, Object) and item.is_indirect
