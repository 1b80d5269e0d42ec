"""Whom an outage touches, written down as it stands."""

from datetime import date
from pathlib import Path

from django.contrib.gis.geos import MultiPolygon
from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def record_affected(outage_id: int, area: MultiPolygon, day: date) -> int:
    """Insert the connections in the outage's area as of the day; return how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT, {"outage_id": outage_id, "area": bytes(area.wkb), "srid": area.srid, "day": day}
        )
        return int(cursor.rowcount)
