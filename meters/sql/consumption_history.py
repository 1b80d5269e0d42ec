"""Consumption of a connection between its last readings."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


@dataclass(frozen=True)
class ConsumptionStep:
    """Water used from one reading to the next, in cubic metres."""

    first_day: date
    last_day: date
    used: Decimal


def consumption_history(connection_id: int, limit: int) -> list[ConsumptionStep]:
    """Return the last steps, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"connection_id": connection_id, "limit": limit})
        return [ConsumptionStep(*row) for row in cursor.fetchall()]
