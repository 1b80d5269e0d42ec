"""Cases of TSPLIB with their optima, and a reading route on real streets."""

from __future__ import annotations

import math
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from django.db import connection

from bench.report import tell
from meters.models import Connection, Installation, Meter, Route
from network.models import Street
from network.services.streets import import_streets

DATA = Path(os.environ.get("HYDRIA_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
_TSPLIB = DATA / "routing" / "tsplib_subset_with_optima.zip"
_STREETS = DATA / "greece" / "osm_streets_thessaloniki_EPSG4326.geojson.gz"
_SEED = 20261124
#: Meters hang so far beside the middle of their street, and are so many a street (m).
_BESIDE_M = 6.0


@dataclass(frozen=True)
class Case:
    """A problem with its best known length, which for these is the optimum."""

    name: str
    metres: np.ndarray
    optimum: int


def tsplib_cases(most: int) -> Iterator[Case]:
    """Yield the cases of up to so many points, small ones first."""
    if not _TSPLIB.exists():
        tell(
            f"walk-order: {_TSPLIB.name} is not in {_TSPLIB.parent}: HYDRIA_SHARED_DATA names the folder above"
        )
        return
    with zipfile.ZipFile(_TSPLIB) as archive:
        lines = archive.read("solutions.txt").decode().splitlines()
        optima = {
            name.strip(): int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines)
        }
        found = []
        for name in (entry for entry in archive.namelist() if entry.endswith(".tsp")):
            stem = name.removesuffix(".tsp")
            metres = _read(archive.read(name).decode())
            if metres is not None and len(metres) <= most:
                found.append(Case(stem, metres, optima[stem]))
    yield from sorted(found, key=lambda case: len(case.metres))


def _read(text: str) -> np.ndarray | None:
    head, _, body = text.partition("NODE_COORD_SECTION")
    kinds = [line.split(":")[1].strip() for line in head.splitlines() if line.startswith("EDGE_WEIGHT_TYPE")]
    rows = [line.split() for line in body.splitlines()]
    points = np.array([(float(row[1]), float(row[2])) for row in rows if len(row) == 3])
    measure = _MEASURES.get(kinds[0])
    return measure(points) if measure else None


def _flat(points: np.ndarray) -> np.ndarray:
    return np.asarray(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)))


def _euclidean(points: np.ndarray) -> np.ndarray:
    return np.floor(_flat(points) + 0.5)


def _pseudo_euclidean(points: np.ndarray) -> np.ndarray:
    return np.ceil(_flat(points) / math.sqrt(10.0))


def _geographical(points: np.ndarray) -> np.ndarray:
    """Whole kilometres on the sphere, by TSPLIB's own formula with its own value of pi."""
    degrees = np.trunc(points)
    angles = 3.141592 * (degrees + 5.0 * (points - degrees) / 3.0) / 180.0
    lat, lon = angles[:, 0], angles[:, 1]
    east = np.cos(lon[:, None] - lon[None])
    apart, together = np.cos(lat[:, None] - lat[None]), np.cos(lat[:, None] + lat[None])
    arc = np.arccos(np.clip(0.5 * ((1.0 + east) * apart - (1.0 - east) * together), -1, 1))
    metres = np.floor(6378.388 * arc + 1.0)
    np.fill_diagonal(metres, 0)
    return np.asarray(metres)


_MEASURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "EUC_2D": _euclidean, "ATT": _pseudo_euclidean, "GEO": _geographical,
}  # fmt: skip


def build_route(meters: int) -> Route | None:
    """Make a route of so many meters on the streets of a district of Thessaloniki, in a careless order."""
    if not Street.objects.exists():
        if not _STREETS.exists():
            tell(f"walk-order: {_STREETS.name} is not in {_STREETS.parent}")
            return None
        import_streets(actor=None, path=_STREETS)
    code = f"W{meters}"
    known = Route.objects.filter(code=code).first()
    if known is not None and known.connections.count() == meters:
        return known
    route = known or Route.objects.create(code=code)
    _fill(route, meters)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return route


def _fill(route: Route, meters: int) -> None:
    """Hang meters on both sides of the streets round a point, street by street; one in five stands out of its turn."""
    random_ = random.Random(_SEED)
    made: list[Connection] = []
    for street in Street.objects.raw(_NEAREST):
        for line in street.geom:
            at = random_.uniform(0, 20)
            while at < line.length and len(made) < meters:
                made.append(_hang(route, street, line, at, random_))
                at += random_.uniform(4, 24)
        if len(made) >= meters:
            break
    for _ in range(meters // 5):
        made.insert(random_.randrange(len(made)), made.pop(random_.randrange(len(made))))
    for position, row in enumerate(made, 1):
        row.route_position = position
    rows = Connection.objects.bulk_create(made)
    hung = Meter.objects.bulk_create(Meter(serial=f"{route.code}-{row.pk}") for row in rows)
    Installation.objects.bulk_create(
        Installation(connection=row, meter=meter, period=(date(2020, 1, 1), None))
        for row, meter in zip(rows, hung, strict=True)
    )


#: Streets from the middle of the district outward. Index: none needed, some thousand rows.
_NEAREST = """
SELECT * FROM network_street
ORDER BY geom <-> (SELECT ST_SetSRID(ST_Centroid(ST_Collect(ST_Centroid(geom))), 2100) FROM network_street), id
"""


def _hang(route: Route, street: Street, line: object, at: float, random_: random.Random) -> Connection:
    point = line.interpolate(at)  # type: ignore[attr-defined]  # a line of GEOS
    ahead = line.interpolate(min(at + 0.5, line.length))  # type: ignore[attr-defined]  # as above
    way = math.atan2(ahead.y - point.y, ahead.x - point.x)
    side = random_.choice((-1, 1)) * _BESIDE_M
    point.x, point.y = point.x - side * math.sin(way), point.y + side * math.cos(way)
    number = f"{route.code}-{random_.getrandbits(60):x}"
    return Connection(
        supply_number=number, street=street, address=street.name, search_key=number, geom=point, route=route,
        route_position=0, opened_on=date(2020, 1, 1),
    )  # fmt: skip
