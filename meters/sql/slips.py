"""The slips of rounds: made and marked many at once, counted, listed with their last readings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from meters.types import SlipCount, SlipRow

_FOLDER = Path(__file__).parent
_INSERT, _MARK_KNOWN, _COUNT, _LIST = (
    (_FOLDER / f"{name}.sql").read_text()
    for name in ("insert_slips", "mark_slips_known", "count_slips", "list_slips")
)


def insert_slip_rows(round_ids: Sequence[int], day: date) -> int:
    """Give the rounds a slip for each meter that hung there on the day; return how many were made."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"rounds": list(round_ids), "day": day})
        return int(cursor.rowcount)


def mark_known_rows(round_ids: Sequence[int]) -> int:
    """Mark waiting slips whose meters were read in the period's days already; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK_KNOWN, {"rounds": list(round_ids)})
        return int(cursor.rowcount)


def count_slip_rows(round_ids: Sequence[int]) -> dict[int, SlipCount]:
    """Return the counts of each round that has slips."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"rounds": list(round_ids)})
        return {row[0]: SlipCount(*row[1:]) for row in cursor.fetchall()}


def list_slip_rows(round_id: int) -> list[SlipRow]:
    """Return the slips of a round in walking order."""
    with connection.cursor() as cursor:
        cursor.execute(_LIST, {"round_id": round_id})
        names = [column.name for column in cursor.description or ()]
        rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [SlipRow(**row) for row in rows]
