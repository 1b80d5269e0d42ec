"""Who was liable on a day, everywhere at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()
#: So many rows travel at once.
_PORTION = 5_000


@dataclass(frozen=True)
class PayerRow:
    """A connection and who was liable for it; the party's columns are None where nobody was."""

    connection_id: int
    supply_number: str
    address: str
    route: str
    party_id: int | None
    name: str | None
    first_name: str | None
    afm: str | None
    since: date | None


def payers_on(day: date) -> Iterator[PayerRow]:
    """Yield every connection with its payer of the day, as the database sends them."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_STATEMENT, {"day": day})
        while rows := cursor.fetchmany(_PORTION):
            for row in rows:
                yield PayerRow(*row)
