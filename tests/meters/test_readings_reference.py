"""The set-based judgement of a file of readings equals the plain one of meters/domain, line by line, for any file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meters.domain.check_rules import resolve_rules, season_of
from meters.domain.checks import REACH_DAYS, Known, Meter, New, check_reading
from meters.models import Connection, Installation, Reading, ReadingFlag
from tests.factories import meters as make
from tests.world import TownNetwork

HUNG_ON = date(2020, 3, 1)
TODAY = 600
HIGHEST = 99_999


@dataclass(frozen=True)
class Line:
    """A line of the file: days since the day before hanging, value."""

    day: int
    value: int

    @property
    def read_on(self) -> date:
        """The day as a date."""
        return HUNG_ON + timedelta(days=self.day - 1)


days = st.one_of(st.integers(0, 60), st.sampled_from([30, 60, 90, 180, 270, 365, 395, 455, 600]))
values = st.one_of(
    st.integers(0, 120), st.integers(0, 2000), st.sampled_from([99_990, 99_999, 100_000, 5, 20])
)
lines = st.lists(st.builds(Line, days, values), max_size=10)


@dataclass(frozen=True)
class Stand:
    """A reading that stands before the file comes."""

    day: int
    value: int
    offset: int
    is_estimate: bool
    is_held: bool


standing = st.lists(
    st.builds(
        Stand,
        st.one_of(st.integers(2, 400), st.sampled_from([31, 61, 91, 181, 271, 366, 396])),
        values.filter(lambda value: value <= HIGHEST),
        st.sampled_from([0, 0, 0, 100_000]),
        st.booleans(),
        st.sampled_from([False, False, True]),
    ),
    max_size=8,
    unique_by=lambda stand: stand.day,
)


def judge(
    file: list[Line], stands: list[Stand], use: str, *, is_active: bool
) -> tuple[list[str], dict[int, tuple[int, dict[str, str]]]]:
    """Say what becomes of each line, and of each that is taken its turns and flags."""
    first: dict[int, int] = {}
    actual = {1: 0} | {stand.day: stand.value for stand in stands if not stand.is_estimate}
    ends = []
    for line in file:
        is_first = line.day not in first
        first.setdefault(line.day, line.value)
        if line.day < 1:
            ends.append("no_meter")
        elif line.value > HIGHEST:
            ends.append("too_many_digits")
        elif line.day in actual:
            ends.append("repeated" if actual[line.day] == line.value else "other_value")
        elif not is_first:
            ends.append("repeated" if first[line.day] == line.value else "twice_in_file")
        else:
            ends.append("taken")
    taken = sorted(
        (line for line, end in zip(file, ends, strict=True) if end == "taken"), key=lambda line: line.day
    )
    return ends, check_taken(taken, stands, use, is_active=is_active)


def check_taken(
    taken: list[Line], stands: list[Stand], use: str, *, is_active: bool
) -> dict[int, tuple[int, dict[str, str]]]:
    """Hold the taken lines against their neighbours, day by day, with the plain rules."""
    replaced = {line.day for line in taken}
    place = [Known(1, HUNG_ON, 0, source="installation")] + [
        Known(
            1, HUNG_ON + timedelta(days=stand.day - 1), stand.value * 1000, stand.offset * 1000,
            "estimate" if stand.is_estimate else "reader", stand.is_held,
        )
        for stand in stands
        if stand.day not in replaced
    ]  # fmt: skip
    if taken:
        since = taken[0].read_on - timedelta(days=REACH_DAYS)
        older = [one for one in place if one.read_on < since and not one.is_estimate]
        place = [one for one in place if one.read_on >= since]
        place += sorted(older, key=lambda one: one.read_on)[-1:]
    meter = Meter(1, HUNG_ON, serial="M-1", is_active=is_active)
    verdicts = {}
    for line in taken:
        new = New(line.read_on, line.value * 1000)
        verdict = check_reading(new, meter, resolve_rules(use, season_of(line.read_on)), place)
        verdicts[line.day] = (verdict.offset_l, verdict.flags)
        place.append(Known(1, line.read_on, new.value_l, verdict.offset_l, is_new=True))
    return verdicts


def put(stands: list[Stand]) -> None:
    """Write the readings that stand, as they are."""
    installation = Installation.objects.get(meter__serial="M-1")
    for stand in stands:
        reading = Reading.objects.create(
            installation=installation, read_on=HUNG_ON + timedelta(days=stand.day - 1),
            value_m3=stand.value, offset_m3=stand.offset, source="estimate" if stand.is_estimate else "reader",
        )  # fmt: skip
        if stand.is_held:
            ReadingFlag.objects.create(reading=reading, check_code="high")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file=lines,
    stands=standing,
    use=st.sampled_from(["domestic", "hotel", "farm"]),
    is_active=st.sampled_from([True, True, False]),
)
def test_the_judgement_equals_a_plain_one(
    people: TownNetwork, tmp_path: Path, file: list[Line], stands: list[Stand], use: str, is_active: bool
) -> None:
    with transaction.atomic():
        Connection.objects.filter(supply_number="100001").update(
            use=use, status="active" if is_active else "cut"
        )
        put(stands)
        report = make.bring_readings(
            tmp_path, *[f"100001;{line.read_on:%d/%m/%Y};{line.value}" for line in file]
        )
        written = {
            (reading.read_on - HUNG_ON).days + 1: (
                int(reading.offset_m3 * 1000),
                {flag.check_code: flag.state for flag in reading.flags.all()},
            )
            for reading in Reading.objects.filter(batch=report.batch_id, stands=True)
        }
        transaction.set_rollback(True)
    ends, verdicts = judge(file, stands, use, is_active=is_active)

    assert {line.line - 2: line.code for line in report.refused} == {
        place: end for place, end in enumerate(ends) if end not in {"taken", "repeated"}
    }
    assert (report.taken, report.repeated) == (ends.count("taken"), ends.count("repeated"))
    assert written == verdicts
