"""What an EPANET file says beside the network itself: patterns, controls, rules, times, options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from network.domain.inp_checks import is_number
from network.domain.inp_text import InpRecord, InpText

#: Sections kept word by word. Reports, labels and backdrops change no result and are not.
KEPT_SECTIONS = (
    "TITLE", "PATTERNS", "CURVES", "CONTROLS", "RULES", "DEMANDS", "EMITTERS", "ENERGY", "QUALITY", "SOURCES",
    "REACTIONS", "MIXING", "TIMES", "OPTIONS", "TAGS",
)  # fmt: skip
#: Options that EPANET 2.2 and wntr know; of these the units and the formula are written by the export itself.
_OPTIONS = frozenset(
    {
        "QUALITY", "VISCOSITY", "DIFFUSIVITY", "SPECIFIC", "TRIALS", "ACCURACY", "HEADERROR", "FLOWCHANGE",
        "UNBALANCED", "MINIMUM", "REQUIRED", "PRESSURE", "PATTERN", "DEMAND", "EMITTER", "TOLERANCE", "CHECKFREQ",
        "MAXCHECK", "DAMPLIMIT",
    }
)  # fmt: skip
Kept = dict[str, Any]


def keep_rest(inp: InpText) -> Kept:
    """Return, ready for JSON, what the network's tables have no place for; numbers stay in the file's units.

    Keys: `sections` (records by section), `patterns` of junctions and reservoirs and `pump_patterns` by code,
    `tanks` (volume, curve, overflow), `minor_losses`, `pump_settings`, and `roughness` as written where the
    formula is not Hazen-Williams.
    """
    sections = {
        name: [list(record.fields) for record in records]
        for name in KEPT_SECTIONS
        if (records := list(_kept_records(name, inp)))
    }
    settings = {r.fields[0]: r.fields[1] for r in inp.records("STATUS") if len(r.fields) > 1}
    pumps = {r.fields[0]: _words(r.fields[3:]) for r in inp.records("PUMPS")}
    return {
        "sections": sections,
        "patterns": dict(_patterns(inp)),
        "tanks": {r.fields[0]: list(r.fields[6:9]) for r in inp.records("TANKS") if len(r.fields) > 6},
        "minor_losses": dict(_minor_losses(inp)),
        "roughness": {} if _option(inp, "HEADLOSS", "H-W") == "H-W" else dict(_roughness(inp)),
        "pump_patterns": {code: words["PATTERN"] for code, words in pumps.items() if "PATTERN" in words},
        "pump_settings": {
            code: settings[code] for code in pumps if code in settings and is_number(settings[code])
        },
    }


def flow_units_of(inp: InpText) -> str:
    """Return the flow units of the file, EPANET's default being gallons a minute."""
    return _option(inp, "UNITS", "GPM")


def headloss_of(inp: InpText) -> str:
    """Return the formula of friction that the file names: H-W, D-W or C-M."""
    return _option(inp, "HEADLOSS", "H-W")


def _option(inp: InpText, name: str, default: str) -> str:
    for record in inp.records("OPTIONS"):
        if record.fields[0].upper() == name and len(record.fields) > 1:
            return record.fields[1].upper()
    return default


def _kept_records(name: str, inp: InpText) -> Iterator[InpRecord]:
    for record in inp.records(name):
        words = record.fields
        if name != "OPTIONS" or (words[0].upper() in _OPTIONS and len(words) > 1):
            yield record


def _patterns(inp: InpText) -> Iterator[tuple[str, str]]:
    """Yield the pattern of junctions (fourth field) and reservoirs (third)."""
    for section, at in (("JUNCTIONS", 3), ("RESERVOIRS", 2)):
        for record in inp.records(section):
            if len(record.fields) > at:
                yield record.fields[0], record.fields[at]


def _minor_losses(inp: InpText) -> Iterator[tuple[str, str]]:
    for section in ("PIPES", "VALVES"):
        for record in inp.records(section):
            text = record.fields[6] if len(record.fields) > 6 else "0"
            if is_number(text) and float(text):
                yield record.fields[0], text


def _roughness(inp: InpText) -> Iterator[tuple[str, str]]:
    for record in inp.records("PIPES"):
        yield record.fields[0], record.fields[5]


def _words(fields: tuple[str, ...]) -> dict[str, str]:
    return {key.upper(): value for key, value in zip(fields[::2], fields[1::2], strict=False)}
