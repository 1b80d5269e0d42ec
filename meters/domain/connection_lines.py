"""Lines of a file of connections: what each cell must be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from meters.domain.tables import fold, parse_day, parse_decimal
from parties.domain.afm import clean_afm

#: Our names, with the headers that Greek files carry.
COLUMNS: dict[str, tuple[str, ...]] = {
    "supply_number": ("αριθμός παροχής", "παροχή", "αρ. παροχής"),
    "use": ("χρήση", "κατηγορία"),
    "households": ("νοικοκυριά", "διαμερίσματα"),
    "people": ("άτομα", "κάτοικοι"),
    "street": ("οδός", "δρόμος"),
    "house_number": ("αριθμός",),
    "postcode": ("ΤΚ", "ταχ. κώδικας"),
    "lon": ("γεωγρ. μήκος",),
    "lat": ("γεωγρ. πλάτος",),
    "x": ("χ", "ανατολικά"),
    "y": ("ψ", "βόρεια"),
    "route": ("δρομολόγιο", "διαδρομή"),
    "route_name": ("όνομα δρομολογίου", "περιγραφή δρομολογίου"),
    "route_position": ("θέση", "σειρά"),
    "opened_on": ("ημερομηνία σύνδεσης", "από"),
    "meter_serial": ("υδρόμετρο", "αριθμός υδρομέτρου"),
    "meter_diameter": ("διάμετρος",),
    "meter_digits": ("ψηφία",),
    "meter_make": ("κατασκευαστής", "μάρκα"),
    "start_reading": ("αρχική ένδειξη",),
    "payer_kind": ("είδος υπόχρεου",),
    "payer_name": ("επώνυμο", "υπόχρεος", "επωνυμία"),
    "payer_first_name": ("όνομα",),
    "payer_father_name": ("πατρώνυμο",),
    "payer_afm": ("ΑΦΜ",),
    "payer_email": ("email", "e-mail"),
    "payer_mobile": ("κινητό",),
    "language": ("γλώσσα",),
    "liable_from": ("υπόχρεος από",),
    "has_sewer": ("αποχέτευση",),
}
REQUIRED = ("supply_number", "route", "route_position", "opened_on", "meter_serial", "payer_name")
HEADERS = {fold(title): name for name, titles in COLUMNS.items() for title in (name, *titles)}

USES = {
    "domestic": "domestic", "οικιακη": "domestic", "οικιακο": "domestic", "professional": "professional",
    "επαγγελματικη": "professional", "επαγγελματικο": "professional", "hotel": "hotel", "ξενοδοχειο": "hotel",
    "industrial": "industrial", "βιομηχανικη": "industrial", "farm": "farm", "αγροτικη": "farm",
    "municipal": "municipal", "δημοτικη": "municipal", "social": "social", "κοινωνικο": "social",
    "": "domestic",
}  # fmt: skip
YES = frozenset({"1", "yes", "true", "ναι", "ν", "y", ""})
NO = frozenset({"0", "no", "false", "οχι", "ο", "n"})
MOBILE = re.compile(r"69\d{8}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class CellError(ValueError):
    """A cell that is not what its column holds."""

    def __init__(self, code: str, column: str, value: str) -> None:
        """Keep a stable code, the column and what stood there."""
        super().__init__(code)
        self.code, self.column, self.value = code, column, value


@dataclass(frozen=True)
class ConnectionLine:
    """A line whose every cell is well formed."""

    line: int
    supply_number: str
    use: str
    households: int
    people: int
    street: str
    house_number: str
    postcode: str
    lon: Decimal | None
    lat: Decimal | None
    x: Decimal | None
    y: Decimal | None
    route: str
    route_name: str
    route_position: int
    opened_on: date
    meter_serial: str
    meter_diameter: int
    meter_digits: int
    meter_make: str
    start_reading: Decimal
    payer_kind: str
    payer_name: str
    payer_first_name: str
    payer_father_name: str
    payer_afm: str | None
    payer_email: str
    payer_mobile: str
    language: str
    liable_from: date
    has_sewer: bool


def parse_connection(line: int, cells: Mapping[str, str]) -> ConnectionLine:
    """Return the line's values; raise CellError for the first cell that is wrong."""
    opened_on = _day(cells, "opened_on")
    return ConnectionLine(
        line=line,
        supply_number=_text(cells, "supply_number", 30),
        use=_choice(cells, "use", USES),
        households=_whole(cells, "households", 1, 0, 2000),
        people=_whole(cells, "people", 0, 0, 100_000),
        street=cells.get("street", "")[:150],
        house_number=cells.get("house_number", "")[:10],
        postcode=cells.get("postcode", "").replace(" ", "")[:5],
        lon=_number(cells, "lon", Decimal(19), Decimal(30)),
        lat=_number(cells, "lat", Decimal(34), Decimal(42)),
        x=_number(cells, "x", Decimal(100_000), Decimal(1_000_000)),
        y=_number(cells, "y", Decimal(3_850_000), Decimal(4_630_000)),
        route=_text(cells, "route", 10),
        route_name=cells.get("route_name", "")[:120],
        route_position=_whole(cells, "route_position", None, 0, 2_000_000_000),
        opened_on=opened_on,
        meter_serial=_text(cells, "meter_serial", 40),
        meter_diameter=_whole(cells, "meter_diameter", 15, 8, 1000),
        meter_digits=_whole(cells, "meter_digits", 5, 3, 9),
        meter_make=cells.get("meter_make", "")[:60],
        start_reading=_number(cells, "start_reading", Decimal(0), Decimal(999_999_999)) or Decimal(0),
        payer_kind=_choice(cells, "payer_kind", {
            "": "person", "person": "person", "organisation": "organisation",
                                                "φυσικο": "person", "νομικο": "organisation"}),
        payer_name=_text(cells, "payer_name", 150),
        payer_first_name=cells.get("payer_first_name", "")[:80],
        payer_father_name=cells.get("payer_father_name", "")[:80],
        payer_afm=_afm(cells),
        payer_email=_matching(cells, "payer_email", EMAIL),
        payer_mobile=_matching(cells, "payer_mobile", MOBILE),
        language=_choice(cells, "language", {"": "el", "el": "el", "ελ": "el", "en": "en", "αγγ": "en"}),
        liable_from=_day(cells, "liable_from", default=opened_on),
        has_sewer=_flag(cells, "has_sewer"),
    )  # fmt: skip


def _text(cells: Mapping[str, str], name: str, longest: int) -> str:
    value = cells.get(name, "")
    if not value:
        raise CellError("empty", name, "")
    if len(value) > longest:
        raise CellError("too_long", name, value)
    return value


def _choice(cells: Mapping[str, str], name: str, words: Mapping[str, str]) -> str:
    value = cells.get(name, "")
    try:
        return words[fold(value)]
    except KeyError:
        raise CellError("unknown_word", name, value) from None


def _number(cells: Mapping[str, str], name: str, low: Decimal, high: Decimal) -> Decimal | None:
    value = cells.get(name, "")
    if not value:
        return None
    number = parse_decimal(value)
    if number is None:
        raise CellError("not_a_number", name, value)
    if not low <= number <= high:
        raise CellError("out_of_range", name, value)
    return number


def _whole(cells: Mapping[str, str], name: str, default: int | None, low: int, high: int) -> int:
    value = cells.get(name, "")
    if not value:
        if default is None:
            raise CellError("empty", name, "")
        return default
    if not value.isascii() or not value.isdigit():
        raise CellError("not_a_number", name, value)
    if not low <= int(value) <= high:
        raise CellError("out_of_range", name, value)
    return int(value)


def _day(cells: Mapping[str, str], name: str, default: date | None = None) -> date:
    value = cells.get(name, "")
    if not value and default is not None:
        return default
    day = parse_day(value)
    if day is None:
        raise CellError("not_a_day" if value else "empty", name, value)
    return day


def _afm(cells: Mapping[str, str]) -> str | None:
    value = cells.get("payer_afm", "")
    if not value:
        return None
    number = clean_afm(value)
    if number is None:
        raise CellError("invalid_afm", "payer_afm", value)
    return number


def _matching(cells: Mapping[str, str], name: str, form: re.Pattern[str]) -> str:
    value = cells.get(name, "").replace(" ", "")
    if value and not form.fullmatch(value):
        raise CellError("wrong_form", name, value)
    return value


def _flag(cells: Mapping[str, str], name: str) -> bool:
    value = fold(cells.get(name, ""))
    if value not in YES | NO:
        raise CellError("unknown_word", name, cells.get(name, ""))
    return value in YES
