"""A document of the register on paper, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.services.pdf import render_pdf
from gis_core.domain.greek import format_date, format_money, format_number
from gis_core.models import Utility
from meters.choices import DocumentState
from meters.models import Reading, RegisterDocument
from meters.selectors.documents import FeeLine, list_fee_lines, quantity_words, sum_fees

TEMPLATE = "meters/typst/document.typ"


def print_document(document: RegisterDocument, language: str) -> bytes:
    """Return the document as a PDF/A in Greek or English."""
    with translation.override(language):
        return render_pdf(template=TEMPLATE, data=document_data(document, language))


def document_data(document: RegisterDocument, language: str) -> dict[str, Any]:
    """Return the words and figures of the sheet in the language that is active."""
    utility = Utility.objects.get()
    day = document.executed_on or document.effective_on
    lines = list_fee_lines(document)
    return {
        "language": language,
        "title": f"{document.kind} {document.reference}",
        "date": [day.year, day.month, day.day],
        "utility": utility.name if language == "el" else utility.name_en,
        "utility_line": f"{utility.address}, {utility.postcode} {utility.city} · {utility.afm}",
        "heading": str(document.kind),
        "number": document.reference,
        "state": document.get_state_display(),
        "facts": _facts(document, language),
        "readings": _readings(document, language),
        "reading_header": [_("Meter"), _("Read on"), _("Reading (m³)")],
        "fees": [_fee_row(line, language) for line in lines],
        "fee_header": [pgettext("fee", "Description"), _("Quantity"), _("Price (€)"), _("VAT (%)"), _("Total (€)")],
        "total": format_money(sum_fees(lines), language),
        "note": document.note,
        "words": {
            "readings": _("Readings"), "fees": _("Fees"), "total": _("Total"), "note": _("Note"),
            "applicant": _("The applicant"), "approved": _("Approved by"), "executed": _("Executed by"),
        },
        "approved_by": str(document.approved_by or ""),
        "executed_by": str(document.executed_by or ""),
        "printed": _("Printed %(day)s") % {"day": format_date(timezone.localdate(), language)},
    }  # fmt: skip


def _facts(document: RegisterDocument, language: str) -> list[list[str]]:
    connection, cells = document.connection, document.data.get("cells", {})
    number = connection.supply_number if connection is not None else cells.get("supply_number", "")
    address = (
        connection.address
        if connection is not None
        else " ".join(cells.get(name, "") for name in ("street", "house_number")).strip()
    )
    facts = [
        [_("Connection"), number],
        [_("Address"), address],
        [_("In force from"), format_date(document.effective_on, language)],
    ]
    if document.party is not None:
        facts.append([_("Party"), str(document.party)])
    if document.executed_on is not None:
        facts.append([pgettext("document", "Executed"), format_date(document.executed_on, language)])
    if document.reverses is not None:
        facts.append([_("Undoes"), document.reverses.reference])
    if document.state == DocumentState.CANCELLED and document.cancelled_at is not None:
        day = timezone.localtime(document.cancelled_at).date()
        facts.append([pgettext("document", "Cancelled"), format_date(day, language)])
    return facts


def _readings(document: RegisterDocument, language: str) -> list[list[str]]:
    """Return what the meters showed when the document was executed."""
    if document.executed_on is None or document.connection is None:
        return []
    read = Reading.objects.filter(
        installation__connection=document.connection, read_on=document.executed_on, stands=True
    )
    return [
        [
            row.installation.meter.serial,
            format_date(row.read_on, language),
            format_number(row.value_m3, 3, language),
        ]
        for row in read.select_related("installation__meter").order_by("pk")
    ]


def _fee_row(line: FeeLine, language: str) -> list[str]:
    return [
        line.description, quantity_words(line.quantity, language), format_number(line.price, 2, language),
        quantity_words(line.vat_percent, language), format_number(line.total, 2, language),
    ]  # fmt: skip
