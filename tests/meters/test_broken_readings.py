"""A file with one line in a hundred broken in many ways: good lines in, the others out in a file to be mended."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation

from meters.models import Reading, Route
from meters.services.reading_files import import_readings
from tests.factories import meters as make
from tests.world import TownNetwork

FEW, MANY = 5_000, 500_000
#: Ways of being broken: what stands on the line, and the reason that it is given back for.
WAYS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("unknown_supply", lambda _supply: "ΑΓΝΩΣΤΗ;;01/07/2025;150;"),
    ("unknown_meter", lambda _supply: ";Χ-1;01/07/2025;150;"),
    ("empty", lambda _supply: ";;01/07/2025;150;"),
    ("empty", lambda supply: f"{supply};;;150;"),
    ("not_a_day", lambda supply: f"{supply};;31/06/2025;150;"),
    ("in_the_future", lambda supply: f"{supply};;01/07/2095;150;"),
    ("no_meter", lambda supply: f"{supply};;01/07/2015;150;"),
    ("not_a_number", lambda supply: f"{supply};;01/07/2025;=150+1;"),
    ("empty", lambda supply: f"{supply};;01/07/2025;;"),
    ("out_of_range", lambda supply: f"{supply};;01/07/2025;-150;"),
    ("too_many_digits", lambda supply: f"{supply};;01/07/2025;123456;"),
    ("other_value", lambda supply: f"{supply};;01/01/2025;99;"),
    ("open_quote", lambda supply: f'{supply};;01/07/2025;150;"σκύλος\nστην αυλή"'),
    ("too_long", lambda supply: f"{supply * 9};;01/07/2025;150;"),
)


def lay_town(size: int) -> None:
    """Lay down so many connections with a meter and two readings each."""
    Route.objects.create(code="99", name="Μεγάλη")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH laid AS (
                INSERT INTO meters_connection (supply_number, use, status, has_sewer, households, people, house_number,
                    postcode, address, search_key, geom, route_id, route_position, opened_on)
                SELECT 'S' || n, 'domestic', 'active', true, 1, 2, '', '', 'Οδός ' || n, '',
                    ST_SetSRID(ST_MakePoint(407000 + n %% 1000, 4501000 + n / 1000), 2100), r.id, n, '2024-01-01'
                FROM generate_series(1, %(size)s) AS n, meters_route AS r WHERE r.code = '99'
                RETURNING id, supply_number
            ), made AS (
                INSERT INTO meters_meter (serial, make, digits, diameter_mm)
                SELECT 'M' || supply_number, '', 5, 15 FROM laid RETURNING id, serial
            ), hung AS (
                INSERT INTO meters_installation (connection_id, meter_id, period)
                SELECT l.id, m.id, daterange('2024-01-01', NULL)
                FROM laid AS l JOIN made AS m ON m.serial = 'M' || l.supply_number RETURNING id
            )
            INSERT INTO meters_reading (installation_id, read_on, revision, value_m3, source, note, recorded_at)
            SELECT id, day, 0, value, source, '', now() FROM hung CROSS JOIN (
                VALUES (DATE '2024-01-01', 0, 'installation'), (DATE '2025-01-01', 100, 'file')
            ) AS shown (day, value, source)
            """,
            {"size": size},
        )
        for table in ("meters_connection", "meters_meter", "meters_installation", "meters_reading"):
            cursor.execute(f"ANALYZE {table}")


def write(path: Path, size: int) -> Counter[str]:
    """Write a reading of each connection, one line in a hundred broken; return how many are broken in which way."""
    broken = Counter[str]()
    with path.open("w", encoding="utf-8") as file:
        file.write("Παροχή;Υδρόμετρο;Ημερομηνία;Ένδειξη;Σημείωση\n")
        for n in range(1, size + 1):
            if n % 100 == 0:
                code, line = WAYS[n // 100 % len(WAYS)]
                broken[code] += 1
                file.write(line(f"S{n}") + "\n")
            elif n == size - 1:
                broken["twice_in_file"] += 1
                file.write("S1;;01/07/2025;151;\n")
            else:
                file.write(f"S{n};;01/07/2025;150;=ΑΘΡΟΙΣΜΑ(Α1)\n")
    return broken


def mend(text: str, size: int) -> str:
    """Mend every line of the file of broken ones as a clerk would; the columns with the reasons stay."""
    reader = csv.reader(io.StringIO(text), delimiter=";")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(next(reader))
    for row in reader:
        number = size - 1 if row[5] == str(size) else int(row[5]) - 1
        writer.writerow([f"S{number}", "", "01/07/2025", "150", row[4].split("\n")[0], *row[5:]])
    return out.getvalue()


def check(folder: Path, size: int) -> None:
    """Bring the file, look at what came back, mend it and bring it again."""
    lay_town(size)
    path, back = folder / "readings.csv", folder / "broken.csv"
    broken = write(path, size)
    tracemalloc.start()
    with translation.override("el"), back.open("w", encoding="utf-8-sig", newline="") as file:
        report = import_readings(actor=None, path=path, broken=file)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    count = sum(broken.values())

    assert (report.taken, report.repeated, report.refused_count) == (size - count, 0, count)
    assert Counter(line.code for line in report.refused) == broken
    assert Reading.objects.filter(batch=report.batch_id).count() == size - count
    # What is held of the file in memory does not grow with it: caches of days and values, a block, the refused lines.
    assert peak < 30_000_000

    text = back.read_text(encoding="utf-8-sig")
    header, first = list(csv.reader(io.StringIO(text), delimiter=";"))[:2]
    assert header == ["Παροχή", "Υδρόμετρο", "Ημερομηνία", "Ένδειξη", "Σημείωση", "Γραμμή", "Γιατί"]
    assert (first[1], first[5]) == ("Χ-1", "101")
    assert first[6] == "Δεν υπάρχει υδρόμετρο Χ-1."
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
    assert "'=150+1" in cells

    mended = folder / "mended.csv"
    mended.write_text(mend(text, size), encoding="utf-8-sig", newline="")
    again = import_readings(actor=None, path=mended)
    assert (again.taken, again.repeated, again.refused) == (count, 0, [])
    assert Reading.objects.filter(read_on="2025-07-01", stands=True).count() == size
    assert not Reading.objects.filter(note__startswith="'=").exists()


def test_broken_lines_come_back_and_are_mended(town: TownNetwork, tmp_path: Path) -> None:
    check(tmp_path, FEW)


@pytest.mark.soak
def test_half_a_million_lines_of_which_one_in_a_hundred_is_broken(town: TownNetwork, tmp_path: Path) -> None:
    check(tmp_path, MANY)


def test_a_file_without_a_good_line_tells_the_first_and_counts_the_rest(
    people: TownNetwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meters.services.reading_files.MOST_TOLD", 2)
    report = make.bring_readings(tmp_path, *["999;30/06/2025;1"] * 5)
    assert (len(report.refused), report.untold, report.refused_count) == (2, 3, 5)
