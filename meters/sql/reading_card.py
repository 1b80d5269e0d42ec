"""Lines of a connection's card of readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import connection

from meters.choices import HOLDING_FLAGS

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


@dataclass(frozen=True)
class ReadingCardRow:
    """A standing reading (m³) and what ran through its meter since the reading before, None for the first one."""

    read_on: date
    slot: int
    serial: str
    value_m3: Decimal
    read_m3: Decimal | None
    source: str
    estimate_rule: str
    note: str
    since: date | None
    used_m3: Decimal | None
    is_held: bool


def reading_card_rows(connection_id: int) -> list[ReadingCardRow]:
    """Return the lines, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"connection_id": connection_id, "holding": list(HOLDING_FLAGS)})
        return [ReadingCardRow(*row) for row in cursor.fetchall()]
