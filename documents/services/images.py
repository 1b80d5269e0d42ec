"""Photos from outside: turned upright, made smaller, written anew, so that nothing but the picture stays."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from documents.errors import FileTooLarge, NotAPhoto

LONGEST_SIDE_PX = 2048
MAX_PIXELS = 40_000_000
MAX_BYTES = 10 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")


def clean_photo(content: bytes) -> bytes:
    """Return the photo as a JPEG without metadata, its longest side at most 2048 pixels.

    Raises NotAPhoto (unreadable, another format, or a decompression bomb) or FileTooLarge.
    """
    if len(content) > MAX_BYTES:
        raise FileTooLarge(MAX_BYTES // 1024 // 1024)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise NotAPhoto
                opened.load()
                upright = ImageOps.exif_transpose(opened)
                pixels = _flattened(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPhoto from None
    pixels.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    buffer = BytesIO()
    pixels.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()


def _flattened(picture: Image.Image) -> Image.Image:
    """Copy the pixels alone into a new picture on white: Pillow would carry comments along."""
    rgba = picture.convert("RGBA")
    fresh = Image.new("RGB", rgba.size, (255, 255, 255))
    fresh.paste(rgba, mask=rgba.getchannel("A"))
    return fresh
