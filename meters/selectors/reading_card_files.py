"""The cards of readings as PDF and as rows of a workbook, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents.services.pdf import render_pdf
from gis_core.domain.greek import format_date, format_number
from gis_core.models import User, Utility
from meters.selectors.reading_cards import CardLine, ReadingCard
from parties.selectors.parties import shown_afm


def card_title(card: ReadingCard) -> str:
    """Return what kind of card it is."""
    return _("Meter card of a payer") if card.party is not None else _("Card of readings")


def card_pdf(card: ReadingCard, user: User) -> bytes:
    """Return the card as PDF/A in the user's language; the tax number as the user may see it."""
    with translation.override(user.language):
        return render_pdf(template="meters/typst/reading_card.typ", data=card_data(card, user))


def card_rows(card: ReadingCard) -> Iterator[tuple[Any, ...]]:
    """Yield the header and the lines with real days and numbers."""
    yield tuple(_header())
    for line in card.lines:
        row = line.row
        yield (
            row.read_on, row.slot, row.serial, row.value_m3, row.used_m3, line.days,
            None if line.mean_m3 is None else round(line.mean_m3, 3), line.source, _state(line), row.note,
        )  # fmt: skip


def card_data(card: ReadingCard, user: User) -> dict[str, Any]:
    """Return all words and figures of the card for the template."""
    language, utility, today = user.language, Utility.objects.get(), timezone.localdate()
    supply = card.connection.supply_number
    return {
        "language": language,
        "title": f"{card_title(card)} {supply}",
        "date": [today.year, today.month, today.day],
        "utility": {"name": utility.name, "line": ""},
        "heading": card_title(card),
        "subheading": f"{supply} · {format_date(today, language)}",
        "facts": [{"name": name, "value": value} for name, value in _facts(card, user, language) if value],
        "header": _header()[:9],
        "lines": [_printed(line, language) for line in card.lines],
        "sum": _("In all %(used)s m³") % {"used": _m3(card.used_m3, language)},
        "empty": _("No reading yet."),
    }


def _header() -> list[str]:
    return [
        _("Day"), _("Place"), _("Meter"), _("Reading (m³)"), _("Consumption (m³)"), _("Days"), _("m³/day"),
        _("Source"), _("State"), _("Note"),
    ]  # fmt: skip


def _facts(card: ReadingCard, user: User, language: str) -> list[tuple[str, str]]:
    connection = card.connection
    facts = [
        (_("Connection"), f"{connection.supply_number} · {connection.address}"),
        (_("Route"), f"{connection.route.code} / {connection.route_position}"),
        (_("Use"), str(connection.get_use_display())),
    ]
    if card.party is not None:
        spans = ", ".join(_days(span.first, span.last, language) for span in card.spans)
        facts += [
            (_("Payer"), str(card.party)),
            (_("Tax number (ΑΦΜ)"), shown_afm(card.party, user)),
            (_("Liable"), spans),
        ]
    hung = [
        f"{row.meter.serial} ({_days(row.period.lower, row.period.upper, language)})" for row in card.meters
    ]
    return [*facts, (_("Meters"), ", ".join(hung))]


def _days(first: date, last: date | None, language: str) -> str:
    return f"{format_date(first, language)} – {format_date(last, language) if last else ''}".strip()


def _printed(line: CardLine, language: str) -> list[str]:
    row = line.row
    return [
        format_date(row.read_on, language), str(row.slot), row.serial, _m3(row.value_m3, language),
        "" if row.used_m3 is None else _m3(row.used_m3, language),
        "" if line.days is None else str(line.days),
        "" if line.mean_m3 is None else format_number(line.mean_m3, 2, language), line.source, _state(line),
    ]  # fmt: skip


def _m3(value: Any, language: str) -> str:
    return format_number(value, 0 if value == value.to_integral_value() else 3, language)


def _state(line: CardLine) -> str:
    return _("held back") if line.row.is_held else ""
