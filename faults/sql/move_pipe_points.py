"""The pipes of faults, moved many at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from network.types import PipePointMove

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def move_pipe_points_rows(moves: Sequence[PipePointMove]) -> int:
    """Bring the faults of the moved pipes onto the nearest of what these became; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "from_pipe": [move.from_pipe_id for move in moves],
                "to_pipe": [move.to_pipe_id for move in moves],
            },
        )
        return int(cursor.rowcount)
