"""Faults follow their pipes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from faults.sql.move_pipe_points import move_pipe_points_rows
from network.types import PipePointMove


@transaction.atomic
def move_pipe_points(*, moves: Sequence[PipePointMove]) -> int:
    """Keep faults on the pipe where they are when it is cut or joined; return how many changed their pipe."""
    return move_pipe_points_rows(moves)
