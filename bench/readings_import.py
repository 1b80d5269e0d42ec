"""Import of a quarter's readings with every check, against what the database alone takes to get the same rows in.

A town with two years of quarterly readings; the file holds a reading of every meter, one line in a hundred broken or
implausible. "readings-import" is the whole import: reading the text, finding meters, refusing, measuring against
last year, the recent months and like meters, writing, flagging, telling. The limit is four times the COPY of clean
lines into a bare table and one join from there into the product's own table of readings, with its constraints and
indexes.
"""

from __future__ import annotations

import csv
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from bench.report import Row, tell
from meters.services.reading_files import import_readings

#: Lines of the file.
SIZE = 500_000
MOST_RATIO = 4.0
_TOWN = (Path(__file__).parent / "readings_town.sql").read_text()
_TABLES = (
    "meters_readingflag", "meters_readingflagevent", "meters_reading", "meters_importbatch", "meters_installation",
    "meters_meter", "meters_connection", "meters_route",
)  # fmt: skip
_DAY = "01/07/2026"


def measure(size: int) -> Iterator[Row]:
    """Yield the row; the tables are emptied before and after."""
    _empty()
    _settle(size)
    with tempfile.TemporaryDirectory() as folder:
        path, broken = Path(folder) / "readings.csv", Path(folder) / "broken.csv"
        _write(path, size)
        tell(f"readings-import: a file of {size} lines, {path.stat().st_size / 1e6:.0f} MB")
        limit = MOST_RATIO * _copy_and_join(size)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with broken.open("w", encoding="utf-8-sig", newline="") as mending:
            start = time.perf_counter()
            report = import_readings(actor=None, path=path, broken=mending)
            ours = time.perf_counter() - start
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if report.taken + report.refused_count != size or not report.flagged:
        raise RuntimeError(f"{report.taken} taken, {report.refused_count} refused, {report.flagged} held")
    tell(
        f"readings-import: {ours:.1f} s, {report.taken} taken, {report.refused_count} refused, {report.flagged} held;"
        f" COPY and one join {limit / MOST_RATIO:.1f} s; memory grew by {grown / 1024:.0f} MB"
    )
    yield Row("readings-import", size, ours, limit, ours / limit, None, None, "s", ours <= limit)
    _empty()


def _settle(size: int) -> None:
    """Lay the town down with two years of readings."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in _TOWN.split(";\n"):
            cursor.execute(statement, {"size": size})
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"ANALYZE {table}")


def _write(path: Path, size: int) -> None:
    """Write the file: by house number, every two-hundredth line cannot be true, another is implausible."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Παροχή", "Ημερομηνία", "Ένδειξη", "Σημείωση"])
        for n in range(1, size + 1):
            value = 100 + 9 * (n % 50) + n % 10
            supply = f"S{n:08d}"
            if n % 200 == 7:
                supply = f"X{n:08d}"
            elif n % 200 == 33:
                value += 2000
            writer.writerow([supply, _DAY, value, ""])


def _copy_and_join(size: int) -> float:
    """Return how long the database takes for a COPY of the lines and one join into the table of readings."""
    lines = b"".join(
        f"S{n:08d}\t2026-07-01\t{100 + 9 * (n % 50) + n % 10}\n".encode() for n in range(1, size + 1)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_line (supply text, read_on date, value_m3 numeric) ON COMMIT DROP"
        )
        start = time.perf_counter()
        with cursor.copy("COPY bench_line FROM STDIN") as copy:
            copy.write(lines)
        cursor.execute(
            "INSERT INTO meters_reading (installation_id, read_on, revision, value_m3, source, note, recorded_at)"
            " SELECT i.id, b.read_on, 0, b.value_m3, 'file', '', now() FROM bench_line AS b"
            " JOIN meters_connection AS c ON c.supply_number = b.supply"
            " JOIN meters_installation AS i ON i.connection_id = c.id AND i.period @> b.read_on"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        spent = time.perf_counter() - start
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE meters_reading")
    return spent


def _empty() -> None:
    """Empty the tables past the triggers: other tables of a benchmark's database have none that hang on them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _TABLES:
            cursor.execute(f"DELETE FROM {table}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM meters_reading, meters_readingflag, meters_connection, meters_installation")
