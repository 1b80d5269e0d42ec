"""From the records of an EPANET file to a network in SI units, by wntr."""

from __future__ import annotations

import importlib
import logging
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from network.domain.inp_checks import LINK_SECTIONS, NODE_SECTIONS, is_number
from network.domain.inp_text import FileFault, InpError, InpText

logger = logging.getLogger(__name__)
XY = tuple[float, float]
CurvePoints = list[tuple[float, float]]
#: Flow units of US customary files: their lengths and usually their map are in feet.
US_UNITS = frozenset({"CFS", "GPM", "MGD", "IMGD", "AFD"})
#: How many fields of a section concern the network itself; patterns, energy and quality do not.
_KEPT_FIELDS = {"JUNCTIONS": 3, "RESERVOIRS": 2, "TANKS": 6, "VALVES": 7, "CURVES": 3}


@dataclass(frozen=True)
class ModelNode:
    """A junction, reservoir or tank; `position` in the file's own coordinates."""

    kind: str
    code: str
    position: XY
    elevation_m: float
    demand_l_s: float = 0.0
    tank_diameter_m: float | None = None
    tank_level_m: float | None = None
    tank_min_level_m: float | None = None
    tank_max_level_m: float | None = None


@dataclass(frozen=True)
class ModelLink:
    """What pipes, pumps and valves share; `vertices` stand between the ends, in the file's coordinates."""

    code: str
    start: str
    end: str
    vertices: list[XY]
    status: str


@dataclass(frozen=True)
class ModelPipe(ModelLink):
    """A pipe."""

    length_m: float
    diameter_mm: float
    roughness: float
    has_check_valve: bool


@dataclass(frozen=True)
class ModelPump(ModelLink):
    """A pump by constant power or by its curve of flow (l/s) and head (m)."""

    power_kw: float | None
    curve: CurvePoints
    speed: float


@dataclass(frozen=True)
class ModelValve(ModelLink):
    """A valve; `setting` in metres, litres per second or as a coefficient, by kind; None with a curve."""

    kind: str
    diameter_mm: float
    setting: float | None
    curve: CurvePoints


@dataclass(frozen=True)
class EpanetModel:
    """A network in SI units, its positions still in the file's own coordinates."""

    flow_units: str
    map_units: str  # FEET, METERS, DEGREES or NONE, as [BACKDROP] says
    nodes: list[ModelNode] = field(default_factory=list)
    pipes: list[ModelPipe] = field(default_factory=list)
    pumps: list[ModelPump] = field(default_factory=list)
    valves: list[ModelValve] = field(default_factory=list)

    @property
    def is_in_feet(self) -> bool:
        """Say whether the map is in feet: by [BACKDROP], else by the family of the flow units."""
        if self.map_units in {"FEET", "METERS"}:
            return self.map_units == "FEET"
        return self.flow_units in US_UNITS


def build_model(inp: InpText) -> EpanetModel:
    """Return the network of records that `list_faults` found no fault in.

    Raises:
        InpError: wntr cannot make sense of it; `detail` is what it said.
    """
    wntr = _wntr()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        path = Path(folder) / "network.inp"
        path.write_text("\n".join(_kept_lines(inp)), encoding="utf-8")
        try:
            network = wntr.network.WaterNetworkModel(str(path))
        except Exception as error:  # wntr raises whatever its parts raise
            raise InpError(FileFault.MODEL, str(error.__cause__ or error)) from error
    for warning in said:
        logger.info("wntr: %s", warning.message)
    return EpanetModel(
        flow_units=str(network.options.hydraulic.inpfile_units).upper(),
        map_units=_map_units(inp),
        nodes=list(_nodes(network)),
        pipes=[_pipe(pipe) for _name, pipe in network.pipes()],
        pumps=[_pump(pump) for _name, pump in network.pumps()],
        valves=[_valve(valve) for _name, valve in network.valves()],
    )


def _wntr() -> Any:
    """Return wntr, loaded when first needed: it brings seconds of imports that no web process owes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # What it logs as an error it also raises; nobody needs to read it twice.
        logging.getLogger("wntr").setLevel(logging.CRITICAL)
        return importlib.import_module("wntr")


def _kept_lines(inp: InpText) -> Iterator[str]:
    """Yield the file again with what concerns the network: a fault in a rule or a pattern is none of ours."""
    nodes = {r.fields[0] for section in NODE_SECTIONS for r in inp.records(section)}
    junctions = {r.fields[0] for r in inp.records("JUNCTIONS")}
    links = {r.fields[0] for section in LINK_SECTIONS for r in inp.records(section)}
    for section, width in _KEPT_FIELDS.items():
        yield from _section(section, (r.fields[:width] for r in inp.records(section)))
    yield from _section("PIPES", (_with_minor_loss(r.fields) for r in inp.records("PIPES")))
    yield from _section("PUMPS", (_without_pattern(r.fields) for r in inp.records("PUMPS")))
    yield from _section("DEMANDS", (r.fields[:2] for r in inp.records("DEMANDS") if r.fields[0] in junctions))
    yield from _section(
        "STATUS", (r.fields[:2] for r in inp.records("STATUS") if _is_status(r.fields, links))
    )
    yield from _section(
        "COORDINATES", (r.fields[:3] for r in inp.records("COORDINATES") if r.fields[0] in nodes)
    )
    yield from _section("VERTICES", (r.fields[:3] for r in inp.records("VERTICES") if r.fields[0] in links))
    options = [r.fields[:2] for r in inp.records("OPTIONS") if r.fields[0].upper() in {"UNITS", "HEADLOSS"}]
    yield from _section("OPTIONS", (option for option in options if len(option) == 2))
    yield "[END]"


def _section(name: str, records: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"[{name}]"
    yield from ("\t".join(fields) for fields in records)


def _with_minor_loss(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pipe's eight fields where EPANET lets the minor loss be left out before a status."""
    if len(fields) == 7 and not is_number(fields[6]):
        return (*fields[:6], "0", fields[6])
    return fields[:8]


def _without_pattern(fields: tuple[str, ...]) -> tuple[str, ...]:
    pairs = zip(fields[3::2], fields[4::2], strict=True)
    return (*fields[:3], *(word for pair in pairs if pair[0].upper() != "PATTERN" for word in pair))


def _is_status(fields: tuple[str, ...], links: set[str]) -> bool:
    if len(fields) < 2 or fields[0] not in links:
        return False
    return fields[1].upper() in {"OPEN", "CLOSED", "ACTIVE"} or is_number(fields[1])


def _map_units(inp: InpText) -> str:
    for record in inp.records("BACKDROP"):
        if record.fields[0].upper() == "UNITS" and len(record.fields) > 1:
            return record.fields[1].upper()
    return "NONE"


def _nodes(network: Any) -> Iterator[ModelNode]:
    for name, junction in network.junctions():
        demand = sum(part.base_value for part in junction.demand_timeseries_list)
        yield ModelNode("junction", name, _xy(junction.coordinates), float(junction.elevation), demand * 1000)
    for name, reservoir in network.reservoirs():
        yield ModelNode("reservoir", name, _xy(reservoir.coordinates), float(reservoir.base_head))
    for name, tank in network.tanks():
        yield ModelNode(
            "tank", name, _xy(tank.coordinates), float(tank.elevation),
            tank_diameter_m=float(tank.diameter), tank_level_m=float(tank.init_level),
            tank_min_level_m=float(tank.min_level), tank_max_level_m=float(tank.max_level),
        )  # fmt: skip


def _pipe(pipe: Any) -> ModelPipe:
    return ModelPipe(
        *_link(pipe), length_m=float(pipe.length), diameter_mm=float(pipe.diameter) * 1000,
        roughness=float(pipe.roughness), has_check_valve=bool(pipe.check_valve),
    )  # fmt: skip


def _pump(pump: Any) -> ModelPump:
    by_power = pump.pump_type == "POWER"
    return ModelPump(
        *_link(pump), power_kw=float(pump.power) / 1000 if by_power else None,
        curve=[] if by_power else _curve(pump.get_pump_curve()),
        speed=float(pump.speed_timeseries.base_value),
    )  # fmt: skip


def _valve(valve: Any) -> ModelValve:
    kind = str(valve.valve_type)
    setting = None if kind == "GPV" else float(valve.initial_setting)
    return ModelValve(
        *_link(valve), kind=kind.lower(), diameter_mm=float(valve.diameter) * 1000,
        setting=setting * 1000 if setting is not None and kind == "FCV" else setting,
        curve=_curve(valve.headloss_curve) if kind == "GPV" else [],
    )  # fmt: skip


def _link(link: Any) -> tuple[str, str, str, list[XY], str]:
    vertices = [_xy(vertex) for vertex in link.vertices]
    return link.name, link.start_node_name, link.end_node_name, vertices, link.initial_status.name.lower()


def _curve(curve: Any) -> CurvePoints:
    return [(round(x * 1000, 6), round(y, 6)) for x, y in curve.points]


def _xy(position: Any) -> XY:
    x, y = position
    return float(x), float(y)
