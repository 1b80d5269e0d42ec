"""Whom to tell of something at connections."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import connection

from meters.types import Recipient

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def list_recipients(connection_ids: Sequence[int], day: date, purpose: str) -> list[Recipient]:
    """Return today's payers with the channel to use, connection by connection."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"connection_ids": list(connection_ids), "day": day, "purpose": purpose})
        return [Recipient(*row) for row in cursor.fetchall()]
