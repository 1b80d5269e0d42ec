"""The statements of an import of readings, over a staging table of well-formed lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from datetime import date
from pathlib import Path

from django.db import connection

from meters.domain.reading_lines import ReadingLine
from meters.sql.connection_import import CheckedLine

_FOLDER = Path(__file__).parent
_STAGE = (_FOLDER / "stage_readings.sql").read_text()
_CHECK = (_FOLDER / "check_readings.sql").read_text()
_INSERT = (_FOLDER / "insert_readings.sql").read_text()
#: Imports of readings wait for each other: the second sees what the first wrote.
_LOCK = 4712


def wait_for_others() -> None:
    """Wait until no other transaction takes readings, and keep others waiting until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def stage(lines: Iterable[ReadingLine]) -> None:
    """Wait for other imports of readings, make the staging table and copy the lines into it."""
    wait_for_others()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS staged_readings")
        cursor.execute(_STAGE)
        with cursor.copy(
            "COPY staged_readings (line, supply_number, meter_serial, read_on, value_m3, note) FROM STDIN"
        ) as copy:
            for line in lines:
                copy.write_row(astuple(line))
        cursor.execute("ANALYZE staged_readings")


def check(today: date) -> list[CheckedLine]:
    """Mark and return the lines that are not taken."""
    with connection.cursor() as cursor:
        cursor.execute(_CHECK, {"today": today})
        return [CheckedLine(*row) for row in cursor.fetchall()]


def count_taken() -> int:
    """Return how many lines will be written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staged_readings WHERE outcome = 'taken'")
        return int(cursor.fetchone()[0])


def insert(*, source: str, batch_id: int | None, user_id: int | None) -> None:
    """Write the taken lines as readings of the source."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"source": source, "batch_id": batch_id, "user_id": user_id})
