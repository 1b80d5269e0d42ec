"""Lines of a file of meters for the store: what each cell must be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meters.domain.connection_lines import CellError
from meters.domain.tables import fold, parse_day

COLUMNS: dict[str, tuple[str, ...]] = {
    "meter_serial": ("υδρόμετρο", "αριθμός υδρομέτρου", "serial"),
    "meter_make": ("κατασκευαστής", "μάρκα"),
    "meter_model": ("τύπος", "μοντέλο"),
    "meter_digits": ("ψηφία",),
    "meter_diameter": ("διάμετρος",),
    "made_year": ("έτος", "έτος κατασκευής"),
    "verify_by": ("έλεγχος έως", "λήξη ελέγχου"),
}
HEADERS = {fold(title): name for name, titles in COLUMNS.items() for title in (name, *titles)}
REQUIRED = ("meter_serial",)
#: Nobody keeps a meter older than that.
OLDEST = 1900


@dataclass(frozen=True)
class NewMeter:
    """What is known of a meter: diameter in mm, digits before the point, the day to be verified by."""

    serial: str
    diameter_mm: int = 15
    digits: int = 5
    make: str = ""
    model: str = ""
    made_year: int | None = None
    verify_by: date | None = None


def parse_meter(cells: Mapping[str, str], this_year: int) -> NewMeter:
    """Return the line's meter; raise CellError for the first cell that is wrong."""
    serial = cells.get("meter_serial", "").strip()
    if not serial:
        raise CellError("empty", "meter_serial", "")
    for name, longest in (("meter_serial", 40), ("meter_make", 60), ("meter_model", 60)):
        if len(cells.get(name, "")) > longest:
            raise CellError("too_long", name, cells[name])
    verify_text = cells.get("verify_by", "")
    verify_by = parse_day(verify_text)
    if verify_text and verify_by is None:
        raise CellError("not_a_day", "verify_by", verify_text)
    return NewMeter(
        serial=serial,
        diameter_mm=_whole(cells, "meter_diameter", 8, 1000) or 15,
        digits=_whole(cells, "meter_digits", 3, 9) or 5,
        make=cells.get("meter_make", ""),
        model=cells.get("meter_model", ""),
        made_year=_whole(cells, "made_year", OLDEST, this_year),
        verify_by=verify_by,
    )


def _whole(cells: Mapping[str, str], name: str, low: int, high: int) -> int | None:
    value = cells.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit():
        raise CellError("not_a_number", name, value)
    if not low <= int(value) <= high:
        raise CellError("out_of_range", name, value)
    return int(value)
