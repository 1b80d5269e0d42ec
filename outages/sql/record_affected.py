"""Whom an outage touches, written down as it stands."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.contrib.gis.geos import MultiPolygon
from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()
_ON_PIPES = Path(__file__).with_name("record_on_pipes.sql").read_text()


def record_affected(outage_id: int, area: MultiPolygon, day: date) -> int:
    """Insert the connections in the outage's area as of the day; return how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT, {"outage_id": outage_id, "area": bytes(area.wkb), "srid": area.srid, "day": day}
        )
        return int(cursor.rowcount)


def record_on_pipes(outage_id: int, pipe_ids: Sequence[int], day: date) -> int:
    """Insert the connections that hang on the pipes as of the day; return how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_PIPES, {"outage_id": outage_id, "pipes": list(pipe_ids), "day": day})
        return int(cursor.rowcount)
