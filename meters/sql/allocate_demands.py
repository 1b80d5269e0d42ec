"""Average consumption given to the junctions along the pipes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()
#: A reading so many days before the first day or after the last still tells of the days between.
REACH_DAYS = 730


@dataclass(frozen=True)
class AllocatedRow:
    """The draw at a junction (`what` is node), or how many connections of a kind draw how much, in m³ a day."""

    what: str
    node_id: int | None
    connections: int | None
    m3_day: float


def allocate_demands_rows(
    system_id: int, first: date, last: date, source_kinds: Collection[str]
) -> list[AllocatedRow]:
    """Return the draws of all junctions and the sums; nodes of the source kinds are given nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "system_id": system_id,
                "first": first,
                "last": last,
                "reach": REACH_DAYS,
                "sources": list(source_kinds),
            },
        )
        return [AllocatedRow(*row) for row in cursor.fetchall()]
