"""Registers of 92 real homes (DAIAD, smart meters of Alicante, CC-BY-SA 4.0) through the whole pipeline.

The year's hourly file has meters that show another's register for hours, clocks out of order, jumps of tens of cubic
metres. Of each day the lowest reading is taken, which meets every fall; and the last of each month, as a reader would.
"""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from meters.models import Installation, Reading, ReadingFlag
from meters.services.connections import import_connections
from tests.factories import meters as make
from tests.world import TownNetwork

SHARED = Path(os.environ.get("HYDRIA_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
ARCHIVE = SHARED / "readings" / "daiad_swm_trialA.zip"
#: More than this a day goes through no home: in m³.
ABSURD_M3_DAY = 10

#: Homes' readings by day, in litres.
Registers = dict[str, dict[date, int]]


def read_archive() -> Iterator[tuple[str, date, int]]:
    """Give home, day and litres of every line of the file."""
    with zipfile.ZipFile(ARCHIVE) as archive, archive.open("swm_trialA.csv") as file:
        rows = csv.reader(io.TextIOWrapper(file, "utf-8"), delimiter=";")
        next(rows)
        for home, moment, litres, _difference in rows:
            day, month, year = moment[:2], moment[3:5], moment[6:10]
            yield home, date(int(year), int(month), int(day)), int(float(litres))


@pytest.fixture(scope="module")
def lowest() -> Registers:
    """The lowest reading of each day."""
    if not ARCHIVE.exists():
        pytest.skip(f"{ARCHIVE} is not here: HYDRIA_SHARED_DATA names its folder")
    registers: Registers = defaultdict(dict)
    for home, day, litres in read_archive():
        registers[home][day] = min(litres, registers[home].get(day, litres))
    return registers


def month_ends(registers: Registers) -> Registers:
    """Leave the last day of each month, and the first day of all."""
    kept: Registers = {}
    for home, by_day in registers.items():
        ends = {(day.year, day.month): day for day in sorted(by_day)}
        kept[home] = {day: by_day[day] for day in (min(by_day), *ends.values())}
    return kept


def cubic_metres(litres: int) -> str:
    """Write litres as m³ the Greek way."""
    return f"{litres // 1000},{litres % 1000:03d}"


def bring(folder: Path, registers: Registers) -> Counter[str]:
    """Hang a meter in each home and bring a file a month; return how many lines came to which end."""
    header = make.HEADER + ";Αρχική ένδειξη"
    lines = []
    for place, (home, by_day) in enumerate(sorted(registers.items()), 1):
        first = min(by_day)
        house, start = place % 15 + 1, cubic_metres(by_day[first])
        lines.append(
            f"{home[:13]};Ερμού;{house};07;{place * 10};{first:%d/%m/%Y};D-{place};Οικία;{place};;;3;{start}"
        )
    taken = import_connections(actor=None, path=make.write_file(folder, (header, *lines), "homes.csv"))
    assert (taken.taken, taken.refused) == (len(registers), [])
    months: dict[tuple[int, int], list[str]] = defaultdict(list)
    for home, by_day in registers.items():
        for day in sorted(by_day)[1:]:
            months[day.year, day.month].append(f"{home[:13]};{day:%d/%m/%Y};{cubic_metres(by_day[day])}")
    ends = Counter[str]()
    for month in sorted(months):
        report = make.bring_readings(folder, *months[month])
        ends.update(taken=report.taken, repeated=report.repeated, refused=report.refused_count)
    return ends


def let_through() -> list[tuple[Reading, Reading]]:
    """Return the pairs of readings that nothing holds, one after the other, as bills would take them."""
    held = set(ReadingFlag.objects.filter(state__in=("open", "reread")).values_list("reading_id", flat=True))
    pairs: list[tuple[Reading, Reading]] = []
    for installation in Installation.objects.all():
        free = [
            reading
            for reading in installation.readings.filter(stands=True).order_by("read_on")
            if reading.pk not in held
        ]
        pairs += pairwise(free)
    return pairs


@pytest.mark.parametrize(("name", "choose"), [("days", dict), ("months", month_ends)])
def test_no_negative_or_absurd_consumption_is_let_through(
    town: TownNetwork,
    tmp_path: Path,
    lowest: Registers,
    capsys: pytest.CaptureFixture[str],
    name: str,
    choose: Callable[[Registers], Registers],
) -> None:
    registers = choose(lowest)
    ends = bring(tmp_path, registers)
    lines = sum(len(by_day) - 1 for by_day in registers.values())
    assert (ends["taken"], ends["repeated"], ends["refused"]) == (lines, 0, 0)

    falls = sum(
        by_day[later] < by_day[earlier]
        for by_day in registers.values()
        for earlier, later in pairwise(sorted(by_day))
    )
    rules = Counter(ReadingFlag.objects.values_list("check_code", flat=True))
    pairs = let_through()
    used = [
        (later.total_m3 - earlier.total_m3, (later.read_on - earlier.read_on).days)
        for earlier, later in pairs
    ]
    with capsys.disabled():
        held = ReadingFlag.objects.filter(state="open").values("reading").distinct().count()
        print(f"\n92 homes, {name}: {lines} readings, {falls} falls of a register; {held} held")
        for code, count in sorted(rules.items()):
            print(f"  {code:20}{count:6}")
        print(f"  most let through: {max(m3 / days for m3, days in used):.2f} m³ a day")

    assert rules["reversed"] >= (falls if name == "days" else 0)
    assert min(m3 for m3, _days in used) >= 0
    assert max(m3 / days for m3, days in used) < ABSURD_M3_DAY
