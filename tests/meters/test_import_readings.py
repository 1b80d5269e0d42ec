"""Files of readings, and readings one by one."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import translation

from meters.choices import ReadingSource
from meters.errors import ReadingRefused, UnreadableFile
from meters.models import Reading, ReadingFlag
from meters.services.readings import record_reading
from tests.factories import meters as make
from tests.world import TownNetwork

START = 3  # the first readings of the three meters


def test_good_lines_are_taken_and_the_same_file_again_is_repeated(
    people: TownNetwork, tmp_path: Path
) -> None:
    lines = ("100001;30/06/2025;1.234,5", "100002;2025-06-30;12.250", "100001;30/09/2025;1240")
    report = make.bring_readings(tmp_path, *lines)
    assert (report.taken, report.repeated, report.refused) == (3, 0, [])
    assert Reading.objects.get(read_on="2025-06-30", installation__meter__serial="M-1").value_m3 == Decimal(
        "1234.5"
    )
    again = make.bring_readings(tmp_path, *lines)
    assert (again.taken, again.repeated, again.refused) == (0, 3, [])
    assert Reading.objects.count() == START + 3


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("999999;30/06/2025;10", "unknown_supply"),
        ("100001;30/06/2019;10", "no_meter"),
        ("100001;30/06/2090;10", "in_the_future"),
        ("100001;31/06/2025;10", "not_a_day"),
        ("100001;30/09/2025;δέκα", "not_a_number"),
        ("100001;30/09/2025;-1", "out_of_range"),
        ("100001;30/09/2025;100000", "too_many_digits"),
        ("100001;30/06/2025;51", "twice_in_file"),
    ],
)
def test_a_line_that_cannot_be_true_is_refused(
    people: TownNetwork, tmp_path: Path, line: str, code: str
) -> None:
    report = make.bring_readings(tmp_path, "100001;30/06/2025;50", line)
    assert report.taken == 1
    assert [(r.line, r.code, r.text) for r in report.refused] == [(3, code, line)]
    assert Reading.objects.count() == START + 1


def test_another_value_for_a_day_that_stands_is_a_conflict(people: TownNetwork, tmp_path: Path) -> None:
    make.bring_readings(tmp_path, "100001;30/06/2025;50")
    with translation.override("el"):
        report = make.bring_readings(tmp_path, "100001;30/06/2025;51")
    assert [(line.code, line.why) for line in report.refused] == [
        ("other_value", "Για εκείνη την ημέρα υπάρχει άλλη ένδειξη: 50")
    ]
    assert Reading.objects.count() == START + 1


def test_a_line_below_the_one_before_or_above_a_later_one_is_written_and_held(
    people: TownNetwork, tmp_path: Path
) -> None:
    make.bring_readings(tmp_path, "100001;30/06/2025;50")
    report = make.bring_readings(tmp_path, "100001;31/03/2025;51", "100001;30/09/2025;49")
    assert (report.taken, report.flagged, report.refused) == (2, 2, [])
    flags = ReadingFlag.objects.order_by("reading__read_on")
    assert [(str(flag.reading.read_on), flag.check_code, flag.state) for flag in flags] == [
        ("2025-03-31", "out_of_order", "open"),
        ("2025-09-30", "reversed", "open"),
    ]


def test_the_command_prints_json(people: TownNetwork, tmp_path: Path) -> None:
    path = make.write_file(
        tmp_path, ("Παροχή,Ημερομηνία,Ένδειξη", "100001,30/06/2025,50", "999999,30/06/2025,1")
    )
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_readings", str(path), "--json", stdout=out)
    assert ended.value.code == 1
    body = json.loads(out.getvalue())
    assert (body["taken"], body["repeated"]) == (1, 0)
    assert [(r["line"], r["code"], r["text"]) for r in body["refused"]] == [
        (3, "unknown_supply", "999999,30/06/2025,1")
    ]


def test_one_reading_is_written_once_under_the_same_checks(people: TownNetwork) -> None:
    installation = make.get_installation("100001", date(2025, 6, 30))

    def record(value: str) -> Reading:
        return record_reading(
            actor=None, installation=installation, read_on=date(2025, 6, 30), value_m3=Decimal(value),
            source=ReadingSource.CONSUMER,
        )  # fmt: skip

    assert record("50").pk == record("50").pk
    with pytest.raises(ReadingRefused) as refusal:
        record("51")
    assert refusal.value.code == "other_value"
    assert Reading.objects.count() == START + 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meters_reading SET value_m3 = 0",
        "DELETE FROM meters_reading",
        "TRUNCATE meters_reading CASCADE",
    ],
)
def test_readings_stay(people: TownNetwork, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises((InternalError, IntegrityError), match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Reading.objects.count() == START


def test_a_quotation_mark_left_open_swallows_no_line_unseen(people: TownNetwork, tmp_path: Path) -> None:
    report = make.bring_readings(
        tmp_path, '100001;30/06/2025;50;"gate', "100002;30/06/2025;5;", "100003;30/06/2025;7;"
    )
    assert (report.taken, [(line.line, line.code) for line in report.refused]) == (0, [(2, "open_quote")])
    assert "100003;30/06/2025;7" in report.refused[0].text


def test_a_very_long_cell_and_a_zero_byte_are_told(people: TownNetwork, tmp_path: Path) -> None:
    many = [f"100001;30/06/2025;{value};{'x' * 90}" for value in range(2000)]
    report = make.bring_readings(tmp_path, '100002;30/06/2025;5;"gate', *many)
    assert [line.code for line in report.refused] == ["open_quote"]
    with pytest.raises(UnreadableFile):
        make.bring_readings(tmp_path, *many, "100001;30/06/2025;50;a\x00b")
