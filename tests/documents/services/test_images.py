"""Photos from outside keep nothing but the picture."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from documents.errors import FileTooLarge, NotAPhoto
from documents.services.images import MAX_BYTES, clean_photo


def picture(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **options: object) -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (0, 0, size[0] // 2, size[1]))
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_where_and_when_and_what_was_said_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture(exif=exif, comment=b"taken at home")
    assert b"SecretPhone" in content
    assert b"taken at home" in content
    cleaned = clean_photo(content)
    assert b"SecretPhone" not in cleaned
    assert b"taken at home" not in cleaned
    assert not dict(opened(cleaned).getexif())


def test_a_photo_held_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    cleaned = opened(clean_photo(picture((40, 20), exif=exif, quality=95)))
    assert cleaned.size == (20, 40)
    red, _green, blue = cleaned.getpixel((10, 5))  # type: ignore[misc]
    assert blue > red


def test_a_large_photo_is_made_smaller() -> None:
    assert opened(clean_photo(picture((4096, 1024)))).size == (2048, 512)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_formats_become_jpeg(kind: str) -> None:
    assert opened(clean_photo(picture(kind=kind))).format == "JPEG"


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture()[:200], picture(kind="GIF"), b"%PDF-1.7"],
    ids=["empty", "svg", "truncated", "gif", "pdf"],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        clean_photo(content)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    buffer = BytesIO()
    Image.new("1", (12000, 12000)).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 100_000
    with pytest.raises(NotAPhoto):
        clean_photo(buffer.getvalue())


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(FileTooLarge):
        clean_photo(b"\0" * (MAX_BYTES + 1))
