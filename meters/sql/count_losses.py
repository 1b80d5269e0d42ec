"""Who hangs on parts of the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


@dataclass(frozen=True)
class LossRow:
    """Connections of one use on one part, counted from 0."""

    part: int
    use: str
    connections: int
    households: int
    people: int
    sensitive: int


def count_losses(parts: Sequence[Sequence[int]], day: date) -> list[LossRow]:
    """Count on parts given as keys of pipes, as it stands on the day."""
    numbers = [number for number, pipes in enumerate(parts) for _pipe in pipes]
    keys = [pipe for pipes in parts for pipe in pipes]
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"parts": numbers, "pipes": keys, "day": day})
        return [LossRow(part, use, *map(int, counts)) for part, use, *counts in cursor.fetchall()]
