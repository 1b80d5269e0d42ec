"""Knowing that somebody waits for a lock, so that two acts meet where a test wants them to."""

from __future__ import annotations

import time
from threading import Event

from django.db import connection

_WAITING = """
SELECT EXISTS (
    SELECT FROM pg_locks AS held JOIN pg_stat_activity AS act USING (pid)
    WHERE NOT held.granted AND act.datname = current_database()
)
"""


def until_someone_waits(within_s: float = 20) -> None:
    """Return as soon as a connection of the test's database waits for a lock; raises TimeoutError."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone()[0]:
                return
        Event().wait(0.01)
    raise TimeoutError("nobody waits for a lock")
