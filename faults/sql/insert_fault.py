"""A new fault with the report that made it known."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection

from faults.models import Fault, Report

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def insert_fault(fault: Fault, report: Report) -> None:
    """Insert both and the first line of the fault's story, by whom the report is; give both their keys.

    Raises IntegrityError when a report of the same form, or a fault of the same number, is there.
    """
    values: dict[str, str | int | float | datetime | UUID | None] = {
        "number": fault.number, "year": fault.year, "category": str(fault.category), "state": str(fault.state),
        "priority": str(fault.priority), "x": fault.geom.x, "y": fault.geom.y, "address": fault.address,
        "pipe_id": fault.pipe_id, "pipe_distance_m": fault.pipe_distance_m, "created_at": fault.created_at,
        "token": report.token, "request_key": report.request_key, "reporter_id": report.reporter_id,
        "connection_id": report.connection_id, "place_source": str(report.place_source),
        "description": report.description, "name": report.name, "email": report.email, "phone": report.phone,
        "language": str(report.language),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        fault.pk, report.pk = cursor.fetchone()
    report.fault = fault
