"""What keeps an object of an INP file out of the network: one fault an object, at most."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from network.domain.inp_text import FileFault, InpError, InpRecord, InpText

NODE_SECTIONS = ("JUNCTIONS", "RESERVOIRS", "TANKS")
LINK_SECTIONS = ("PIPES", "PUMPS", "VALVES")
VALVE_KINDS = frozenset({"PRV", "PSV", "PBV", "FCV", "TCV", "GPV"})
LONGEST_CODE = 60
#: Least number of fields, and which of them must be numbers.
_SHAPES: dict[str, tuple[int, tuple[int, ...]]] = {
    "JUNCTIONS": (2, (1, 2)),
    "RESERVOIRS": (2, (1,)),
    "TANKS": (6, (1, 2, 3, 4, 5)),
    "PIPES": (6, (3, 4, 5)),
    "PUMPS": (5, ()),
    "VALVES": (6, (3,)),
    "COORDINATES": (3, (1, 2)),
    "VERTICES": (3, (1, 2)),
    "DEMANDS": (2, (1,)),
    "CURVES": (3, (1, 2)),
}


class ObjectFault(StrEnum):
    """Why one object cannot be taken."""

    FEW_FIELDS = "few_fields"
    NOT_A_NUMBER = "not_a_number"
    LONG_CODE = "long_code"
    TWICE = "twice"
    MISSING_NODE = "missing_node"
    SAME_ENDS = "same_ends"
    NOT_POSITIVE = "not_positive"
    NO_POSITION = "no_position"
    UNKNOWN_CURVE = "unknown_curve"
    UNKNOWN_KIND = "unknown_kind"
    LEVELS = "levels_out_of_order"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True)
class Fault:
    """An object of the file and why it is refused; `line` 0 means that no line can be named."""

    kind: str  # the section: JUNCTIONS, PIPES …
    code: str
    why: ObjectFault
    line: int
    detail: str = ""


@dataclass
class _Seen:
    """What the file has shown so far."""

    nodes: dict[str, int] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)
    curves: set[str] = field(default_factory=set)


def list_faults(inp: InpText) -> list[Fault]:
    """Return every refused object of the file, in the order of the file.

    Raises:
        InpError: the file has no nodes, or no coordinates at all.
    """
    if not any(inp.records(section) for section in NODE_SECTIONS):
        raise InpError(FileFault.NO_NODES)
    if not inp.records("COORDINATES"):
        raise InpError(FileFault.NO_COORDINATES)
    seen = _Seen(curves={r.fields[0] for r in inp.records("CURVES")})
    faults = [*_node_faults(inp, seen), *_link_faults(inp, seen), *_loose_faults(inp)]
    return sorted(_first_of_each(faults), key=lambda fault: fault.line)


def _first_of_each(faults: list[Fault]) -> list[Fault]:
    firsts: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        firsts.setdefault((fault.kind, fault.code), fault)
    return list(firsts.values())


def _node_faults(inp: InpText, seen: _Seen) -> Iterator[Fault]:
    placed = {r.fields[0] for r in inp.records("COORDINATES") if shape_fault("COORDINATES", r) is None}
    for section in NODE_SECTIONS:
        for record in inp.records(section):
            code = record.fields[0]
            fault = shape_fault(section, record)
            if fault is None and code in seen.nodes:
                fault = _fault(section, record, ObjectFault.TWICE, str(seen.nodes[code]))
            if fault is None and section == "TANKS":
                fault = _tank_fault(record)
            if fault is None and code not in placed:
                fault = _fault(section, record, ObjectFault.NO_POSITION)
            seen.nodes.setdefault(code, record.line)
            if fault is not None:
                yield fault


def _link_faults(inp: InpText, seen: _Seen) -> Iterator[Fault]:
    for section in LINK_SECTIONS:
        for record in inp.records(section):
            code = record.fields[0]
            fault = shape_fault(section, record)
            if fault is None and code in seen.links:
                fault = _fault(section, record, ObjectFault.TWICE, str(seen.links[code]))
            fault = fault or _ends_fault(section, record, seen) or _kind_fault(section, record, seen)
            seen.links.setdefault(code, record.line)
            if fault is not None:
                yield fault


def _loose_faults(inp: InpText) -> Iterator[Fault]:
    for section in ("COORDINATES", "VERTICES", "DEMANDS", "CURVES"):
        for record in inp.records(section):
            fault = shape_fault(section, record)
            if fault is not None:
                yield fault


def shape_fault(section: str, record: InpRecord) -> Fault | None:
    """Return the fault of a record with too few fields, or words where numbers belong."""
    least, numbers = _SHAPES[section]
    if len(record.fields) < least:
        return _fault(section, record, ObjectFault.FEW_FIELDS)
    for index in numbers:
        if index < len(record.fields) and not is_number(record.fields[index]):
            return _fault(section, record, ObjectFault.NOT_A_NUMBER, record.fields[index])
    if len(record.fields[0]) > LONGEST_CODE:
        return _fault(section, record, ObjectFault.LONG_CODE)
    return None


def is_number(text: str) -> bool:
    """Say whether the text is a finite number."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _tank_fault(record: InpRecord) -> Fault | None:
    least, most, diameter = (float(record.fields[i]) for i in (3, 4, 5))
    if least > most:
        return _fault("TANKS", record, ObjectFault.LEVELS)
    if diameter < 0:
        return _fault("TANKS", record, ObjectFault.NOT_POSITIVE, record.fields[5])
    return None


def _ends_fault(section: str, record: InpRecord, seen: _Seen) -> Fault | None:
    start, end = record.fields[1:3]
    for node in (start, end):
        if node not in seen.nodes:
            return _fault(section, record, ObjectFault.MISSING_NODE, node)
    return _fault(section, record, ObjectFault.SAME_ENDS, start) if start == end else None


def _kind_fault(section: str, record: InpRecord, seen: _Seen) -> Fault | None:
    fields = record.fields
    if section == "PIPES":
        bad = next((fields[i] for i in (3, 4) if float(fields[i]) <= 0), None)
        return None if bad is None else _fault(section, record, ObjectFault.NOT_POSITIVE, bad)
    if section == "PUMPS":
        return _pump_fault(record, seen)
    kind, setting = fields[4].upper(), fields[5]
    if kind not in VALVE_KINDS:
        return _fault(section, record, ObjectFault.UNKNOWN_KIND, fields[4])
    if float(fields[3]) <= 0:
        return _fault(section, record, ObjectFault.NOT_POSITIVE, fields[3])
    if kind == "GPV" and setting not in seen.curves:
        return _fault(section, record, ObjectFault.UNKNOWN_CURVE, setting)
    if kind != "GPV" and not is_number(setting):
        return _fault(section, record, ObjectFault.NOT_A_NUMBER, setting)
    return None


def _pump_fault(record: InpRecord, seen: _Seen) -> Fault | None:
    words = record.fields[3:]
    given = {words[i].upper(): words[i + 1] for i in range(0, len(words) - 1, 2)}
    if len(words) % 2 or not given.keys() & {"HEAD", "POWER"}:
        return _fault("PUMPS", record, ObjectFault.UNKNOWN_KIND, " ".join(words))
    if "HEAD" in given and given["HEAD"] not in seen.curves:
        return _fault("PUMPS", record, ObjectFault.UNKNOWN_CURVE, given["HEAD"])
    bad = next(
        (given[word] for word in ("POWER", "SPEED") if word in given and not is_number(given[word])), None
    )
    return None if bad is None else _fault("PUMPS", record, ObjectFault.NOT_A_NUMBER, bad)


def _fault(section: str, record: InpRecord, why: ObjectFault, detail: str = "") -> Fault:
    return Fault(section, record.fields[0], why, record.line, detail)
