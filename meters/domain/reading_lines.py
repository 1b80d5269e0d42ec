"""Lines of a file of readings: what each cell must be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from meters.domain.connection_lines import CellError
from meters.domain.tables import fold, parse_day, parse_decimal

COLUMNS: dict[str, tuple[str, ...]] = {
    "supply_number": ("αριθμός παροχής", "παροχή", "αρ. παροχής"),
    "meter_serial": ("υδρόμετρο", "αριθμός υδρομέτρου", "serial"),
    "read_on": ("ημερομηνία", "ημ/νία", "date"),
    "value_m3": ("ένδειξη", "τιμή", "reading", "value"),
    "note": ("σημείωση", "παρατηρήσεις"),
}
HEADERS = {fold(title): name for name, titles in COLUMNS.items() for title in (name, *titles)}
REQUIRED = ("read_on", "value_m3")
HIGHEST = Decimal(999_999_999)
LONGEST_NUMBER = 30


@dataclass(frozen=True)
class ReadingLine:
    """A line whose every cell is well formed; supply number or meter serial is there."""

    line: int
    supply_number: str
    meter_serial: str
    read_on: date
    value_m3: Decimal
    note: str


def parse_reading(line: int, cells: Mapping[str, str]) -> ReadingLine:
    """Return the line's values; raise CellError for the first cell that is wrong."""
    supply_number, serial = cells.get("supply_number", ""), cells.get("meter_serial", "")
    if not supply_number and not serial:
        raise CellError("empty", "supply_number", "")
    if len(supply_number) > LONGEST_NUMBER:
        raise CellError("too_long", "supply_number", supply_number[:60])
    day_text, value_text = cells.get("read_on", ""), cells.get("value_m3", "")
    read_on = parse_day(day_text)
    if read_on is None:
        raise CellError("not_a_day" if day_text else "empty", "read_on", day_text[:60])
    value = parse_value(value_text)
    return ReadingLine(
        line=line, supply_number=supply_number, meter_serial=serial[:40], read_on=read_on,
        value_m3=value, note=cells.get("note", "")[:200],
    )  # fmt: skip


@lru_cache(maxsize=65_536)
def parse_value(text: str) -> Decimal:
    """Return a reading in m³, to the litre; raise CellError for what is none."""
    value = Decimal(text) if text.isdecimal() and text.isascii() else parse_decimal(text)
    if value is None:
        raise CellError("not_a_number" if text else "empty", "value_m3", text[:60])
    if not 0 <= value <= HIGHEST:
        raise CellError("out_of_range", "value_m3", text[:60])
    return value.quantize(Decimal("0.001"))
