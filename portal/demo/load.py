"""Load the demonstration town step by step, each through the service or command that a utility would use."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from random import Random

from shapely import get_parts
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.ops import unary_union

from gis_core.models import User
from meters.services.connections import import_connections
from meters.services.reading_files import import_readings
from network.choices import ZoneKind
from network.models import Pipe, Zone
from network.services.imports import import_network
from network.services.streets import import_streets
from network.services.zones import register_zone
from portal.demo.consumption import DemoReading, build_readings, reading_days
from portal.demo.files import write_connections, write_readings, write_streets
from portal.demo.people import DemoConnection, build_connections
from portal.demo.pipes import lay_pipes
from portal.demo.staff import ANCHOR
from portal.demo.town import PipeLine, Town, build_town
from portal.demo.valves import fit_valves

SYSTEM = "thalassino"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much of the town is loaded: reading rounds, and one connection of how many."""

    rounds: int = 8
    every: int = 1


@dataclass(frozen=True)
class LoadedTown:
    """What the later steps of the demonstration build on."""

    town: Town
    connections: list[DemoConnection]
    rounds: list[list[DemoReading]]
    days: list[date]


def load_town(*, actor: User, seed: int, until: date, size: Size, say: Say) -> LoadedTown:
    """Import network, streets, zones and connections; return them with the readings still to come."""
    say("network")
    import_network(
        actor=actor, path=Path(str(files("epyt") / "networks" / "L-TOWN.inp")),
        system_code=SYSTEM, name="Θαλασσινό", anchor=ANCHOR,
    )  # fmt: skip
    lay_pipes(
        actor=actor, pipes=list(Pipe.objects.filter(system__code=SYSTEM).order_by("code")), seed=seed
    )  # fmt: skip
    say("shut-off valves")
    fit_valves(system_code=SYSTEM, seed=seed)
    town = build_town(pipes=_pipes(), random=Random(f"{seed} streets"))
    days = reading_days(until=until, quarters=size.rounds)
    north_to_south = sorted(house.point[1] for house in town.houses)
    connections = build_connections(
        houses=town.houses, seaside_y=north_to_south[len(north_to_south) // 5],
        opened_on=days[0] - timedelta(days=92), random=Random(f"{seed} people"),
    )[:: size.every]  # fmt: skip
    rounds = build_readings(connections=connections, days=days, random=Random(f"{seed} readings"))
    with tempfile.TemporaryDirectory() as folder:
        say("streets")
        import_streets(actor=actor, path=write_streets(Path(folder) / "streets.geojson", town))
        say("zones")
        _zones(actor)
        say("connections")
        path = write_connections(Path(folder) / "connections.csv", connections)
        report = import_connections(actor=actor, path=path, file_name=path.name)
    if report.refused:
        raise RuntimeError(f"the demonstration's own connections were refused: {report.refused[:3]}")
    return LoadedTown(town=town, connections=connections, rounds=rounds, days=days)


def load_round(*, actor: User, loaded: LoadedTown, index: int, routes: frozenset[int]) -> None:
    """Import the readings of one round for some routes, from a file like a hand-held reader's."""
    wanted = [r for r in loaded.rounds[index] if int(r.supply_number[:2]) in routes]
    with tempfile.TemporaryDirectory() as folder:
        path = write_readings(Path(folder) / f"readings-{loaded.days[index]:%Y-%m}.csv", wanted)
        report = import_readings(actor=actor, path=path, file_name=path.name)
    if report.refused:
        raise RuntimeError(f"the demonstration's own readings were refused: {report.refused[:3]}")


def _pipes() -> list[PipeLine]:
    """Return the imported pipes, in a stable order."""
    return [
        PipeLine(
            code=pipe.code,
            start=pipe.start_node.code,
            end=pipe.end_node.code,
            line=tuple((x, y) for x, y in pipe.geom.coords),
        )
        for pipe in Pipe.objects.filter(system__code=SYSTEM)
        .select_related("start_node", "end_node")
        .order_by("code")
    ]


def _zones(actor: User) -> None:
    """Draw three supply zones from west to east around the pipes."""
    lines = [LineString(pipe.line) for pipe in _pipes()]
    west = min(line.bounds[0] for line in lines)
    east = max(line.bounds[2] for line in lines)
    names = (("Z1", "Παλιά Πόλη"), ("Z2", "Κάστρο"), ("Z3", "Ανατολική Ακτή"))
    for index, (code, name) in enumerate(names):
        low, high = (west + (east - west) * share / 3 for share in (index, index + 1))
        members = [line for line in lines if low <= line.centroid.x <= high]
        area = unary_union([line.buffer(45) for line in members]).buffer(60).buffer(-60).simplify(4)
        parts = [part for part in get_parts(area) if isinstance(part, Polygon)]
        whole = MultiPolygon([Polygon(part.exterior) for part in parts])
        if not Zone.objects.filter(code=code).exists():
            register_zone(actor=actor, code=code, name=name, kind=ZoneKind.SUPPLY, wkb=whole.wkb)
