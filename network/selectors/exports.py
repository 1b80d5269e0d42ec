"""A supply system as layers of a file, and as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from network.domain.exchange.reading import Array
from network.domain.exchange.targets import TARGETS, Kind, Role
from network.domain.exchange.writing import Format, OutLayer, write_layers
from network.models import Node, Pipe, Pump, ServiceLine, ShutoffValve, Station, SupplySystem, Valve, Zone

#: Where a column of ours stands by another name in the tables.
_FIELDS: dict[Role, dict[str, str]] = {
    Role.PIPES: {"material": "material__code", "start_node": "start_node__code", "end_node": "end_node__code"},
    Role.NODES: {"asset_type": "asset_type__code", "station": "station__code"},
    Role.SHUTOFFS: {"asset_type": "asset_type__code", "pipe": "pipe__code"},
    Role.SERVICES: {"material": "material__code", "pipe": "pipe__code"},
    Role.PUMPS: {
        "start_node": "start_node__code", "end_node": "end_node__code", "station": "station__code",
    },
    Role.VALVES: {
        "start_node": "start_node__code", "end_node": "end_node__code", "station": "station__code",
    },
}  # fmt: skip
_MODELS: dict[Role, Any] = {
    Role.NODES: Node, Role.PIPES: Pipe, Role.PUMPS: Pump, Role.VALVES: Valve, Role.SHUTOFFS: ShutoffValve,
    Role.SERVICES: ServiceLine, Role.STATIONS: Station, Role.ZONES: Zone,
}  # fmt: skip


def export_file(*, system: SupplySystem, form: Format, dbf_encoding: str = "UTF-8") -> bytes:
    """Return everything of a system as one file, in EPSG:2100 (GeoJSON in WGS84, as its standard says)."""
    return write_layers(list(export_layers(system)), form, dbf_encoding=dbf_encoding)


def count_objects(system: SupplySystem) -> int:
    """Return how many objects the export has, zones and stations apart."""
    return sum(
        model.objects.filter(system=system).count()
        for model in (Node, Pipe, Pump, Valve, ShutoffValve, ServiceLine)
    )


def export_layers(system: SupplySystem) -> Iterator[OutLayer]:
    """Yield the layers that have objects, each with all columns by which our own import takes it again."""
    for role, model in _MODELS.items():
        found = _of_system(role, model, system)
        fields = _FIELDS.get(role, {})
        targets = TARGETS[role]
        columns = [fields.get(target.name, target.name) for target in targets]
        rows = list(found.annotate(wkb=AsWKB("geom")).order_by("pk").values_list("wkb", *columns))
        if not rows:
            continue
        by_column = list(zip(*rows, strict=True))
        geoms: Array = np.asarray(shapely.from_wkb([bytes(value) for value in by_column[0]]), dtype=object)
        values = {
            target.name: [_value(target.kind, value) for value in by_column[i]]
            for i, target in enumerate(targets, start=1)
        }
        yield OutLayer(role, targets, geoms, values, _titles(role, model))


def _of_system(role: Role, model: Any, system: SupplySystem) -> QuerySet[Any]:
    """Return the rows of a system; of stations those that it uses, of zones those with nodes of it."""
    if role is Role.STATIONS:
        used = Q(nodes__system=system) | Q(pumps__system=system) | Q(valves__system=system)
        return Station.objects.filter(pk__in=Station.objects.filter(used).values("pk"))
    if role is Role.ZONES:
        return Zone.objects.filter(
            Exists(Node.objects.filter(system=system, geom__intersects=OuterRef("geom")))
        )
    found: QuerySet[Any] = model.objects.filter(system=system)
    return found


def _value(kind: Kind, value: Any) -> Any:
    if kind is Kind.JSON:
        return json.dumps(value)
    return None if value == "" else value


def _titles(role: Role, model: Any) -> dict[str, str]:
    titles = {f.name: str(f.verbose_name) for f in model._meta.get_fields() if hasattr(f, "verbose_name")}
    extra = {
        "*": str(model._meta.verbose_name_plural), "x": "X (EPSG:2100)", "y": "Y (EPSG:2100)",
        "length": _("Length (m)"), "area": _("Area (m²)"), "start_node": _("start node"), "end_node": _("end node"),
        "code": _("code"),
    }  # fmt: skip
    return {**{target.name: target.name for target in TARGETS[role]}, **titles, **extra}
