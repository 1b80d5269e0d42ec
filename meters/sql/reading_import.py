"""The statements that take readings in, over tables of the session: stage, find, measure, write, flag."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection

from meters.domain import checks
from meters.sql.connection_import import CheckedLine

_FOLDER = Path(__file__).parent


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text()


_TABLES = tuple(_read(name) for name in ("stage_readings", "stage_found", "stage_measured"))
_FIND = _read("find_readings")
_RESTAGE = _read("restage_readings")
_MEASURE = _read("measure_readings")
_LIKE = _read("measure_like_meters")
_TURN = _read("turn_registers")
_INSERT = _read("insert_readings")
_FLAG = _read("flag_readings")
_CLOSE = _read("close_flags")
_MARK = _read("mark_slips_read")
#: Files wait for each other and for single readings: the second sees what the first wrote.
_LOCK = 4712
#: Single readings wait for those of the same meter.
_LOCK_OF_METER = 4713
#: So many lines are measured at once.
_MEASURED_AT_ONCE = 20_000
_HIGHEST_ID = 2**63 - 1
#: Lines are told in portions.
PORTION = 2000
_CONSTANTS = {
    "reach": checks.REACH_DAYS, "recent": checks.RECENT_DAYS, "season_from": checks.SEASON_FROM,
    "season_to": checks.SEASON_TO, "least_days": checks.LEAST_DAYS, "least_meters": checks.LEAST_METERS,
    "leap": checks.LEAP_L_DAY,
}  # fmt: skip

#: A line for the staging table: line, supply number, serial, day, value, note, outcome, column, what is told.
StagedLine = tuple[int, str, str, date | None, Decimal | int | None, str, str, str, str]


@dataclass(frozen=True)
class SingleReading:
    """A reading of a known meter, with what came beside it."""

    installation_id: int
    read_on: date
    value_m3: Decimal
    note: str = ""
    told_serial: str = ""
    note_code_id: int | None = None
    point: Point | None = None
    accuracy_m: float | None = None
    read_m3: Decimal | None = None


def wait_for_others() -> None:
    """Wait until no other transaction takes readings, and keep others waiting until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def wait_for_meter(installation_id: int) -> None:
    """Wait until no file is being taken in and nobody else writes readings of the meter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, 0)", [_LOCK])
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, (%s %% 2147483647)::int)", [_LOCK_OF_METER, installation_id]
        )


def wait_for_key(user_id: int, key: str) -> None:
    """Wait until no other transaction works under the sender's key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [f"{user_id}:{key}", _LOCK])


def _make_tables() -> None:
    with connection.cursor() as cursor:
        # One that is there already is no news.
        cursor.execute("SET LOCAL client_min_messages = warning")
        for statement in _TABLES:
            cursor.execute(statement)
        cursor.execute(
            "DELETE FROM staged_readings; DELETE FROM found_readings; DELETE FROM measured_readings"
        )


def stage(lines: Iterable[StagedLine]) -> None:
    """Wait for other imports of readings and copy the lines into the staging table."""
    wait_for_others()
    _make_tables()
    with connection.cursor() as cursor:
        # Compiling these statements takes longer than they do.
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '128MB'")
        with cursor.copy(
            "COPY staged_readings (line, supply_number, meter_serial, read_on, value_m3, note, outcome,"
            " column_name, told) FROM STDIN"
        ) as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute("ANALYZE staged_readings")


def stage_one(reading: SingleReading) -> None:
    """Put one reading of a known meter on the staging table."""
    _make_tables()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO staged_readings (line, supply_number, meter_serial, read_on, value_m3, note,"
            " installation_id, note_code_id, geom, accuracy_m, read_m3)"
            " VALUES (1, '', %s, %s, %s, %s, %s, %s, %s::geometry, %s, %s)",
            [
                reading.told_serial, reading.read_on, reading.value_m3, reading.note, reading.installation_id,
                reading.note_code_id, reading.point.hexewkb.decode() if reading.point else None,
                reading.accuracy_m, reading.read_m3,
            ],
        )  # fmt: skip
        cursor.execute("ANALYZE staged_readings")


def stage_again(reading_ids: Sequence[int]) -> None:
    """Put standing readings on the staging table, to be held anew against their neighbours."""
    _make_tables()
    with connection.cursor() as cursor:
        cursor.execute(_RESTAGE, {"reading_ids": list(reading_ids)})
        cursor.execute("ANALYZE found_readings")


def find(today: date) -> None:
    """Find the meters of the staged lines and judge which cannot be true."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"today": today})
        cursor.execute("ANALYZE found_readings")


def take(revision: int) -> None:
    """Take the staged single reading as the revision given, whatever stands on its day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO found_readings SELECT s.line, 'taken', '', '', i.id, i.connection_id, i.slot, s.read_on,"
            " s.value_m3, %s FROM staged_readings AS s JOIN meters_installation AS i ON i.id = s.installation_id",
            [revision],
        )
        cursor.execute("ANALYZE found_readings")


def count_outcomes() -> dict[str, int]:
    """Return how many lines came to which end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, count(*) FROM (SELECT outcome FROM found_readings UNION ALL"
            " SELECT outcome FROM staged_readings WHERE outcome <> '') AS ends GROUP BY outcome"
        )
        return dict(cursor.fetchall())


@contextmanager
def read_refused() -> Iterator[Iterator[CheckedLine]]:
    """Give the refused lines one after the other, by line; they are not held in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT line, outcome, column_name, told FROM found_readings WHERE outcome NOT IN ('taken', 'repeated')"
            " UNION ALL SELECT line, outcome, column_name, told FROM staged_readings WHERE outcome <> ''"
            " ORDER BY line"
        )
        yield _checked(cursor)


def _checked(cursor: Any) -> Iterator[CheckedLine]:
    while rows := cursor.fetchmany(PORTION):
        for row in rows:
            yield CheckedLine(*row)


def list_yielding() -> dict[int, int]:
    """Return the standing readings that taken lines will take the place of, by line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.line, r.id FROM found_readings AS f JOIN meters_reading AS r"
            " ON r.installation_id = f.installation_id AND r.read_on = f.read_on AND r.stands"
            " WHERE f.outcome = 'taken' AND f.revision > 0"
        )
        return dict(cursor.fetchall())


def refuse(lines: Sequence[int], code: str) -> None:
    """Take back that lines are taken."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE found_readings SET outcome = %s WHERE line = ANY (%s)", [code, list(lines)])


def measure(rules: Sequence[dict[str, object]]) -> None:
    """Hold the taken lines against the readings of their places."""
    parameters: dict[str, int | str] = {**_CONSTANTS, "rules": json.dumps(rules)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT connection_id FROM (SELECT connection_id, row_number() OVER (ORDER BY connection_id) AS place"
            " FROM found_readings WHERE outcome = 'taken') AS taken WHERE place %% %s = 0 ORDER BY 1",
            [_MEASURED_AT_ONCE],
        )
        # In portions, so that what is sorted stays in memory.
        bounds = [0, *(int(row[0]) for row in cursor.fetchall()), _HIGHEST_ID]
        for above, to in pairwise(bounds):
            cursor.execute(_MEASURE, {**parameters, "above": above, "to": to})
        cursor.execute("ANALYZE measured_readings")
        cursor.execute(_LIKE, parameters)
        cursor.execute(_TURN, parameters)


def insert(*, source: str, batch_id: int | None, user_id: int | None) -> None:
    """Write the measured lines as readings of the source."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, {"source": source, "batch_id": batch_id, "user_id": user_id})


@dataclass(frozen=True)
class RaisedFlag:
    """A rule that a reading fell under, and the state of its flag."""

    reading_id: int
    check_code: str
    state: str


def flag(rules: Sequence[dict[str, object]], *, may_add: bool = True) -> list[RaisedFlag]:
    """Write the flags of the measured lines and return them; without `may_add` only those that are there already."""
    with connection.cursor() as cursor:
        parameters: dict[str, int | str] = {**_CONSTANTS, "rules": json.dumps(rules), "may_add": may_add}
        cursor.execute(_FLAG, parameters)
        return [RaisedFlag(*row) for row in cursor.fetchall()]


def mark_slips(user_id: int | None) -> None:
    """Mark the waiting slips of the meters that have just been read."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"user_id": user_id})


def set_reading_ids() -> None:
    """Let the measured lines be the readings that they were staged from (see `stage_again`)."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE measured_readings SET reading_id = line")


def close_flags(
    *, reading_ids: Sequence[int], raised: Sequence[RaisedFlag], user_id: int | None, note: str
) -> None:
    """Close the open flags of the readings beside those that were raised."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CLOSE,
            {
                "reading_ids": list(reading_ids), "user_id": user_id, "note": note,
                "raised_ids": [one.reading_id for one in raised], "raised_codes": [one.check_code for one in raised],
            },
        )  # fmt: skip


def list_written() -> list[int]:
    """Return the readings just written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reading_id FROM measured_readings ORDER BY line")
        return [int(row[0]) for row in cursor.fetchall()]


def list_following() -> dict[int, int]:
    """Return the actual readings that stand next after those just written, with the one written before each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, n.reading_id FROM measured_readings AS n CROSS JOIN LATERAL ("
            " SELECT r.id FROM meters_reading AS r WHERE r.installation_id = n.installation_id AND r.stands"
            " AND r.source <> 'estimate' AND r.read_on > n.read_on ORDER BY r.read_on LIMIT 1) AS f"
            " WHERE n.following_l IS NOT NULL AND f.id NOT IN (SELECT reading_id FROM measured_readings)"
        )
        return dict(cursor.fetchall())
