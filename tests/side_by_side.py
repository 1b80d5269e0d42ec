"""Test processes side by side (`pytest -n`): each has a database and a cache of its own.

The database is made once and copied for each process. Tests that share something of the machine's (a role of the
database server, a numbered broker) stand in one `xdist_group` and so run in one process, one after another.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.test.utils import setup_databases
from psycopg import sql

from gis_core.postgis.base import DatabaseWrapper

#: Redis has sixteen databases: 0 is the installation's, 9 and later are the brokers of tests.
MOST_PROCESSES = 8
#: What begins first: whoever comes last to a long test keeps all others waiting.
LONG_FIRST = (
    "tests/browser/test_axe.py",
    "tests/journeys/",
    "tests/demo/",
    "tests/access/",
    "tests/browser/",
)


def own_number() -> int | None:
    """Return the number of this process among those side by side; None where it is alone."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) if name else None


def cache_address() -> str:
    """Return the address of this process's own cache, which is not the installation's."""
    return urlsplit(settings.REDIS_URL)._replace(path=f"/{1 + (own_number() or 0)}").geturl()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Say what `-n auto` means: a process for each core."""
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long tests first; all others keep their order."""

    def rank(item: pytest.Item) -> int:
        starts = (place for place, path in enumerate(LONG_FIRST) if item.nodeid.startswith(path))
        return next(starts, len(LONG_FIRST))

    if own_number() is not None:
        items.sort(key=rank)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[bool]:
    """Let one process in at a time; say whether this is the first of the run."""
    with (folder / "test-database.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = folder / "test-database.made"
        yield not made.exists()
        made.touch()


def make_database(*, keep: bool, verbosity: int, shared_folder: Path) -> None:
    """Turn to the tests' own database; side by side, to this process's copy of it."""
    if own_number() is None:
        _set_up(keep=keep, verbosity=verbosity)
        return
    with _one_at_a_time(shared_folder) as is_first:
        if is_first:
            _set_up(keep=keep, verbosity=verbosity)
            connections.close_all()
        _turn_to_copy()


def _set_up(*, keep: bool, verbosity: int) -> None:
    setup_databases(verbosity=verbosity, interactive=False, keepdb=keep, aliases={DEFAULT_DB_ALIAS: None})


def _turn_to_copy() -> None:
    """Copy the tests' database anew and use the copy."""
    database = connections[DEFAULT_DB_ALIAS]
    assert isinstance(database, DatabaseWrapper)
    given = database.settings_dict
    original = given["TEST"]["NAME"]
    copy = f"{original}_{own_number()}"
    database.close_pool()
    with psycopg.connect(
        host=given["HOST"], port=given["PORT"], user=given["USER"], password=given["PASSWORD"],
        dbname="postgres", autocommit=True,
    ) as server:  # fmt: skip
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy)))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(original))
        )
    given["NAME"] = given["TEST"]["NAME"] = copy
    settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"] = copy
