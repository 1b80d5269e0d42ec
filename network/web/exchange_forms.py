"""The page that says which layer is what: from a mapping to fields, and from what was sent to a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.errors import DomainError
from network.choices import (
    BuildingUse,
    Lifecycle,
    LinkStatus,
    Medium,
    NodeKind,
    PipeKind,
    StationKind,
    ValveCondition,
    ValveKind,
    ValveState,
    ZoneKind,
)  # fmt: skip
from network.domain.exchange.guessing import fits, guess_values, map_columns
from network.domain.exchange.mapping import METRES, MILLIMETRES, LayerMapping, Mapping
from network.domain.exchange.reading import SourceLayer
from network.domain.exchange.targets import TARGETS, Kind, Role, Target
from network.domain.placement import epsg_number, lon_lat
from network.models import AssetType, Material
from network.services.exchange_import import Destination, column_names
from network.services.exchange_words import layer_notes

ROLES: dict[Role, Promise] = {
    Role.IGNORED: gettext_lazy("Left out"),
    Role.PIPES: gettext_lazy("Pipes"),
    Role.NODES: gettext_lazy("Nodes"),
    Role.SHUTOFFS: gettext_lazy("Shut-off valves"),
    Role.SERVICES: gettext_lazy("Service lines"),
    Role.PUMPS: gettext_lazy("Pumps"),
    Role.VALVES: gettext_lazy("Control valves"),
    Role.STATIONS: gettext_lazy("Stations"),
    Role.ZONES: gettext_lazy("Zones"),
    Role.BUILDINGS: gettext_lazy("Buildings"),
}
_CHOICES = {
    "lifecycle": Lifecycle, "status": LinkStatus, "state": ValveState, "condition": ValveCondition,
    ("kind", Role.PIPES): PipeKind, ("kind", Role.NODES): NodeKind, ("kind", Role.VALVES): ValveKind,
    ("kind", Role.STATIONS): StationKind, ("kind", Role.ZONES): ZoneKind, "use": BuildingUse,
}  # fmt: skip
_GEOMETRIES = {
    "point": gettext_lazy("points"), "line": gettext_lazy("lines"), "area": gettext_lazy("areas"),
    "mixed": gettext_lazy("mixed"), "none": gettext_lazy("no geometry"),
}  # fmt: skip
#: Reference systems offered by name.
SYSTEMS = (
    (2100, "ΕΓΣΑ87 / GGRS87 (EPSG:2100)"), (4326, "WGS84 (EPSG:4326)"), (3857, "Web Mercator (EPSG:3857)"),
    (32634, "WGS84 / UTM 34N (EPSG:32634)"), (32635, "WGS84 / UTM 35N (EPSG:32635)"),
    (25834, "ETRS89 / UTM 34N (EPSG:25834)"), (25835, "ETRS89 / UTM 35N (EPSG:25835)"), (4121, "GGRS87 (EPSG:4121)"),
)  # fmt: skip
Options = list[tuple[str, str, bool]]


class ExchangeFormError(DomainError):
    """Something sent with the mapping cannot be read."""

    code = "exchange_form"


@dataclass(frozen=True)
class ValueRow:
    """One of their values, and which of ours it is."""

    name: str
    text: str
    options: Options


@dataclass(frozen=True)
class TargetRow:
    """One of our columns: which of theirs, what stands where it is empty, and their values."""

    name: str
    label: str
    options: Options
    default_options: Options | None
    default: str
    values: list[ValueRow]


@dataclass(frozen=True)
class LayerCard:
    """A layer on the page."""

    index: int
    layer: SourceLayer
    geometry: str
    notes: list[str]
    role: str
    roles: Options
    rows: list[TargetRow]
    rare: list[TargetRow]
    units: Options | None
    samples: list[tuple[str, str]] = field(default_factory=list)


def make_cards(layers: Sequence[SourceLayer], mapping: Mapping) -> list[LayerCard]:
    """Return the layers as the page shows them."""
    names = column_names()
    return [
        _card(i, layer, mapping.layers.get(layer.name, LayerMapping()), names)
        for i, layer in enumerate(layers)
    ]


def _card(index: int, layer: SourceLayer, mapping: LayerMapping, names: dict[str, str]) -> LayerCard:
    rows = [_row(index, layer, mapping, target, names) for target in TARGETS[mapping.role]]
    common = [
        r
        for r, t in zip(rows, TARGETS[mapping.role], strict=True)
        if t.name in mapping.columns or _is_common(t)
    ]
    has_diameter = any(target.name == "diameter_mm" for target in TARGETS[mapping.role])
    return LayerCard(
        index, layer, str(_GEOMETRIES[layer.geometry]), layer_notes(layer), str(mapping.role),
        [(str(role), str(title), role is mapping.role) for role, title in ROLES.items() if fits(layer, role)],
        common, [row for row in rows if row not in common],
        [(unit, unit, unit == mapping.diameter_unit) for unit in MILLIMETRES] if has_diameter else None,
        [(column.name, " · ".join(column.samples[:4])) for column in layer.columns],
    )  # fmt: skip


def _is_common(target: Target) -> bool:
    return target.name in {"code", "diameter_mm", "material", "kind", "laid_year", "name", "state", "use"}


def _row(
    index: int, layer: SourceLayer, mapping: LayerMapping, target: Target, names: dict[str, str]
) -> TargetRow:
    chosen = mapping.columns.get(target.name, "")
    columns: Options = [("", "—", not chosen), *((c.name, c.name, c.name == chosen) for c in layer.columns)]
    ours = _ours(target, mapping.role)
    default = mapping.defaults.get(target.name) or target.default
    defaults: Options = [("", "—", not default), *((v, label, v == default) for v, label in ours)]
    values: list[ValueRow] = []
    if target.kind is Kind.CHOICE and chosen:
        samples = next((c.samples for c in layer.columns if c.name == chosen), ())
        mapped = {
            **guess_values(target.name, samples, [v for v, _l in ours]),
            **mapping.values.get(target.name, {}),
        }
        values = [
            ValueRow(
                f"val|{index}|{target.name}|{text}", text,
                [("", "—", not mapped.get(text)), *((v, label, mapped.get(text) == v) for v, label in ours)],
            )
            for text in samples
        ]  # fmt: skip
    return TargetRow(
        target.name, names.get(target.name, target.name), columns,
        defaults if target.kind is Kind.CHOICE else None, default, values,
    )  # fmt: skip


def _ours(target: Target, role: Role) -> list[tuple[str, str]]:
    if target.catalogue == "material":
        return [(thing.code, str(thing)) for thing in Material.objects.all()]
    if target.catalogue:
        return [(thing.code, str(thing)) for thing in AssetType.objects.all()]
    kinds = _CHOICES.get((target.name, role)) or _CHOICES.get(target.name)
    labels = dict(kinds.choices) if kinds is not None else {}
    return [(value, str(labels.get(value, value))) for value in target.choices]


def read_mapping(
    sent: QueryDict, layers: Sequence[SourceLayer], catalogue: dict[str, list[str]]
) -> tuple[Mapping, bool]:
    """Return the mapping that was sent, and whether a layer changed what it is (its columns are guessed anew).

    Raises:
        ExchangeFormError: a reference system, place or distance cannot be read.
    """
    is_changed = False
    done: dict[str, LayerMapping] = {}
    for i, layer in enumerate(layers):
        wanted = sent.get(f"role-{i}", "")
        role = Role(wanted) if wanted in list(Role) else Role.IGNORED
        if str(role) != sent.get(f"was-{i}"):
            done[layer.name] = map_columns(layer, role, catalogue)
            is_changed = True
            continue
        done[layer.name] = _read_layer(sent, i, layer, role)
    return _read_rest(sent, Mapping(layers=done)), is_changed


def _read_layer(sent: QueryDict, i: int, layer: SourceLayer, role: Role) -> LayerMapping:
    columns, values, defaults = {}, {}, {}
    names = {column.name for column in layer.columns}
    for target in TARGETS[role]:
        chosen = sent.get(f"col-{i}-{target.name}", "")
        if chosen in names:
            columns[target.name] = chosen
            prefix = f"val|{i}|{target.name}|"
            given = {key.removeprefix(prefix): str(sent[key]) for key in sent if key.startswith(prefix)}
            if given:
                values[target.name] = given
        default = sent.get(f"default-{i}-{target.name}", "").strip()
        if default:
            defaults[target.name] = default
    unit = sent.get(f"unit-{i}", "mm")
    return LayerMapping(role, columns, values, defaults, unit if unit in MILLIMETRES else "mm")


def _read_rest(sent: QueryDict, mapping: Mapping) -> Mapping:
    try:
        text = sent.get("epsg_other", "").strip() or sent.get("epsg", "").strip()
        epsg = epsg_number(text) if text else None
    except ValueError:
        raise ExchangeFormError(_("Write it like EPSG:2100.")) from None
    try:
        place = sent.get("anchor", "").strip()
        anchor = lon_lat(place) if place else None
    except ValueError:
        raise ExchangeFormError(_("Write it like 22.94,40.63.")) from None
    unit = sent.get("unit", "m")
    return replace(
        mapping, epsg=epsg, anchor=anchor, unit=unit if unit in METRES else "m",
        overrides_crs=bool(sent.get("overrides_crs")), joins_middles=bool(sent.get("joins_middles")),
        leaves_out_refused=bool(sent.get("leaves_out_refused")), tolerance_m=_metres(sent, "tolerance_m", 0.1),
        reach_m=_metres(sent, "reach_m", 5.0), at_end_m=_metres(sent, "at_end_m", 5.0),
    )  # fmt: skip


def _metres(sent: QueryDict, name: str, default: float) -> float:
    text = sent.get(name, "").strip().replace(",", ".")
    try:
        value = float(text) if text else default
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1000:  # a kilometre is no tolerance
        raise ExchangeFormError(_("Distances are numbers of metres, from 0 to 1000."))
    return value


def read_destination(sent: QueryDict) -> Destination:
    """Return the system that was named or chosen."""
    existing = sent.get("existing", "")
    medium = sent.get("medium", Medium.WATER)
    return Destination(
        code=sent.get("code", "").strip(), name=sent.get("name", "").strip(),
        medium=medium if medium in Medium.values else Medium.WATER,
        existing_id=int(existing) if existing.isdigit() else None,
    )  # fmt: skip
