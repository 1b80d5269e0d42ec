"""A supply system as an EPANET file, as it is in the database at this moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from network.choices import Lifecycle, Medium, NodeKind, ValveState
from network.domain.epanet import XY, EpanetModel, ModelNode, ModelPipe, ModelPump, ModelValve
from network.domain.inp_export import InpWriter
from network.errors import NetworkError
from network.models import HydraulicModel, Node, Pipe, Pump, ShutoffValve, SupplySystem, Valve

#: What a pipe of unknown material is taken to be (Hazen-Williams).
UNKNOWN_ROUGHNESS = 130.0
#: EPANET knows no pipe without length (m).
SHORTEST_M = 0.01
#: EPANET's limit of a name, in bytes.
LONGEST_NAME = 31
#: Nodes that give water from a level that does not change.
_RESERVOIRS = frozenset({NodeKind.RESERVOIR, NodeKind.WELL, NodeKind.SPRING, NodeKind.TREATMENT_PLANT})


class InpExportError(NetworkError):
    """The system is none that EPANET calculates; codes: not_water, no_figures."""

    code = "inp_export"


@dataclass
class InpExport:
    """The file, and under which name it knows each of our rows (by their keys)."""

    text: str = ""
    notes: list[str] = field(default_factory=list)
    nodes: dict[int, str] = field(default_factory=dict)
    pipes: dict[int, str] = field(default_factory=dict)
    pumps: dict[int, str] = field(default_factory=dict)
    valves: dict[int, str] = field(default_factory=dict)


def export_inp(
    *,
    system: SupplySystem,
    whole_day: bool = True,
    closed_pipes: Collection[int] = (),
    demands_l_s: Mapping[int, float] | None = None,
) -> InpExport:
    """Return what is in service of a water system as an EPANET file in EPSG:2100.

    `whole_day` keeps patterns, controls, rules and times of the imported file; else one steady moment at base
    demands. `closed_pipes` (keys) are closed beside those that are, or whose shut-off valve is. `demands_l_s`
    by node replaces the base demands of all junctions, and drops the file's demand multiplier.

    Raises:
        InpExportError: the system carries sewage, or a pump or general purpose valve has no figures.
    """
    if system.medium != Medium.WATER:
        raise InpExportError(_("EPANET calculates water networks, not sewers."), code="not_water")
    export = InpExport()
    stored = HydraulicModel.objects.filter(system=system).first()
    model = _Reader(system, export, frozenset(closed_pipes), demands_l_s).model(
        stored.flow_units if stored else "LPS"
    )
    writer = InpWriter(
        model, stored.kept if stored else {}, headloss=stored.headloss if stored else "H-W", whole_day=whole_day,
        keeps_multiplier=demands_l_s is None,
    )  # fmt: skip
    export.text = writer.text()
    export.notes += [
        _("[%(section)s] “%(record)s” is left out: %(code)s is not in service.") % vars(line)
        for line in writer.dropped
    ]
    return export


class _Names:
    """Names that EPANET takes: our codes, or something short in their place."""

    def __init__(self, export: InpExport) -> None:
        self._taken: set[str] = set()
        self._export = export

    def of(self, code: str, prefix: str, pk: int) -> str:
        name = code
        is_fit = len(code.encode()) <= LONGEST_NAME and not any(c.isspace() or c in ';"' for c in code)
        if not is_fit or code.startswith("[") or code in self._taken:
            name = f"{prefix}{pk}"
            while name in self._taken:
                name += "_"
            self._export.notes.append(_("%(code)s is named %(name)s.") % {"code": code, "name": name})
        self._taken.add(name)
        return name


class _Reader:
    """Reads a system from the tables."""

    def __init__(
        self,
        system: SupplySystem,
        export: InpExport,
        closed: frozenset[int],
        demands: Mapping[int, float] | None,
    ) -> None:
        self._system = system
        self._export = export
        self._closed = closed | set(
            ShutoffValve.objects.filter(
                system=system, state=ValveState.CLOSED, lifecycle=Lifecycle.IN_SERVICE
            ).values_list("pipe_id", flat=True)
        )
        self._demands = demands
        self._link_names = _Names(export)

    def model(self, flow_units: str) -> EpanetModel:
        """Return the system; nodes without a link in service are left out, as EPANET refuses them."""
        links = {model: list(self._rows(model)) for model in (Pipe, Pump, Valve)}
        used = {
            pk for rows in links.values() for row in rows for pk in (row["start_node_id"], row["end_node_id"])
        }
        nodes = list(self._nodes(used))
        return EpanetModel(
            flow_units=flow_units, map_units="METERS", nodes=nodes,
            pipes=[self._pipe(row) for row in links[Pipe]], pumps=[self._pump(row) for row in links[Pump]],
            valves=[self._valve(row) for row in links[Valve]],
        )  # fmt: skip

    def _rows(self, model: type[Pipe | Pump | Valve]) -> Iterator[dict[str, Any]]:
        found: QuerySet[Any] = model.objects.filter(system=self._system, lifecycle=Lifecycle.IN_SERVICE)
        fields = [f.attname for f in model._meta.concrete_fields if f.name not in {"geom", "geom_3857"}]
        extra = {"usual_roughness": F("material__roughness")} if model is Pipe else {}
        rows = list(found.annotate(wkb=AsWKB("geom")).order_by("pk").values(*fields, "wkb", **extra))
        lines = shapely.from_wkb([bytes(row["wkb"]) for row in rows])
        for row, line in zip(rows, lines, strict=True):
            row["vertices"] = [(float(x), float(y)) for x, y in shapely.get_coordinates(line)[1:-1]]
            yield row

    def _nodes(self, used: set[int]) -> Iterator[ModelNode]:
        found = Node.objects.filter(system=self._system, lifecycle=Lifecycle.IN_SERVICE).order_by("pk")
        names = _Names(self._export)
        loose = 0
        rows = list(found.annotate(wkb=AsWKB("geom")))
        places = shapely.get_coordinates(shapely.from_wkb([bytes(node.wkb) for node in rows]))
        for node, (x, y) in zip(rows, places, strict=True):
            if node.pk not in used:
                loose += 1
                continue
            name = self._export.nodes[node.pk] = names.of(node.code, "N", node.pk)
            yield self._node(node, name, (float(x), float(y)))
        if loose:
            self._export.notes.append(_("Nodes on no pipe, left out: %d.") % loose)

    def _node(self, node: Node, name: str, position: XY) -> ModelNode:
        height = float(node.elevation_m or 0)
        if node.kind in _RESERVOIRS:
            return ModelNode("reservoir", name, position, height)
        if node.kind == NodeKind.TANK and node.tank_diameter_m and node.tank_max_level_m is not None:
            return ModelNode(
                "tank", name, position, height, tank_diameter_m=float(node.tank_diameter_m),
                tank_level_m=float(node.tank_level_m or 0), tank_min_level_m=float(node.tank_min_level_m or 0),
                tank_max_level_m=float(node.tank_max_level_m),
            )  # fmt: skip
        if node.kind == NodeKind.TANK:
            level = height + float(node.tank_level_m or 0)
            self._export.notes.append(_("Tank %s has no size: its level is held.") % node.code)
            return ModelNode("reservoir", name, position, level)
        demand = float(node.demand_l_s) if self._demands is None else self._demands.get(node.pk, 0.0)
        return ModelNode("junction", name, position, height, demand)

    def _ends(self, row: dict[str, Any]) -> dict[str, Any]:
        names = self._export.nodes
        return {
            "start": names[row["start_node_id"]], "end": names[row["end_node_id"]], "vertices": row["vertices"],
            "status": row["status"],
        }  # fmt: skip

    def _pipe(self, row: dict[str, Any]) -> ModelPipe:
        pk = row["id"]
        name = self._export.pipes[pk] = self._link_names.of(row["code"], "P", pk)
        ends = self._ends(row)
        if pk in self._closed:
            ends["status"] = "closed"
        length = row["length_m"] if row["model_length_m"] is None else row["model_length_m"]
        roughness = next(
            (r for r in (row["roughness"], row["usual_roughness"]) if r is not None), UNKNOWN_ROUGHNESS
        )
        return ModelPipe(
            code=name, **ends, length_m=max(float(length), SHORTEST_M), diameter_mm=float(row["diameter_mm"]),
            roughness=float(roughness), has_check_valve=row["has_check_valve"],
        )  # fmt: skip

    def _pump(self, row: dict[str, Any]) -> ModelPump:
        name = self._export.pumps[row["id"]] = self._link_names.of(row["code"], "U", row["id"])
        if row["power_kw"] is None and not row["curve"]:
            raise InpExportError(
                _("The pump %s has neither a power nor a head curve.") % row["code"], code="no_figures"
            )
        power = None if row["curve"] else float(row["power_kw"])
        return ModelPump(
            code=name, **self._ends(row), power_kw=power, curve=row["curve"], speed=float(row["speed"])
        )

    def _valve(self, row: dict[str, Any]) -> ModelValve:
        name = self._export.valves[row["id"]] = self._link_names.of(row["code"], "V", row["id"])
        if row["kind"] == "gpv" and not row["curve"]:
            raise InpExportError(_("The valve %s has no loss curve.") % row["code"], code="no_figures")
        return ModelValve(
            code=name, **self._ends(row), kind=row["kind"], diameter_mm=float(row["diameter_mm"]),
            setting=None if row["setting"] is None else float(row["setting"]), curve=row["curve"],
        )  # fmt: skip
