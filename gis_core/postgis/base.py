"""The backend that Django loads by its name in the settings."""

from __future__ import annotations

from select import POLLIN, poll
from typing import Any

import psycopg
from django.contrib.gis.db.backends.postgis import base


def is_over(raw: psycopg.Connection[Any]) -> bool:
    """Say whether the server of an idle connection has gone: unasked it says nothing but good-bye."""
    heard = poll()
    heard.register(raw.fileno(), POLLIN)
    return bool(heard.poll(0))


class DatabaseWrapper(base.DatabaseWrapper):
    """A pooled connection is listened to before it is given out.

    After a restart of the server the pool is full of dead ones, each of which would fail a page. The pool's own check
    (CONN_HEALTH_CHECKS) asks the server for every page, and waits longer and longer from one dead one to the next.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        """Return a connection whose server is there."""
        made: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        while self.pool and is_over(made):
            made.close()
            self.pool.putconn(made)
            made = super().get_new_connection(conn_params)
        return made
