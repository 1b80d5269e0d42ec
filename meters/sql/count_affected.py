"""Who lives and works in an area."""

from datetime import date
from pathlib import Path

from django.db import connection

from meters.types import AffectedCount

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def count_affected(area_wkb: bytes, srid: int, day: date) -> AffectedCount:
    """Count what lies in the area (WKB in the storage CRS) as it stands on the day."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"area": area_wkb, "srid": srid, "day": day})
        return AffectedCount(*map(int, cursor.fetchone()))
