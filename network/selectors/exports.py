"""A supply system as layers of a file, and as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models import Collect, GeometryField
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext as _

from network.domain.exchange.reading import Array
from network.domain.exchange.targets import GEOMETRY, TARGETS, Kind, Role, Target
from network.domain.exchange.writing import Format, OutChunk, OutLayer, write_layers
from network.models import (
    Building,
    Node,
    Pipe,
    Pump,
    ServiceLine,
    ShutoffValve,
    Station,
    SupplySystem,
    Valve,
    Zone,
)

#: Where a column of ours stands by another name in the tables.
_FIELDS: dict[Role, dict[str, str]] = {
    Role.PIPES: {
        "material": "material__code", "start_node": "start_node__code", "end_node": "end_node__code",
        "owner": "owner_name",
    },
    Role.NODES: {"asset_type": "asset_type__code", "station": "station__code"},
    Role.SHUTOFFS: {
        "asset_type": "asset_type__code", "pipe": "pipe__code", "worked_by": "last_worked_by__username",
    },
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
    Role.SERVICES: ServiceLine, Role.STATIONS: Station, Role.ZONES: Zone, Role.BUILDINGS: Building,
}  # fmt: skip

#: Texts that are made of several columns.
_TEXTS: dict[Role, dict[str, Any]] = {
    Role.PIPES: {"owner_name": Trim(Concat("owner__name", Value(" "), "owner__first_name"))}
}
#: So many objects are in memory at once.
CHUNK = 20_000
#: Buildings so near to where a system lies belong to what is given out of it (m).
ROUND_M = 200.0


def export_file(*, system: SupplySystem, form: Format, path: Path, dbf_encoding: str = "UTF-8") -> None:
    """Write everything of a system as one file, in EPSG:2100 (GeoJSON in WGS84, as its standard says).

    Rows are read and written some thousands at a time: the memory that it takes does not grow with the system.
    """
    write_layers(export_layers(system), form, path, dbf_encoding=dbf_encoding)


def count_objects(system: SupplySystem) -> int:
    """Return how many objects the export has, zones and stations apart."""
    return sum(
        model.objects.filter(system=system).count()
        for model in (Node, Pipe, Pump, Valve, ShutoffValve, ServiceLine)
    )


def export_layers(system: SupplySystem) -> Iterator[OutLayer]:
    """Yield the layers that have objects, each with all columns by which our own import takes it again.

    A layer's chunks are to be taken before the next layer is.
    """
    for role, model in _MODELS.items():
        found = _of_system(role, model, system)
        if role is Role.BUILDINGS:  # most formats hold one kind of geometry a layer
            shape = Func(F("geom"), function="GeometryType", output_field=CharField())
            shaped = found.annotate(shape=shape)
            yield from _layer(role, "buildings", "area", shaped.filter(shape="MULTIPOLYGON"), model)
            yield from _layer(role, "building_points", "point", shaped.filter(shape="POINT"), model)
        else:
            yield from _layer(role, str(role), GEOMETRY[role], found, model)


def _layer(role: Role, name: str, geometry: str, found: QuerySet[Any], model: Any) -> Iterator[OutLayer]:
    targets, fields = TARGETS[role], _FIELDS.get(role, {})
    columns = [fields.get(target.name, target.name) for target in targets]
    named = found.annotate(wkb=AsWKB("geom"), **_TEXTS.get(role, {})).order_by("pk")
    rows = named.values_list("wkb", *columns).iterator(chunk_size=CHUNK)
    chunks = (_chunk(targets, some) for some in iter(lambda: list(islice(rows, CHUNK)), []))
    first = next(chunks, None)
    if first is not None:
        titles = _titles(role, model)
        if name == "building_points":
            titles["*"] = _("Buildings (points)")
        yield OutLayer(name, geometry, targets, chain([first], chunks), titles)


def _chunk(targets: tuple[Target, ...], rows: list[Any]) -> OutChunk:
    by_column = list(zip(*rows, strict=True))
    geoms: Array = np.asarray(shapely.from_wkb([bytes(value) for value in by_column[0]]), dtype=object)
    values = {
        target.name: [_value(target.kind, value) for value in by_column[i]]
        for i, target in enumerate(targets, start=1)
    }
    return OutChunk(geoms, values)


def _of_system(role: Role, model: Any, system: SupplySystem) -> QuerySet[Any]:
    """Return a system's rows: stations that it uses, zones with nodes of it, buildings round about."""
    if role is Role.STATIONS:
        used = Q(nodes__system=system) | Q(pumps__system=system) | Q(valves__system=system)
        return Station.objects.filter(pk__in=Station.objects.filter(used).values("pk"))
    if role is Role.ZONES:
        return Zone.objects.filter(
            Exists(Node.objects.filter(system=system, geom__intersects=OuterRef("geom")))
        )
    if role is Role.BUILDINGS:
        hull = Func(Collect("geom"), function="ST_ConvexHull", output_field=GeometryField())
        place = Node.objects.filter(system=system).aggregate(place=hull)["place"]
        if place is None:
            return Building.objects.none()
        return Building.objects.filter(geom__intersects=place.buffer(ROUND_M))
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
        "code": _("code"), "worked_by": _("last worked by"),
    }  # fmt: skip
    return {**{target.name: target.name for target in TARGETS[role]}, **titles, **extra}
