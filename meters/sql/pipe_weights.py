"""Who hangs on every pipe."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def read_pipe_weights() -> Iterable[tuple[int, int, int]]:
    """Return every pipe that has connections with running water, in the order of keys: key, connections, people."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT)
        return [(int(pipe), int(count), int(people)) for pipe, count, people in cursor]
