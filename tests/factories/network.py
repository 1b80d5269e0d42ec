"""Makers of network rows for tests: each takes what the test cares about and fills the rest."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.conf import settings
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from gis_core.domain.greek import double_key
from network.choices import NodeKind, StationKind, ValveCondition, ValveKind, ValveState, ZoneKind
from network.models import (
    AddressPoint,
    Material,
    Node,
    Pipe,
    Pump,
    ServiceLine,
    ShutoffValve,
    Station,
    Street,
    SupplySystem,
    Valve,
    Zone,
)

SRID = settings.STORAGE_SRID
#: South-west corner of the tests' town, in EPSG:2100 metres: a real place by the sea in Thessaloniki.
ORIGIN_X, ORIGIN_Y = 407_000.0, 4_501_000.0
XY = tuple[float, float]


def point(east_m: float, north_m: float) -> Point:
    """Return the point so many metres east and north of the town's corner."""
    return Point(ORIGIN_X + east_m, ORIGIN_Y + north_m, srid=SRID)


def line(*corners: XY) -> LineString:
    """Return the line through corners given in metres from the town's corner."""
    return LineString([(ORIGIN_X + east, ORIGIN_Y + north) for east, north in corners], srid=SRID)


def square(west_m: float, south_m: float, east_m: float, north_m: float) -> Polygon:
    """Return the upright rectangle between two corners in metres from the town's corner."""
    corners = [(west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m), (west_m, south_m)]
    return Polygon([(ORIGIN_X + east, ORIGIN_Y + north) for east, north in corners], srid=SRID)


def make_system(code: str = "town", name: str = "Πόλη") -> SupplySystem:
    """Make a supply system."""
    return SupplySystem.objects.create(code=code, name=name, source="tests")


def make_node(
    system: SupplySystem,
    code: str,
    east_m: float,
    north_m: float,
    *,
    kind: NodeKind = NodeKind.JUNCTION,
    elevation_m: str = "10",
) -> Node:
    """Make a node at metres from the town's corner."""
    return Node.objects.create(
        system=system, code=code, kind=kind, geom=point(east_m, north_m), elevation_m=Decimal(elevation_m)
    )


def make_pipe(
    code: str,
    start: Node,
    end: Node,
    *,
    diameter_mm: str = "110",
    via: Sequence[XY] = (),
    material: str = "PVC",
) -> Pipe:
    """Make a pipe from node to node, through corners in metres from the town's corner."""
    middle = [(ORIGIN_X + east, ORIGIN_Y + north) for east, north in via]
    return Pipe.objects.create(
        system=start.system, code=code, start_node=start, end_node=end, laid_year=1987,
        material=Material.objects.get(code=material),
        geom=LineString([start.geom.coords, *middle, end.geom.coords], srid=SRID),
        diameter_mm=Decimal(diameter_mm), roughness=Decimal(130),
    )  # fmt: skip


def make_valve(code: str, start: Node, end: Node, *, kind: ValveKind = ValveKind.PRV) -> Valve:
    """Make a valve between two nodes."""
    return Valve.objects.create(
        system=start.system, code=code, start_node=start, end_node=end, kind=kind,
        geom=LineString([start.geom.coords, end.geom.coords], srid=SRID),
        diameter_mm=Decimal(110), setting=Decimal(35),
    )  # fmt: skip


def make_pump(code: str, start: Node, end: Node) -> Pump:
    """Make a pump between two nodes."""
    return Pump.objects.create(
        system=start.system, code=code, start_node=start, end_node=end, power_kw=Decimal(15),
        geom=LineString([start.geom.coords, end.geom.coords], srid=SRID),
    )  # fmt: skip


def make_shutoff(
    code: str,
    pipe: Pipe,
    *,
    at_end: bool = False,
    offset_m: float = 0,
    state: ValveState = ValveState.OPEN,
    condition: ValveCondition = ValveCondition.WORKING,
) -> ShutoffValve:
    """Make a shut-off valve at an end of a pipe."""
    valve = ShutoffValve.objects.create(
        system=pipe.system,
        code=code,
        pipe=pipe,
        at_end=at_end,
        offset_m=offset_m,
        state=state,
        condition=condition,
    )
    valve.refresh_from_db()
    return valve


def make_station(
    code: str, name: str, east_m: float, north_m: float, *, kind: StationKind = StationKind.PUMPING
) -> Station:
    """Make a station at metres from the town's corner."""
    return Station.objects.create(code=code, name=name, kind=kind, geom=point(east_m, north_m))


def make_service_line(code: str, pipe: Pipe, fraction: float, *corners: XY) -> ServiceLine:
    """Make a service line from a place along the pipe through corners in metres from the town's corner."""
    begins = pipe.geom.interpolate_normalized(fraction).coords
    rest = [(ORIGIN_X + east, ORIGIN_Y + north) for east, north in corners]
    return ServiceLine.objects.create(
        system=pipe.system, code=code, pipe=pipe, pipe_fraction=fraction, diameter_mm=Decimal(25),
        geom=LineString([begins, *rest], srid=SRID),
    )  # fmt: skip


def make_street(name: str, *corners: XY, settlement: str = "Πόλη") -> Street:
    """Make a street along corners in metres from the town's corner."""
    return Street.objects.create(
        name=name,
        settlement=settlement,
        search_key=double_key(name),
        geom=MultiLineString(line(*corners), srid=SRID),
    )


def make_address(
    street: Street, number: str, east_m: float, north_m: float, *, postcode: str = "54624"
) -> AddressPoint:
    """Make a house number at metres from the town's corner."""
    return AddressPoint.objects.create(
        street=street, number=number, postcode=postcode, geom=point(east_m, north_m)
    )


def make_zone(code: str, name: str, area: Polygon, *, kind: ZoneKind = ZoneKind.SUPPLY) -> Zone:
    """Make a zone over an area."""
    return Zone.objects.create(code=code, name=name, kind=kind, geom=MultiPolygon(area, srid=SRID))
