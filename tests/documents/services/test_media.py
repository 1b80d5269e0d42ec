"""PDF and office files bring nothing that acts; a virus check is asked where there is one."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image
from pytest_django import Settings

from documents.domain.media_types import proper_name
from documents.errors import (
    EncryptedFile,
    FileTooLarge,
    FileWithMacros,
    NotAnOfficeFile,
    NotAPdf,
    UnknownKindOfFile,
    VirusCheckFailed,
    VirusFound,
)
from documents.services import pdfs
from documents.services.media import clean_media

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def written(pdf: Pdf, **options: Any) -> bytes:
    buffer = BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def paper() -> Pdf:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 12 Tf (water) Tj ET")
    return pdf


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('SecretScript')"))


def link(action: Dictionary) -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)


def test_a_pdf_keeps_its_pages_and_loses_what_acts_and_what_tells() -> None:
    pdf = paper()
    pdf.Root.OpenAction = pdf.make_indirect(script())
    pdf.Root.AA = Dictionary(WC=script())
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))
    pdf.attachments["SecretFile.txt"] = b"hidden inside"
    pdf.pages[0].AA = Dictionary(O=script())
    pdf.pages[0].Annots = Array(
        [
            link(Dictionary(S=Name.URI, URI=String("https://www.gov.gr"))),
            link(Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))),
            link(Dictionary(S=Name.Launch, F=String("cmd.exe"))),
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))
            ),
        ]
    )
    pdf.docinfo["/Author"] = "SecretAuthor"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["SecretAuthor"]
    cleaned, media_type = clean_media(written(pdf, compress_streams=False))
    assert media_type == "application/pdf"
    with Pdf.open(BytesIO(cleaned)) as found:
        assert found.pages[0].Contents.read_bytes() == b"BT /F1 12 Tf (water) Tj ET"
        shown = [str(each.A.URI) if Name.A in each else "no action" for each in found.pages[0].Annots]
        assert shown == ["https://www.gov.gr", "no action", "no action"]
        assert not found.attachments
        assert Name.OpenAction not in found.Root
        plain = written(found, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for told in (b"SecretScript", b"SecretFile", b"SecretAuthor", b"hidden inside", b"cmd.exe", b"passwd"):
        assert told not in plain


def test_a_signed_pdf_stays_as_it_was_signed_unless_something_acts_in_it() -> None:
    pdf = paper()
    signature = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String("sealed"))
    field = Dictionary(FT=Name.Sig, T=String("s"), V=pdf.make_indirect(signature))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)
    pdf.docinfo["/Author"] = "Eleni"
    signed = written(pdf)
    assert clean_media(signed).content == signed
    pdf.Root.OpenAction = script()
    signed = written(pdf)
    assert b"SecretScript" not in clean_media(signed).content


def test_a_locked_or_broken_pdf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for password in ("", "open sesame"):
        with pytest.raises(EncryptedFile):
            clean_media(written(paper(), encryption=pikepdf.Encryption(owner="owner", user=password)))
    with pytest.raises(NotAPdf):
        clean_media(b"%PDF-1.7 and then nothing of the sort")
    with pytest.raises(NotAPdf):
        clean_media(written(Pdf.new()))
    monkeypatch.setattr(pdfs, "MAX_BYTES", 100)
    with pytest.raises(FileTooLarge):
        clean_media(written(paper()))


def office(main: str = "wordprocessingml.document.main+xml", **more: str | bytes) -> bytes:
    """Return a DOCX of the smallest kind, with further parts (two underscores stand for a slash, one for a dot)."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}"/>'
        "</Types>",
        "word/document.xml": "<w:document><w:t>Παροχή</w:t></w:document>",
    }
    parts |= {name.replace("__", "/").replace("_", "."): text for name, text in more.items()}
    return packed(parts)


def packed(parts: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_office_files_are_told_by_what_they_are() -> None:
    content = office()
    assert clean_media(content) == (content, WORD)
    sheet = clean_media(office("spreadsheetml.sheet.main+xml"))
    assert sheet.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    text = "application/vnd.oasis.opendocument.text"
    assert clean_media(packed({"mimetype": text, "content.xml": "<a/>"})).media_type == text


@pytest.mark.parametrize(
    "more",
    [
        {"word__vbaProject_bin": b"macro"},
        {"word__embeddings__oleObject1_bin": b"object"},
        {"xl__activeX__activeX1_xml": "<a/>"},
        {"word__settings_xml": "<!DOCTYPE a>"},
        {
            "word__footer_xml": '<w:instrText xml:space="preserve"> DDEAUTO c:\\cmd </w:instrText>'.replace(
                "w:", ""
            )
        },
        {"xl__externalLinks__externalLink1_xml": "<ddeLink ddeService='cmd'/>"},
        {
            "word___rels__settings_xml_rels": '<Relationship Type="http://x/attachedTemplate" '
            'Target="http://evil/t.dotm" TargetMode="External"/>'
        },
        {"main": "wordprocessingml.document.macroEnabled.main+xml"},
    ],
)
def test_office_files_that_act_are_refused(more: dict[str, str | bytes]) -> None:
    with pytest.raises(FileWithMacros):
        clean_media(office(**more))  # type: ignore[arg-type]


def test_a_link_to_click_on_is_no_macro() -> None:
    hyperlink = '<Relationship Type="http://x/hyperlink" Target="https://www.gov.gr" TargetMode="External"/>'
    assert clean_media(office(word___rels__document_xml_rels=hyperlink)).media_type == WORD


def test_archives_that_are_no_office_files_are_refused() -> None:
    bomb = office(word__media__image_xml=b"\0" * 50_000_000)
    outside = packed({"[Content_Types].xml": "x", "../../etc/passwd": "x"})
    double = packed({"[Content_Types].xml": "wordprocessingml.document.main+xml", "a.xml": "1", "A.xml": "2"})
    for content in (bomb, outside, double, packed({"readings.csv": "1;2"}), office()[:200], b"PK\x03\x04 no"):
        with pytest.raises(NotAnOfficeFile):
            clean_media(content)
    locked = BytesIO()
    with ZipFile(locked, "w") as archive:
        archive.writestr(ZipInfo("[Content_Types].xml"), "wordprocessingml.document.main+xml")
    flagged = bytearray(locked.getvalue())
    flagged[flagged.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(EncryptedFile):
        clean_media(bytes(flagged))


def test_whatever_else_comes_is_refused() -> None:
    for content in (
        b"",
        b"<html><script>",
        b"MZ\x90\0 program",
        b"\xd0\xcf\x11\xe0 old office",
        b"GIF89a",
        b"a;b\n1;2",
    ):
        with pytest.raises(UnknownKindOfFile):
            clean_media(content)


def test_names_lose_their_folders_and_take_the_ending_of_what_the_file_is() -> None:
    def named(name: str, media_type: str = "image/jpeg") -> str:
        return proper_name(name, media_type, otherwise="photo")

    assert named("C:\\fotos\\ρολόι.PNG") == "ρολόι.jpg"
    assert named("../../bill.pdf.exe", "application/pdf") == "bill.pdf.pdf"
    assert named("\u202egnp.exe") == "gnp.jpg"
    assert named(".jpg") == "photo.jpg"
    assert len(named("x" * 400)) == 200


class Clamd(socketserver.BaseRequestHandler):
    """A clamd as the virus check talks with it: finds whatever says EICAR."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        command = b""
        while not command.endswith(b"\0"):
            command += stream.read(1)
        if command == b"zPING\0":
            self.request.sendall(b"PONG\0")
            return
        content = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            content += stream.read(length)
        found = b"Eicar-Signature FOUND" if b"EICAR" in content else b"OK"
        self.request.sendall(b"stream: " + found + b"\0")


@pytest.fixture
def clamd(tmp_path: Path, settings: Settings) -> Iterator[str]:
    path = tmp_path / "clamd.ctl"
    with socketserver.UnixStreamServer(str(path), Clamd) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.CLAMD_ADDRESS = f"unix:{path}"
        yield str(path)
        server.shutdown()
        thread.join()


def photo(comment: bytes = b"") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 20)).save(buffer, "JPEG", comment=comment)
    return buffer.getvalue()


@pytest.mark.usefixtures("clamd")
def test_what_the_virus_check_knows_is_refused() -> None:
    assert clean_media(photo()).media_type == "image/jpeg"
    with pytest.raises(VirusFound, match="Eicar-Signature"):
        clean_media(photo(b"EICAR"))


def test_nothing_is_taken_while_the_virus_check_is_away(settings: Settings, tmp_path: Path) -> None:
    settings.CLAMD_ADDRESS = f"unix:{tmp_path / 'nobody'}"
    with pytest.raises(VirusCheckFailed):
        clean_media(photo())
