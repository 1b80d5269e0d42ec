"""An EPANET file of ours, made ready for a run: its length, and those whom no water reaches.

The file is one that `inp_export` wrote: fields are parted by tabs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable

Sections = dict[str, list[list[str]]]
#: Valves through which water may go back.
_BOTH_WAYS = frozenset({"TCV", "GPV", "PBV"})
#: Options that would read or write other files.
_OF_FILES = frozenset({"HYDRAULICS", "MAP"})


def parse_sections(text: str) -> Sections:
    """Return the records of each section, in the file's order."""
    sections: Sections = {}
    records: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("["):
            records = sections.setdefault(line.strip("[]"), [])
        elif line:
            records.append(line.split("\t"))
    return sections


def write_sections(sections: Sections) -> str:
    """Return the file."""
    lines: list[str] = []
    for name, records in sections.items():
        if name != "END":
            lines += [f"[{name}]", *("\t".join(record) for record in records), ""]
    return "\n".join([*lines, "[END]", ""])


def set_hours(sections: Sections, hours: int) -> None:
    """Let the run take so many hours, told step by step; no other file is touched by it."""
    sections["TIMES"] = [
        record
        for record in sections.get("TIMES", [])
        if record[0].upper() not in {"DURATION", "STATISTIC"}
        and [word.upper() for word in record[:2]] != ["REPORT", "START"]
    ]
    sections["TIMES"].insert(0, ["DURATION", f"{hours}:00"])
    sections["OPTIONS"] = [
        record for record in sections.get("OPTIONS", []) if record[0].upper() not in _OF_FILES
    ]


def drop_controls(sections: Sections, links: Collection[str]) -> None:
    """Take away controls and rules that would open links which are to stay closed."""
    sections["CONTROLS"] = [
        record for record in sections.get("CONTROLS", []) if len(record) < 2 or record[1] not in links
    ]
    kept: list[list[str]] = []
    for rule in _rules(sections):
        if not any(len(record) > 2 and record[2] in links for record in rule):
            kept += rule
    sections["RULES"] = kept


def find_dry(sections: Sections, closed: Collection[str] = ()) -> set[str]:
    """Return the junctions to which no open way leads from a reservoir or tank.

    `closed` are links that stay closed. Of the others, those that a control or rule may open count as open.
    """
    ways: dict[str, list[str]] = {}
    moved = _controlled(sections)
    shut = set(closed) | {
        record[0]
        for record in sections.get("STATUS", [])
        if record[1].upper() == "CLOSED" and record[0] not in moved
    }
    for code, start, end, is_two_way in _links(sections, moved):
        if code not in shut:
            ways.setdefault(start, []).append(end)
            if is_two_way:
                ways.setdefault(end, []).append(start)
    reached = {record[0] for name in ("RESERVOIRS", "TANKS") for record in sections.get(name, [])}
    todo = deque(reached)
    while todo:
        for neighbour in ways.get(todo.popleft(), ()):
            if neighbour not in reached:
                reached.add(neighbour)
                todo.append(neighbour)
    return {record[0] for record in sections.get("JUNCTIONS", [])} - reached


def take_demands(sections: Sections, junctions: Collection[str]) -> None:
    """Let nothing be drawn at these junctions."""
    for record in sections.get("JUNCTIONS", []):
        if record[0] in junctions:
            record[2:] = ["0"]
    for name in ("DEMANDS", "EMITTERS"):
        sections[name] = [record for record in sections.get(name, []) if record[0] not in junctions]


def _links(sections: Sections, moved: Collection[str]) -> Iterable[tuple[str, str, str, bool]]:
    """Yield the links that are not closed for good: code, ends, and whether water goes both ways."""
    for record in sections.get("PIPES", []):
        status = record[7].upper() if len(record) > 7 else "OPEN"
        if status != "CLOSED" or record[0] in moved:
            yield record[0], record[1], record[2], status != "CV"
    for record in sections.get("PUMPS", []):
        yield record[0], record[1], record[2], False
    for record in sections.get("VALVES", []):
        yield record[0], record[1], record[2], record[4].upper() in _BOTH_WAYS


def _rules(sections: Sections) -> list[list[list[str]]]:
    rules: list[list[list[str]]] = []
    for record in sections.get("RULES", []):
        if record[0].upper() == "RULE" or not rules:
            rules.append([])
        rules[-1].append(record)
    return rules


def _controlled(sections: Sections) -> set[str]:
    """Return the links that a control or an action of a rule speaks of."""
    found = {record[1] for record in sections.get("CONTROLS", []) if len(record) > 1}
    for rule in _rules(sections):
        is_action = False
        for record in rule:
            is_action = is_action or record[0].upper() in {"THEN", "ELSE"}
            if is_action and len(record) > 2:
                found.add(record[2])
    return found


def level_patterns(sections: Sections) -> None:
    """Scale the demands so that each junction draws on average over its patterns what its base demand says."""
    values: dict[str, list[float]] = {}
    for record in sections.get("PATTERNS", []):
        values.setdefault(record[0], []).extend(map(float, record[1:]))
    means = {name: sum(numbers) / len(numbers) for name, numbers in values.items() if numbers}
    usual = next((r[1] for r in sections.get("OPTIONS", []) if r[0].upper() == "PATTERN" and len(r) > 1), "1")
    parts: dict[str, list[list[str]]] = {}
    for record in sections.get("DEMANDS", []):
        parts.setdefault(record[0], []).append(record)
    for junction in sections.get("JUNCTIONS", []):
        own = parts.get(junction[0])
        # A record of a junction or of a part of its demand: the base, then the pattern where it has one.
        of_base = [(part, 1) for part in own] if own else [(junction, 2)]
        base = sum(float(record[at]) for record, at in of_base if len(record) > at)
        drawn = sum(
            float(record[at]) * means.get(record[at + 1] if len(record) > at + 1 else usual, 1.0)
            for record, at in of_base
            if len(record) > at
        )
        if base and drawn:
            for record, at in of_base:
                record[at] = f"{float(record[at]) * base / drawn:.12g}"
