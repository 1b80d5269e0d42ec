"""Places of connections along pipes, moved many at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from network.types import PipePointMove

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def move_pipe_points_rows(moves: Sequence[PipePointMove]) -> int:
    """Move the connections of the moved stretches; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "from_pipe": [move.from_pipe_id for move in moves],
                "from_low": [float(move.from_low) for move in moves],
                "from_high": [float(move.from_high) for move in moves],
                "to_pipe": [move.to_pipe_id for move in moves],
                "to_low": [float(move.to_low) for move in moves],
                "to_high": [float(move.to_high) for move in moves],
            },
        )
        return int(cursor.rowcount)
