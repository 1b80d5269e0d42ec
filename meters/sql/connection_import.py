"""The statements of an import of connections, over a staging table of well-formed lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

from meters.domain.connection_lines import ConnectionLine

_FOLDER = Path(__file__).parent
_STATEMENTS = {
    name: (_FOLDER / f"{name}.sql").read_text()
    for name in (
        "stage_connections", "check_connections", "insert_routes", "insert_connections", "insert_meters",
        "insert_installations", "insert_liabilities", "insert_start_readings",
    )
}  # fmt: skip
#: Imports of connections wait for each other: the second sees what the first wrote.
_LOCK = 4711
#: Positions are left free between connections for those that come later.
_STEP = 10
_COLUMNS = ", ".join(field.name for field in fields(ConnectionLine))


@dataclass(frozen=True)
class CheckedLine:
    """What the database says of a well-formed line: repeated, or refused for a reason, at a column."""

    line: int
    code: str
    column: str
    value: str


@dataclass(frozen=True)
class PayerLine:
    """The payer of a line that will be taken."""

    line: int
    kind: str
    name: str
    first_name: str
    father_name: str
    afm: str | None
    email: str
    mobile: str
    language: str


def wait_for_others() -> None:
    """Wait until no other transaction takes connections, and keep others waiting until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def next_position(route: str) -> int:
    """Return a place behind the last connection of the route."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(c.route_position), 0) + %s FROM meters_connection AS c"
            " JOIN meters_route AS r ON r.id = c.route_id WHERE r.code = %s",
            [_STEP, route],
        )
        return int(cursor.fetchone()[0])


def stage(lines: Iterable[ConnectionLine]) -> None:
    """Wait for other imports of connections, make the staging table and copy the lines into it."""
    wait_for_others()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_connections")
        cursor.execute(_STATEMENTS["stage_connections"])
        with cursor.copy(
            f"COPY staged_connections ({_COLUMNS}) FROM STDIN"
        ) as copy:  # columns of our own dataclass
            for line in lines:
                copy.write_row(astuple(line))
        cursor.execute("ANALYZE staged_connections")


def check(today: date) -> list[CheckedLine]:
    """Compare the lines with the register and each other; mark and return those that are not taken."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS["check_connections"], {"today": today, "srid": settings.STORAGE_SRID})
        return [CheckedLine(*row) for row in cursor.fetchall()]


def list_payers() -> list[PayerLine]:
    """Return the payers of the lines that will be taken, in file order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line, payer_kind, payer_name, payer_first_name, payer_father_name, payer_afm,"
            " payer_email, payer_mobile, language"
            " FROM staged_connections WHERE outcome = 'taken' ORDER BY line"
        )
        return [PayerLine(*row) for row in cursor.fetchall()]


def set_payers(ids_by_line: dict[int, int]) -> None:
    """Note each line's party."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE staged_connections AS s SET party_id = p.party_id"
            " FROM unnest(%s::int[], %s::bigint[]) AS p (line, party_id) WHERE s.line = p.line",
            [list(ids_by_line), list(ids_by_line.values())],
        )


def insert_all(batch_id: int | None, user_id: int | None) -> int:
    """Write routes, connections, meters, payers and first readings; return how many connections."""
    values = {"batch_id": batch_id, "user_id": user_id, "srid": settings.STORAGE_SRID}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS["insert_routes"])
        cursor.execute(_STATEMENTS["insert_connections"], values)
        count = int(cursor.rowcount)
        for name in ("insert_meters", "insert_installations", "insert_liabilities", "insert_start_readings"):
            cursor.execute(_STATEMENTS[name], values)
    return count
