"""Until which day the books are closed, held so for the transaction."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def hold_closed_until() -> date | None:
    """Return the last closed day or None; whoever closes the books waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT)
        day: date | None = cursor.fetchone()[0]
    return day
