"""The files a utility would bring: streets, connections, readings of a round."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from portal.demo.consumption import DemoReading
from portal.demo.people import DemoConnection
from portal.demo.town import Town

SETTLEMENT = "Θαλασσινό"
POSTCODE = "38221"

CONNECTION_COLUMNS = (
    "supply_number", "use", "households", "people", "street", "house_number", "postcode", "x", "y", "route",
    "route_name", "route_position", "opened_on", "meter_serial", "meter_diameter", "meter_digits", "meter_make",
    "start_reading",
    "payer_kind", "payer_name", "payer_first_name", "payer_father_name", "payer_afm", "payer_email", "payer_mobile",
    "language", "liable_from", "has_sewer",
)  # fmt: skip


def write_streets(path: Path, town: Town) -> Path:
    """Write streets as lines and houses as points, in one GeoJSON file of EPSG:2100."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": street.name, "settlement": SETTLEMENT, "number": None, "postcode": None},
            "geometry": {"type": "LineString", "coordinates": [_rounded(point) for point in street.line]},
        }
        for street in town.streets
    ] + [
        {
            "type": "Feature",
            "properties": {
                "name": house.street, "settlement": SETTLEMENT, "number": str(house.number), "postcode": POSTCODE,
            },
            "geometry": {"type": "Point", "coordinates": _rounded(house.point)},
        }
        for house in town.houses
    ]  # fmt: skip
    collection = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2100"}},
        "features": features,
    }
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return path


def write_connections(path: Path, connections: Iterable[DemoConnection]) -> Path:
    """Write the connections as `import_connections` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(CONNECTION_COLUMNS)
        rows = list(connections)
        names = name_routes(rows)
        writer.writerows(_connection_row(row, names[row.route]) for row in rows)
    return path


def name_routes(connections: Iterable[DemoConnection]) -> dict[int, str]:
    """Return a name for each route: the two streets on which most of its connections lie."""
    streets: dict[int, Counter[str]] = defaultdict(Counter)
    for connection in connections:
        streets[connection.route][connection.house.street] += 1
    return {
        route: " – ".join(sorted(counts, key=lambda street: (-counts[street], street))[:2])
        for route, counts in streets.items()
    }


def write_readings(path: Path, readings: Iterable[DemoReading]) -> Path:
    """Write one round as a hand-held reader's file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("supply_number", "read_on", "value_m3", "note"))
        writer.writerows(
            (reading.supply_number, reading.read_on.isoformat(), reading.value_m3, reading.note)
            for reading in readings
        )
    return path


def _connection_row(connection: DemoConnection, route_name: str) -> tuple[object, ...]:
    payer = connection.payer
    return (
        connection.supply_number, connection.use, connection.households, connection.people,
        connection.house.street, connection.house.number, POSTCODE,
        *_rounded(connection.house.point), f"{connection.route:02d}", route_name,
        connection.position, connection.opened_on.isoformat(), connection.meter_serial, connection.diameter_mm,
        5, "Υδρομετρική", connection.start_reading,
        payer.kind, payer.name, payer.first_name, payer.father_name, payer.afm,
        payer.email, payer.mobile, payer.language, connection.opened_on.isoformat(),
        "1" if connection.has_sewer else "0",
    )  # fmt: skip


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    """Keep centimetres."""
    return round(point[0], 2), round(point[1], 2)
