"""Printed matter: archival, accessible, in Greek."""

from __future__ import annotations

from io import BytesIO
from threading import Thread
from typing import Any

import pikepdf
import pypdf
from django.conf import settings

from documents.services.pdf import render_pdf

SHEET: dict[str, Any] = {
    "title": "Κατάσταση ρολογιών",
    "utility": "ΔΕΥΑ Θαλασσινού",
    "language": "el",
    "date": [2026, 3, 1],
    "intro": "Οι μετρητές της οδού Ερμού.",
    "header": ["Παροχή", "Ένδειξη"],
    "rows": [["000417", "1.234 m³"], ["000418", "56 m³"]],
}


def render() -> bytes:
    return render_pdf(template="documents/typst/sheet.typ", data=SHEET)


def test_the_file_says_that_it_is_archival_and_accessible() -> None:
    with pikepdf.open(BytesIO(render())) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Κατάσταση ρολογιών"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "el"
        assert "/StructTreeRoot" in pdf.Root


def test_greek_can_be_read_out_of_it() -> None:
    [page] = pypdf.PdfReader(BytesIO(render())).pages
    text = page.extract_text()
    for words in ("Κατάσταση ρολογιών", "ΔΕΥΑ Θαλασσινού", "Οι μετρητές της οδού Ερμού.", "1.234 m³"):
        assert words in text


def test_threads_print_at_the_same_time() -> None:
    made: list[bytes] = []
    threads = [Thread(target=lambda: made.append(render())) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [content[:5] for content in made] == [b"%PDF-"] * 3


def test_everything_printed_has_the_common_look_and_none_of_its_own() -> None:
    templates = [path for path in settings.BASE_DIR.glob("*/typst/*.typ") if path.name != "hydria.typ"]
    assert {path.name for path in templates} >= {"bill.typ", "receipt.typ", "sheet.typ"}
    for path in templates:
        text = path.read_text()
        assert 'hydria.typ": *' in text, path.name
        for own in ("rgb(", "set document(", "set page(", "font:", "#let small"):
            assert own not in text, f"{path.name} sets {own} for itself"
