"""Streets and house numbers, written by the hundred thousand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

_FOLDER = Path(__file__).parent
_STREETS = (_FOLDER / "upsert_streets.sql").read_text()
_ADDRESSES = (_FOLDER / "upsert_addresses.sql").read_text()


@dataclass(frozen=True)
class Written:
    """How many rows a statement made, and how many it changed."""

    new: int
    changed: int


def upsert_streets(rows: Sequence[tuple[str, str, str, str]]) -> Written:
    """Write streets given as (name, settlement, search key, hexadecimal EWKB)."""
    names, settlements, keys, geoms = _columns(rows, 4)
    return _run(_STREETS, {"names": names, "settlements": settlements, "keys": keys, "geoms": geoms})


def upsert_addresses(rows: Sequence[tuple[str, str, str, str, str]]) -> Written:
    """Write house numbers given as (street, settlement, number, postcode, hexadecimal EWKB)."""
    names, settlements, numbers, postcodes, geoms = _columns(rows, 5)
    return _run(
        _ADDRESSES,
        {
            "names": names,
            "settlements": settlements,
            "numbers": numbers,
            "postcodes": postcodes,
            "geoms": geoms,
        },
    )


def _columns(rows: Sequence[tuple[str, ...]], width: int) -> list[list[str]]:
    return [[row[i] for row in rows] for i in range(width)]


def _run(statement: str, parameters: dict[str, list[str]]) -> Written:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        made = [row[0] for row in cursor.fetchall()]
    return Written(new=made.count(True), changed=made.count(False))
