"""What hangs on a connection on a day."""

from __future__ import annotations

from datetime import date

from meters.models import Connection, Installation


def list_hanging(connection: Connection, day: date) -> list[Installation]:
    """Return the installations of the connection on the day, by their places."""
    hanging = connection.installations.filter(period__contains=day).select_related("meter", "connection")
    return list(hanging.order_by("slot"))
