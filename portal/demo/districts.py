"""The town's districts: flow meters put into the pipes, zones drawn around what they feed, all of it computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import MultiPolygon
from django.db import transaction
from django.db.models import Q

from gis_core.models import User
from network.choices import NodeKind, ZoneKind
from network.models import Node, Pipe, Zone
from network.services.splitting import split_pipe
from network.services.zone_inlets import add_zone_inlet, take_computed_area
from network.services.zone_runs import compute_zones
from network.services.zones import register_zone

#: A first area around the inlet (m), until the computed one is taken.
FIRST_AREA_M = 50.0


@dataclass(frozen=True)
class Way:
    """A pipe of the model by its end nodes, from the source's side to the zone's, and the meter put into it."""

    before: str
    after: str
    meter: str


@dataclass(frozen=True)
class District:
    """A measured district and the ways into it."""

    code: str
    name: str
    ways: tuple[Way, ...]


DISTRICTS = (
    District("DMA1", "Κέντρο", (Way("R1", "n303", "FM-1"), Way("R2", "n336", "FM-2"))),
    District("DMA2", "Κάτω Πόλη", (Way("n641", "n229", "FM-3"),)),
    District("DMA3", "Λόφος", (Way("T1", "n343", "FM-4"),)),
)
#: Behind the town's third pressure reducing valve; its outlet has two pipes.
PRESSURE = ("PZ1", "Χαμηλή πίεση", "n226")


@transaction.atomic
def load_districts(*, planner: User, system: str) -> None:
    """Measure three districts and one zone of low pressure; the same network gives the same."""
    zones = [_district(planner, system, district) for district in DISTRICTS]
    code, name, outlet = PRESSURE
    node = Node.objects.get(system__code=system, code=outlet)
    low = _zone(planner, code, name, ZoneKind.PRESSURE, node)
    for pipe in _pipes_at(node):
        add_zone_inlet(actor=planner, zone=low, node=node, pipe=pipe)
    for kind in (ZoneKind.DMA, ZoneKind.PRESSURE):
        compute_zones(actor=planner, kind=kind)
    # The districts' areas are those around their pipes; the pressure zone stays as the planner sketched it.
    for zone in zones:
        zone.refresh_from_db()
        take_computed_area(actor=planner, zone=zone)
    compute_zones(actor=planner, kind=ZoneKind.DMA)


def _district(planner: User, system: str, district: District) -> Zone:
    """Put the district's meters into their pipes and make them its inlets."""
    zone = None
    for way in district.ways:
        pipe = Pipe.objects.filter(
            Q(start_node__code=way.before, end_node__code=way.after)
            | Q(start_node__code=way.after, end_node__code=way.before),
            system__code=system,
        ).get()
        split = split_pipe(actor=planner, pipe=pipe, fraction=0.5, kind=NodeKind.FLOW_METER, code=way.meter)
        meter = Node.objects.get(pk=split.main_id)
        if zone is None:
            zone = _zone(planner, district.code, district.name, ZoneKind.DMA, meter)
        (inside,) = (
            each for each in _pipes_at(meter) if way.after in (each.start_node.code, each.end_node.code)
        )
        add_zone_inlet(actor=planner, zone=zone, node=meter, pipe=inside)
    if zone is None:
        raise ValueError(f"{district.code} has no way in")
    return zone


def _zone(planner: User, code: str, name: str, kind: ZoneKind, around: Node) -> Zone:
    area = MultiPolygon(around.geom.buffer(FIRST_AREA_M), srid=around.geom.srid)
    return register_zone(actor=planner, code=code, name=name, kind=kind, wkb=area.wkb)


def _pipes_at(node: Node) -> Sequence[Pipe]:
    found = Pipe.objects.filter(Q(start_node=node) | Q(end_node=node))
    return list(found.select_related("start_node", "end_node").order_by("code"))
