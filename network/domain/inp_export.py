"""From a network in SI units back to an EPANET file, with all that the file once said beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from network.domain.epanet import US_UNITS, CurvePoints, EpanetModel, ModelLink, ModelNode, ModelPipe
from network.domain.inp_keep import Kept

#: Litres a second in one unit of flow, as EPANET's reader counts them.
LITRES_A_SECOND = {
    "CFS": 28.316846592, "GPM": 0.003785411784 / 60 * 1000, "MGD": 3785.411784 / 86400 * 1000,
    "IMGD": 4546.09 / 86400 * 1000, "AFD": 1233.48184 / 86400 * 1000, "LPS": 1.0, "LPM": 1 / 60,
    "MLD": 1000 / 86.4, "CMH": 1 / 3.6, "CMD": 1 / 86.4,
}  # fmt: skip
FOOT_M = 0.3048
INCH_MM = 25.4
#: EPANET counts 0.4333 psi to a foot of water, and 745.699872 W to a horsepower.
PSI_M = FOOT_M / 0.4333
HORSEPOWER_KW = 0.745699872
#: Sections that make a day of it: left out where one moment is calculated.
_OF_TIME = frozenset(
    {"PATTERNS", "CONTROLS", "RULES", "ENERGY", "TIMES", "QUALITY", "SOURCES", "REACTIONS", "MIXING"}
)
#: Where in a kept record a node's or link's code stands, by the section.
_NODE_FIELD = {"EMITTERS": 0, "QUALITY": 0, "SOURCES": 0, "MIXING": 0}
#: A demand that differs from the file's by less came from rounding (l/s).
_SAME_DEMAND = 1e-7
Fields = Sequence[str]


@dataclass(frozen=True)
class Dropped:
    """A record of the imported file that speaks of what the network no longer has."""

    section: str
    record: str
    code: str


@dataclass
class InpWriter:
    """Writes one model; `dropped` then says what could not be written back."""

    model: EpanetModel
    kept: Kept
    headloss: str = "H-W"
    whole_day: bool = True
    keeps_multiplier: bool = True
    dropped: list[Dropped] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Choose the units: those of the file, or litres a second."""
        self._is_us = self.model.flow_units in US_UNITS
        self._m = FOOT_M if self._is_us else 1.0
        self._sections: dict[str, list[list[str]]] = self.kept.get("sections", {})
        self._nodes = {node.code for node in self.model.nodes}
        self._links = {link.code for link in self._all_links()}
        self._curve_names = {record[0] for record in self._sections.get("CURVES", ())}
        self._curves: list[Fields] = []

    def text(self) -> str:
        """Return the whole file."""
        return "\n".join(self.lines()) + "\n"

    def lines(self) -> Iterator[str]:
        """Yield the file line by line."""
        yield from _section("TITLE", self._sections.get("TITLE", ()))
        yield from _section("JUNCTIONS", map(self._junction, self._of_kind("junction")))
        yield from _section("RESERVOIRS", map(self._reservoir, self._of_kind("reservoir")))
        yield from _section("TANKS", map(self._tank, self._of_kind("tank")))
        yield from _section("PIPES", map(self._pipe, self.model.pipes))
        yield from _section("PUMPS", list(self._pumps()))
        yield from _section("VALVES", list(self._valves()))
        yield from _section("DEMANDS", self._demands())
        yield from _section("STATUS", self._status())
        yield from _section("CURVES", [*self._sections.get("CURVES", ()), *self._curves])
        yield from self._rest()
        yield from _section("OPTIONS", self._options())
        yield from _section("COORDINATES", ((n.code, *_xy(n.position)) for n in self.model.nodes))
        yield from _section(
            "VERTICES", ((link.code, *_xy(xy)) for link in self._all_links() for xy in link.vertices)
        )
        yield from _section("BACKDROP", [("UNITS", "METERS")])
        yield "[END]"

    def _all_links(self) -> list[ModelLink]:
        return [*self.model.pipes, *self.model.pumps, *self.model.valves]

    def _of_kind(self, kind: str) -> list[ModelNode]:
        return [node for node in self.model.nodes if node.kind == kind]

    def _flow(self, litres_a_second: float) -> str:
        return _number(litres_a_second / LITRES_A_SECOND[self.model.flow_units])

    def _length(self, metres: float | None) -> str:
        return _number((metres or 0.0) / self._m)

    def _diameter(self, millimetres: float) -> str:
        return _number(millimetres / INCH_MM if self._is_us else millimetres)

    def _pattern(self, code: str) -> list[str]:
        """Return the pattern of a junction or reservoir, where the file has it."""
        name = self.kept.get("patterns", {}).get(code)
        return [name] if name is not None and self.whole_day else []

    def _junction(self, node: ModelNode) -> Fields:
        demand = self._flow(node.demand_l_s)
        return (node.code, self._length(node.elevation_m), demand, *self._pattern(node.code))

    def _reservoir(self, node: ModelNode) -> Fields:
        return (node.code, self._length(node.elevation_m), *self._pattern(node.code))

    def _tank(self, node: ModelNode) -> Fields:
        levels = (node.tank_level_m, node.tank_min_level_m, node.tank_max_level_m, node.tank_diameter_m)
        rest = self.kept.get("tanks", {}).get(node.code, ())
        return (node.code, self._length(node.elevation_m), *map(self._length, levels), *rest)

    def _pipe(self, pipe: ModelPipe) -> Fields:
        is_closed = pipe.status == "closed"
        status = "Closed" if is_closed else "CV" if pipe.has_check_valve else "Open"
        loss = self.kept.get("minor_losses", {}).get(pipe.code, "0")
        return (
            pipe.code, pipe.start, pipe.end, self._length(pipe.length_m), self._diameter(pipe.diameter_mm),
            self._roughness(pipe), loss, status,
        )  # fmt: skip

    def _roughness(self, pipe: ModelPipe) -> str:
        """Return the coefficient; of the other formulas as the file wrote it, the table being too coarse."""
        written: str | None = self.kept.get("roughness", {}).get(pipe.code)
        if written is not None:
            return written
        if self.headloss == "D-W":
            return _number(pipe.roughness / self._m * 1000)
        return _number(pipe.roughness)

    def _pumps(self) -> Iterator[Fields]:
        patterns = self.kept.get("pump_patterns", {}) if self.whole_day else {}
        for pump in self.model.pumps:
            words: list[str] = []
            if pump.power_kw is not None:
                power = pump.power_kw / HORSEPOWER_KW if self._is_us else pump.power_kw
                words += ["POWER", _number(power)]
            else:
                words += ["HEAD", self._curve(f"H{len(self._curves)}", pump.curve, self._length)]
            if pump.speed != 1:
                words += ["SPEED", _number(pump.speed)]
            if pump.code in patterns:
                words += ["PATTERN", patterns[pump.code]]
            yield (pump.code, pump.start, pump.end, *words)

    def _valves(self) -> Iterator[Fields]:
        for valve in self.model.valves:
            if valve.kind == "gpv":
                setting = self._curve(f"L{len(self._curves)}", valve.curve, self._length)
            elif valve.kind == "fcv":
                setting = self._flow(valve.setting or 0.0)
            elif valve.kind == "tcv":
                setting = _number(valve.setting or 0.0)
            else:
                setting = _number((valve.setting or 0.0) / (PSI_M if self._is_us else 1.0))
            loss = self.kept.get("minor_losses", {}).get(valve.code, "0")
            diameter = self._diameter(valve.diameter_mm)
            yield (valve.code, valve.start, valve.end, diameter, valve.kind.upper(), setting, loss)

    def _curve(self, name: str, points: CurvePoints, ordinate: Callable[[float], str]) -> str:
        """Add a curve of flow and head under a free name; return the name."""
        while name in self._curve_names:
            name = f"{name}_"
        self._curve_names.add(name)
        self._curves += [(name, self._flow(x), ordinate(y)) for x, y in points]
        return name

    def _demands(self) -> Iterator[Fields]:
        """Yield the parts of the demands that had several, or patterns, scaled to what the junction has now."""
        parts: dict[str, list[list[str]]] = {}
        for record in self._sections.get("DEMANDS", ()):
            parts.setdefault(record[0], []).append(record)
        for node in self._of_kind("junction"):
            own = parts.get(node.code)
            if own is None:
                continue
            total = sum(float(part[1]) for part in own) * LITRES_A_SECOND[self.model.flow_units]
            if abs(total - node.demand_l_s) <= _SAME_DEMAND:
                shares = [part[1] for part in own]
            elif total:
                shares = [_number(float(part[1]) * node.demand_l_s / total) for part in own]
            else:
                own, shares = own[:1], [self._flow(node.demand_l_s)]
            for part, share in zip(own, shares, strict=True):
                yield (node.code, share, *(part[2:3] if self.whole_day else ()))

    def _status(self) -> Iterator[Fields]:
        settings = self.kept.get("pump_settings", {})
        for pump in self.model.pumps:
            if pump.status == "closed":
                yield (pump.code, "Closed")
            elif pump.code in settings:
                yield (pump.code, settings[pump.code])
        for valve in self.model.valves:
            if valve.status in {"open", "closed"}:
                yield (valve.code, valve.status.capitalize())

    def _rest(self) -> Iterator[str]:
        for name in ("EMITTERS", "TAGS", *sorted(_OF_TIME)):
            if name in _OF_TIME and not self.whole_day:
                continue
            records = self._sections.get(name, [])
            kept = (
                self._rules(records) if name == "RULES" else (r for r in records if self._is_known(name, r))
            )
            yield from _section(name, kept)

    def _options(self) -> Iterator[Fields]:
        yield ("UNITS", self.model.flow_units)
        yield ("HEADLOSS", self.headloss)
        for record in self._sections.get("OPTIONS", ()):
            word, second = record[0].upper(), record[1].upper()
            if word in {"QUALITY", "PATTERN"} and not self.whole_day:
                continue
            if (word, second) == ("DEMAND", "MULTIPLIER") and not self.keeps_multiplier:
                continue
            if (word, second) == ("QUALITY", "TRACE") and not self._have(name="OPTIONS", record=record, at=2):
                continue
            yield record

    def _have(self, *, name: str, record: Fields, at: int, links: bool = False) -> bool:
        """Say whether the network still has what the record names there; note it where not."""
        code = record[at] if len(record) > at else ""
        if code in (self._links if links else self._nodes):
            return True
        self.dropped.append(Dropped(name, " ".join(record), code))
        return False

    def _is_known(self, name: str, record: Fields) -> bool:
        """Say whether all that a kept record names is still there."""
        words = [word.upper() for word in record]
        if name == "CONTROLS" and len(words) > 1:
            known = self._have(name=name, record=record, at=1, links=True)
            return known and (
                "NODE" not in words[3:] or self._have(name=name, record=record, at=words.index("NODE", 3) + 1)
            )
        if name == "ENERGY" and words[0] == "PUMP":
            return self._have(name=name, record=record, at=1, links=True)
        if name == "REACTIONS" and words[0] in {"BULK", "WALL"}:
            return self._have(name=name, record=record, at=1, links=True)
        if name == "REACTIONS" and words[0] == "TANK":
            return self._have(name=name, record=record, at=1)
        if name == "TAGS" and len(words) > 1:
            return self._have(name=name, record=record, at=1, links=words[0] == "LINK")
        if name in _NODE_FIELD:
            return self._have(name=name, record=record, at=_NODE_FIELD[name])
        return True

    def _rules(self, records: list[list[str]]) -> Iterator[Fields]:
        """Yield the rules of which every clause speaks of something there."""
        blocks: list[list[list[str]]] = []
        for record in records:
            if record[0].upper() == "RULE" or not blocks:
                blocks.append([])
            blocks[-1].append(record)
        for block in blocks:
            if all(self._clause_is_known(record) for record in block):
                yield from block

    def _clause_is_known(self, record: list[str]) -> bool:
        kind = record[1].upper() if len(record) > 2 else ""
        if kind in {"PIPE", "PUMP", "VALVE", "LINK"}:
            return self._have(name="RULES", record=record, at=2, links=True)
        if kind in {"NODE", "JUNCTION", "JUNC", "RESERVOIR", "RESERV", "TANK"}:
            return self._have(name="RULES", record=record, at=2)
        return True


def _section(name: str, records: Any) -> Iterator[str]:
    yield f"[{name}]"
    yield from ("\t".join(record) for record in records)
    yield ""


def _number(value: float) -> str:
    return f"{value:.12g}"


def _xy(position: tuple[float, float]) -> tuple[str, str]:
    """Return a position to a hundredth of a millimetre."""
    return f"{position[0]:.5f}", f"{position[1]:.5f}"
