"""The printed slips of a route: the whole round on paper, in walking order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents.services.pdf import render_pdf
from gis_core.domain.greek import format_date, format_number
from gis_core.models import Utility
from meters.models import NoteCode, ReadingRound
from meters.selectors.rounds import list_slips
from meters.types import SlipRow


def slips_pdf(reading_round: ReadingRound, language: str) -> bytes:
    """Return the slips of a round as PDF/A: address, meter, last two readings, usual use, boxes to write in."""
    with translation.override(language):
        return render_pdf(template="meters/typst/slips.typ", data=slips_data(reading_round, language))


def slips_data(reading_round: ReadingRound, language: str) -> dict[str, Any]:
    """Return all words and figures of the slips for the template."""
    utility = Utility.objects.filter(pk=1).first()
    today = timezone.localdate()
    period, route = reading_round.period, reading_round.route
    rows = list_slips(reading_round)
    codes = {code.pk: code for code in NoteCode.objects.all()}
    name = (utility.name_en if language == "en" else utility.name) if utility is not None else ""
    reader = str(reading_round.reader) if reading_round.reader is not None else "……………………………"
    days = f"{format_date(period.starts_on, language)} – {format_date(period.ends_on, language)}"
    return {
        "language": language, "date": [today.year, today.month, today.day], "utility": name,
        "line": f"{utility.address}, {utility.city}" if utility is not None else "",
        "title": _("Reading slips, route %(route)s, %(period)s") % {"route": route.code, "period": period.code},
        "heading": _("Route %(route)s") % {"route": route.code}, "subheading": f"{period} · {days}",
        "about": _("%(name)s · %(number)s meters in walking order · reader: %(reader)s")
        % {"name": route.name or route.code, "number": len(rows), "reader": reader},
        "header": [
            "#", _("Address"), _("Meter"), _("Last readings (m³)"), pgettext("consumption", "Usual"),
            _("Reading (m³)"), _("Note"),
        ],
        "rows": [_row(row, codes, language) for row in rows],
        "notes_heading": _("Notes to write down"),
        "notes": [str(code) for code in codes.values() if code.is_offered],
        "signature_reader": _("Date and signature of the reader:"),
        "signature_office": _("Entered on, by:"),
    }  # fmt: skip


def _row(row: SlipRow, codes: dict[int, NoteCode], language: str) -> dict[str, Any]:
    supply = row.supply_number if row.slot == 1 else f"{row.supply_number} · {row.slot}"
    usual = ""
    if row.litres_day is not None:
        usual = f"{format_number(row.litres_day * 30 / 1000, 1, language)} m³ / 30"
    return {
        "position": str(row.position), "address": row.address, "supply": supply, "serial": row.serial,
        "seal": _("seal %(number)s") % {"number": row.seal_number} if row.seal_number else "",
        "last": _reading(row.last_m3, row.last_on, language),
        "before": _reading(row.before_m3, row.before_on, language), "usual": usual, "digits": row.digits,
        "value": "" if row.value_m3 is None else _number(row.value_m3, language),
        "note": str(codes[row.note_code_id]) if row.note_code_id in codes else "",
    }  # fmt: skip


def _reading(value: Decimal | None, day: Any, language: str) -> str:
    return "" if value is None else f"{_number(value, language)} · {format_date(day, language)}"


def _number(value: Decimal, language: str) -> str:
    """Write a register's number: whole, or with what stands after the point."""
    decimals = 0 if value == value.to_integral_value() else 3
    return format_number(value, decimals, language)
