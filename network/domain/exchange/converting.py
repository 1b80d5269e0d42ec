"""From the values of a layer to ours: numbers, years, choices, in the order of its objects."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from gis_core.domain.greek import latin_key
from network.domain.exchange.guessing import guess_values
from network.domain.exchange.mapping import MILLIMETRES, LayerMapping
from network.domain.exchange.reading import LayerData, text_of
from network.domain.exchange.targets import TARGETS, Kind, Target

_YEAR = re.compile(r"(1[89]\d\d|20\d\d|2100)")
_FIRST_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_YES = frozenset({"1", "TRUE", "T", "YES", "Y", "NAI", "CV"})
_NO = frozenset({"0", "FALSE", "F", "NO", "N", "OCHI", "OXI"})


class ValueFault(StrEnum):
    """Why a value was left out; the object is taken without it."""

    NOT_A_NUMBER = "value_not_a_number"
    NOT_A_YEAR = "value_not_a_year"
    UNKNOWN = "value_unknown"
    TOO_LONG = "value_too_long"
    OUT_OF_RANGE = "value_out_of_range"


@dataclass
class Converted:
    """Our values by column, and what was not understood: (row, column, fault, their text)."""

    values: dict[str, list[Any]] = field(default_factory=dict)
    faults: list[tuple[int, str, ValueFault, str]] = field(default_factory=list)


class _Unfit(Exception):
    def __init__(self, fault: ValueFault) -> None:
        super().__init__(fault)
        self.fault = fault


def convert(data: LayerData, mapping: LayerMapping, catalogue: dict[str, list[str]]) -> Converted:
    """Return the layer's values as ours; `catalogue` gives the codes of material and asset_type."""
    done = Converted()
    for target in TARGETS[mapping.role]:
        column = data.columns.get(mapping.columns.get(target.name, ""))
        default = mapping.defaults.get(target.name) or target.default
        reader = _reader(target, mapping, catalogue)
        blank = reader(default) if default else None
        if column is None:
            done.values[target.name] = [blank] * len(data.fids)
            continue
        done.values[target.name] = _convert_column(target, column, reader, blank, done)
    return done


def _convert_column(
    target: Target, column: Iterable[Any], reader: Callable[[str], Any], blank: Any, done: Converted
) -> list[Any]:
    known: dict[str, Any] = {}
    out: list[Any] = []
    for row, raw in enumerate(column):
        text = text_of(raw)
        if not text:
            out.append(blank)
            continue
        if text not in known:
            try:
                known[text] = reader(text)
            except _Unfit as error:
                known[text] = error
        value = known[text]
        if isinstance(value, _Unfit):
            done.faults.append((row, target.name, value.fault, text[:60]))
            value = blank
        out.append(value)
    return out


def _reader(target: Target, mapping: LayerMapping, catalogue: dict[str, list[str]]) -> Callable[[str], Any]:
    if target.kind is Kind.NUMBER:
        factor = MILLIMETRES[mapping.diameter_unit] if target.name == "diameter_mm" else 1.0
        return lambda text: _number(text, target, factor)
    if target.kind is Kind.CHOICE:
        allowed = catalogue.get(target.catalogue, []) if target.catalogue else list(target.choices)
        values = mapping.values.get(target.name, {})
        return lambda text: _choice(target.name, text, allowed, values)
    return {
        Kind.YEAR: _year, Kind.YES: _yes, Kind.JSON: _json, Kind.DATE: _date,
        Kind.TEXT: lambda text: _text(text, target.length),
    }[target.kind]  # fmt: skip


def _number(text: str, target: Target, factor: float) -> float:
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    found = _FIRST_NUMBER.search(plain)
    # "Φ110 PN10" and "DN100" are sizes; elsewhere words among figures are no number.
    if found is None or (target.name != "diameter_mm" and found.group() != plain):
        raise _Unfit(ValueFault.NOT_A_NUMBER)
    value = round(float(found.group()) * factor, target.decimals)
    if not math.isfinite(value) or abs(value) >= target.limit or value < target.least:
        raise _Unfit(ValueFault.OUT_OF_RANGE)
    return value


def _choice(name: str, text: str, allowed: Sequence[str], values: dict[str, str]) -> str | None:
    ours = values.get(text)
    if ours == "":
        return None
    ours = ours or guess_values(name, [text], allowed).get(text)
    if ours is None or ours not in allowed:
        raise _Unfit(ValueFault.UNKNOWN)
    return ours


def _year(text: str) -> int | None:
    if text == "0":
        return None
    found = _YEAR.search(text)
    if found is None:
        raise _Unfit(ValueFault.NOT_A_YEAR)
    return int(found.group())


def _yes(text: str) -> bool:
    key = latin_key(text)
    if key in _YES:
        return True
    if key in _NO:
        return False
    raise _Unfit(ValueFault.UNKNOWN)


def _json(text: str) -> str:
    try:
        json.loads(text)
    except ValueError:
        raise _Unfit(ValueFault.UNKNOWN) from None
    return text


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        raise _Unfit(ValueFault.UNKNOWN) from None


def _text(text: str, most: int) -> str:
    if len(text) > most:
        raise _Unfit(ValueFault.TOO_LONG)
    return text
