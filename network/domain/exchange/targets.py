"""What a layer of a file can be to us, and the columns that each of those has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from network.choices import (
    BuildingUse,
    Lifecycle,
    LinkStatus,
    NodeKind,
    PipeKind,
    StationKind,
    ValveCondition,
    ValveKind,
    ValveState,
    ZoneKind,
)  # fmt: skip


class Role(StrEnum):
    """What the objects of a layer are."""

    PIPES = "pipes"
    NODES = "nodes"
    SHUTOFFS = "shutoff_valves"
    SERVICES = "service_lines"
    PUMPS = "pumps"
    VALVES = "control_valves"
    STATIONS = "stations"
    ZONES = "zones"
    BUILDINGS = "buildings"
    IGNORED = "ignored"


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    NUMBER = "number"
    YEAR = "year"
    YES = "yes"
    CHOICE = "choice"
    JSON = "json"
    DATE = "date"


@dataclass(frozen=True)
class Target:
    """One of our columns; `choices` are the values it can have, `default` what stands where the file says nothing.

    `choices` "material" and "asset_type" stand for the codes of those catalogues. `reference` marks columns by
    which our own exports say what joins what; numbers run from `least` to `limit`.
    """

    name: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    catalogue: str = ""
    default: str = ""
    reference: bool = False
    length: int = 400
    limit: float = 1e6
    decimals: int = 4
    least: float = -1e15


def _choice(name: str, values: list[str], default: str) -> Target:
    return Target(name, Kind.CHOICE, tuple(values), default=default)


_CODE = Target("code", length=60)
_LIFECYCLE = _choice("lifecycle", Lifecycle.values, Lifecycle.IN_SERVICE)
_MATERIAL = Target("material", Kind.CHOICE, catalogue="material")
_TYPE = Target("asset_type", Kind.CHOICE, catalogue="asset_type")
_STATION = Target("station", reference=True, length=60)
_REMARKS = Target("remarks")
_ENDS = (Target("start_node", reference=True, length=60), Target("end_node", reference=True, length=60))
_DIAMETER = Target("diameter_mm", Kind.NUMBER, limit=1e5, decimals=3)


def _number(name: str, decimals: int = 4, limit: float = 1e6, *, reference: bool = False) -> Target:
    return Target(name, Kind.NUMBER, decimals=decimals, limit=limit, reference=reference)


TARGETS: dict[Role, tuple[Target, ...]] = {
    Role.PIPES: (
        _CODE, _DIAMETER, _MATERIAL, Target("laid_year", Kind.YEAR),
        _choice("kind", PipeKind.values, PipeKind.DISTRIBUTION), _LIFECYCLE,
        _choice("status", [LinkStatus.OPEN, LinkStatus.CLOSED], LinkStatus.OPEN),
        Target("has_check_valve", Kind.YES), Target("owner", length=240), _number("roughness"),
        _number("depth_m", 2, 1e3), _number("start_invert_m"), _number("end_invert_m"),
        _number("model_length_m", limit=1e8), _REMARKS, *_ENDS,
    ),
    Role.NODES: (
        _CODE, _choice("kind", NodeKind.values, NodeKind.JUNCTION), _LIFECYCLE, _number("elevation_m"),
        _number("invert_m"), Target("installed_year", Kind.YEAR), _TYPE, _number("demand_l_s", 8),
        _number("tank_diameter_m"), _number("tank_level_m"), _number("tank_min_level_m"),
        _number("tank_max_level_m"), _REMARKS, _STATION,
    ),
    Role.SHUTOFFS: (
        _CODE, _choice("state", ValveState.values, ValveState.OPEN),
        _choice("condition", ValveCondition.values, ValveCondition.WORKING), _LIFECYCLE, _DIAMETER, _TYPE,
        _number("turns", 1, 1e5), Target("installed_year", Kind.YEAR), Target("last_worked_on", Kind.DATE),
        Target("worked_by", length=150), _REMARKS,
        Target("pipe", reference=True, length=60), Target("at_end", Kind.YES, reference=True),
        _number("offset_m", 12, reference=True),
    ),
    Role.SERVICES: (
        _CODE, _DIAMETER, _MATERIAL, Target("laid_year", Kind.YEAR), _LIFECYCLE,
        Target("pipe", reference=True, length=60), _number("pipe_fraction", 17, 1.0000001, reference=True),
    ),
    Role.PUMPS: (
        _CODE, _number("power_kw"), Target("curve", Kind.JSON, length=20_000), _number("speed", 4, 1e4),
        _choice("status", LinkStatus.values, LinkStatus.OPEN), _LIFECYCLE, _STATION, *_ENDS,
    ),
    Role.VALVES: (
        _CODE, _choice("kind", ValveKind.values, ValveKind.PRV), _DIAMETER, _number("setting", 6, 1e14),
        Target("curve", Kind.JSON, length=20_000),
        _choice("status", LinkStatus.values, LinkStatus.ACTIVE), _LIFECYCLE, _STATION, *_ENDS,
    ),
    Role.STATIONS: (
        _CODE, Target("name", length=120), _choice("kind", StationKind.values, StationKind.PUMPING), _LIFECYCLE,
    ),
    Role.ZONES: (
        Target("code", length=30), Target("name", length=120), _choice("kind", ZoneKind.values, ZoneKind.SUPPLY),
    ),
    Role.BUILDINGS: (
        _CODE, Target("name", length=120), _choice("use", BuildingUse.values, BuildingUse.UNKNOWN),
        Target("storeys", Kind.NUMBER, limit=300, decimals=0, least=0),
        Target("dwellings", Kind.NUMBER, limit=100_000, decimals=0, least=0),
        Target("street", length=150), Target("number", length=10),
    ),
    Role.IGNORED: (),
}  # fmt: skip
#: What geometry each takes.
GEOMETRY = {
    Role.PIPES: "line", Role.SERVICES: "line", Role.PUMPS: "line", Role.VALVES: "line", Role.NODES: "point",
    Role.SHUTOFFS: "point", Role.STATIONS: "point", Role.ZONES: "area",
    Role.BUILDINGS: "area",
}  # fmt: skip
#: What can be points too, where nobody has measured more.
POINTS_TOO = frozenset({Role.BUILDINGS})
