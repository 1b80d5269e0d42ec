"""Connections follow their pipes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from meters.sql.move_pipe_points import move_pipe_points_rows
from network.types import PipePointMove


@transaction.atomic
def move_pipe_points(*, moves: Sequence[PipePointMove]) -> int:
    """Keep connections where they are on the ground when their pipe is cut, joined or turned; return how many moved.

    A stretch that is no more takes no connection with it: the pipe cannot go while one hangs on it.
    """
    return move_pipe_points_rows(moves)
