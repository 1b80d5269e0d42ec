"""The town of the fault benchmark: that of the tiles with streets, house numbers, known faults and cuts."""

from __future__ import annotations

from pathlib import Path

from django.contrib.gis.geos import Point
from django.db import connection, transaction

from bench.tiles_town import build_town as build_pipes
from gis_core.models import Utility
from network.models import Street

_STATEMENTS = Path(__file__).with_suffix(".sql").read_text().split(";\n\n")
#: What years of work leave behind, and what is cut on a bad day.
FAULTS, CUTS = 20_000, 50
_PLACES = """
SELECT ST_X(place), ST_Y(place), ST_X(degrees), ST_Y(degrees)
FROM (SELECT ST_Translate(geom, 3, 2) AS place FROM meters_connection ORDER BY md5('tap' || id) LIMIT %s) AS taps
CROSS JOIN LATERAL (SELECT ST_Transform(place, 4326) AS degrees) AS there
"""


def build_town(size: int) -> None:
    """Make the town of so many pipes unless it stands; take back the reports of earlier runs."""
    technician = build_pipes(size)
    if not Utility.objects.exists():
        Utility.objects.create(
            pk=1, name="ΔΕΥΑ", name_en="Water", afm="094259216", fault_phone="2421000000", email="info@example.gr",
            rf_organisation="91234",
            centre=Point(400000, 4500000, srid=2100),
        )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        if not Street.objects.exists() or Street.objects.count() != size // 4:
            for table in (
                "faults_faultupdate",
                "faults_report",
                "faults_fault",
                "outages_outage",
                "network_addresspoint",
            ):
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute("DELETE FROM network_street")
            for statement in _STATEMENTS:
                cursor.execute(statement, {"faults": FAULTS, "cuts": CUTS, "user": technician.pk})
        cursor.execute("DELETE FROM faults_faultupdate")
        cursor.execute("DELETE FROM faults_report")
        cursor.execute("DELETE FROM faults_fault WHERE year <> 2025")
        cursor.execute("DELETE FROM notifications_message")
        cursor.execute("DELETE FROM documents_numberseries WHERE code = 'FAULT'")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def list_places(count: int) -> list[tuple[float, float, float, float]]:
    """Return so many places in front of houses: east and north in metres, longitude and latitude in degrees."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [count])
        return list(cursor.fetchall())
