"""Whole layers into the tables of the network, by COPY with keys known beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.db import connection

Row = Sequence[object]
_FOLDER = Path(__file__).parent
_COPY = {
    name: (_FOLDER / f"exchange_{name}.sql").read_text()
    for name in ("nodes", "pipes", "pumps", "valves", "shutoffs", "services", "buildings")
}
_RESERVE = (_FOLDER / "exchange_reserve_ids.sql").read_text()


def reserve_ids(table: str, count: int) -> list[int]:
    """Return so many keys of the table that nobody else will get."""
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"table": table, "count": count})
        return [row[0] for row in cursor.fetchall()]


def copy_rows(name: str, rows: Iterable[Row]) -> None:
    """Write rows of one of the files (nodes, pipes, …), their columns in its order."""
    with connection.cursor() as cursor, cursor.copy(_COPY[name]) as stream:
        for row in rows:
            stream.write_row(row)
