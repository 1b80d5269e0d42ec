"""Run a statement that stands in a .sql file beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

_HERE = Path(__file__).parent


@cache
def text_of(name: str) -> str:
    """Return the statement's text; files do not change while a process runs."""
    return (_HERE / f"{name}.sql").read_text()


def execute(name: str, **parameters: Any) -> int:
    """Run the statement; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(name), parameters or None)
        return int(cursor.rowcount)


def fetch(name: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """Run the statement; return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(name), parameters or None)
        return list(cursor.fetchall())
