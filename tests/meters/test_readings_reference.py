"""The set-based judgement of a file of readings equals a plain one, line by line, for whatever file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import meters as make
from tests.world import TownNetwork

HUNG_ON = date(2020, 3, 1)
#: Days are counted from the day before the meter was hung; the last one has not come yet.
FUTURE = 40_000
HIGHEST = Decimal(99_999)


@dataclass(frozen=True)
class Line:
    """A line of the file: days since the day before hanging, value."""

    day: int
    value: int

    @property
    def read_on(self) -> date:
        """The day as a date."""
        return HUNG_ON + timedelta(days=self.day - 1)


lines = st.lists(
    st.builds(
        Line,
        st.one_of(st.integers(0, 10), st.just(FUTURE)),
        st.one_of(st.integers(0, 12), st.sampled_from([99_999, 100_000])),
    ),
    max_size=14,
)
#: Readings that stand: what each later day added.
standing = st.dictionaries(st.integers(2, 10), st.integers(0, 5), max_size=4)


def judge(file: list[Line], stands: dict[int, int]) -> list[str]:
    """Say what becomes of each line, the way a clerk with a pencil would."""
    first: dict[int, int] = {}
    for line in file:
        first.setdefault(line.day, line.value)
    below, above = neighbours(first, stands)
    seen: set[int] = set()
    verdicts = []
    for line in file:
        is_first = line.day not in seen
        seen.add(line.day)
        if line.day == FUTURE:
            verdicts.append("in_the_future")
        elif line.day < 1:
            verdicts.append("no_meter")
        elif line.value > HIGHEST:
            verdicts.append("too_many_digits")
        elif line.day in stands:
            verdicts.append("repeated" if stands[line.day] == line.value else "other_value")
        elif not is_first:
            verdicts.append("repeated" if first[line.day] == line.value else "twice_in_file")
        elif line.day in below:
            verdicts.append("below_previous")
        else:
            verdicts.append("above_next" if line.day in above else "taken")
    return verdicts


def neighbours(first: dict[int, int], stands: dict[int, int]) -> tuple[set[int], set[int]]:
    """Walk the days; return those below what was taken before them and those above what stands after them."""
    below, above = set(), set()
    last = 0
    for day in sorted(first.keys() | stands.keys()):
        if day in stands:
            last = stands[day]
            continue
        value = first[day]
        if not 1 <= day < FUTURE or value > HIGHEST:
            continue
        after = [stands[later] for later in sorted(stands) if later > day]
        if value < last:
            below.add(day)
        elif after and value > after[0]:
            above.add(day)
        else:
            last = value
    return below, above


def write(file: list[Line]) -> list[str]:
    """Write the lines for Alice's meter."""
    return [f"100001;{line.read_on:%d/%m/%Y};{line.value}" for line in file]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=lines, added=standing)
def test_the_judgement_equals_a_plain_one(
    people: TownNetwork, tmp_path: Path, file: list[Line], added: dict[int, int]
) -> None:
    stands, total = {1: 0}, 0
    for day in sorted(added):
        total += added[day]
        stands[day] = total
    with transaction.atomic():
        before = make.bring_readings(tmp_path, *write([Line(day, value) for day, value in stands.items()]))
        assert (before.taken, before.repeated, before.refused) == (len(stands) - 1, 1, [])
        report = make.bring_readings(tmp_path, *write(file))
        transaction.set_rollback(True)
    expected = judge(file, stands)

    assert {line.line - 2: line.code for line in report.refused} == {
        place: code for place, code in enumerate(expected) if code not in {"taken", "repeated"}
    }
    assert (report.taken, report.repeated) == (expected.count("taken"), expected.count("repeated"))
