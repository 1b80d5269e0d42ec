"""How a reading is held against what is known of its meter: the rules of docs/algorithms/readings.md in plain words.

`meters/sql/measure_readings.sql` and its neighbours do the same for many readings at once and are held to this.
Water is counted in whole litres and days, so that both come to the same figure to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from meters.domain.check_rules import Rules

#: Days before a reading in which what ran tells how much runs.
RECENT_DAYS = 250
#: A year earlier, so many days about it are the same season.
SEASON_FROM, SEASON_TO = 411, 319
#: So many days of history at least make a daily average.
LEAST_DAYS = 20
#: So many like meters at least make a group.
LEAST_METERS = 5
#: How far back readings are looked at, beside the last one before.
REACH_DAYS = 520
#: A line of the same batch that leapt by more in a day does not hold those after it.
LEAP_L_DAY = 60_000
#: A flag that these rules raise asks nobody to decide.
ACCEPTED = "accepted"
OPEN = "open"


@dataclass(frozen=True)
class Known:
    """A reading of a place's series: one that stands, or an earlier new one of the same batch."""

    installation_id: int
    read_on: date
    value_l: int
    offset_l: int = 0
    source: str = "reader"
    is_held: bool = False
    is_new: bool = False

    @property
    def total_l(self) -> int:
        """What had run since the meter was hung."""
        return self.value_l + self.offset_l

    @property
    def is_estimate(self) -> bool:
        """Whether nobody read it."""
        return self.source == "estimate"


@dataclass(frozen=True)
class Meter:
    """What the register says of the meter and its connection."""

    installation_id: int
    hung_on: date
    digits: int = 5
    diameter_mm: int = 15
    serial: str = ""
    is_active: bool = True
    follows_meter: bool = False
    removal_known: bool = False

    @property
    def turn_l(self) -> int:
        """A whole turn of the register."""
        return int(1000 * 10**self.digits)


@dataclass(frozen=True)
class New:
    """A reading that came in."""

    read_on: date
    value_l: int
    told_serial: str = ""
    metres_off: float | None = None
    accuracy_m: float = 0
    has_own_place: bool = False


@dataclass(frozen=True)
class Average:
    """Water over days: what a day's use is expected to be, and from where."""

    litres: float
    days: int
    by: str


@dataclass(frozen=True)
class Verdict:
    """What is written of a reading: whole turns before it, and the flags with their states."""

    offset_l: int = 0
    flags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Span:
    """What lies between a new reading and the last actual one before it."""

    before: Known
    used_l: int
    days: int


def check_reading(
    new: New, meter: Meter, rules: Rules, place: Sequence[Known], like_l_day: float | None = None
) -> Verdict:
    """Hold a reading against the other readings of its place (all meters that hung there, one slot).

    `like_l_day` is the median of like meters; it is looked at only where the place itself says nothing.
    """
    flags: dict[str, str] = {}
    own = [one for one in place if one.installation_id == meter.installation_id]
    earlier = sorted((one for one in own if one.read_on < new.read_on), key=lambda one: one.read_on)
    actual = [one for one in earlier if not one.is_estimate]
    following = min(
        (one for one in own if one.read_on > new.read_on and not one.is_new),
        key=lambda one: one.read_on,
        default=None,
    )
    averages = expected_averages(new.read_on, place, like_l_day)
    offset = actual[-1].offset_l if actual else 0
    if actual:
        days = (new.read_on - actual[-1].read_on).days
        span = _Span(actual[-1], new.value_l - actual[-1].value_l, days)
        if span.used_l < 0:
            base = next((one.offset_l for one in reversed(actual) if not one.is_new), 0)
            wrapped = span.used_l + meter.turn_l
            may_turn = following is None or following.offset_l > base
            if may_turn and _is_plausible_turn(wrapped, days, averages, rules):
                flags["rollover"] = OPEN
                offset += meter.turn_l
                span = _Span(actual[-1], wrapped, days)
            else:
                flags["reversed"] = OPEN
        highest = highest_before(actual)
        if highest is not None and new.value_l + offset < highest:
            flags["reversed"] = OPEN
        if span.used_l >= 0:
            flags |= _flag_use(span, averages, actual, meter, rules)
    flags |= _flag_estimate(new.value_l + offset, earlier, actual, rules, flags)
    if following is not None and new.value_l + offset > following.total_l:
        flags["out_of_order"] = OPEN
    return Verdict(offset, flags | _flag_identity(new, meter, rules) | _flag_exchange(actual, meter, rules))


def expected_averages(read_on: date, place: Sequence[Known], like_l_day: float | None) -> list[Average]:
    """Return what is known of the daily use: same season last year, then the recent months; else like meters."""
    found = []
    for by, first, last in (("last_year", SEASON_FROM, SEASON_TO), ("recent", RECENT_DAYS, 1)):
        spans = [
            (used, days)
            for end, used, days in list_spans(place)
            if last <= (read_on - end.read_on).days <= first
        ]
        days = sum(days for _used, days in spans)
        if days >= LEAST_DAYS:
            found.append(Average(float(sum(used for used, _days in spans)), days, by))
    if not found and like_l_day is not None:
        found.append(Average(like_l_day, 1, "like_meters"))
    return found


def list_spans(place: Sequence[Known]) -> list[tuple[Known, int, int]]:
    """Return the spans between actual readings of each meter by their last reading: litres and days.

    One that ends or begins at a held reading, or in which the register fell, tells nothing.
    """
    spans = []
    for installation in {one.installation_id for one in place}:
        series = sorted(
            (one for one in place if one.installation_id == installation and not one.is_estimate),
            key=lambda one: one.read_on,
        )
        for before, end in pairwise(series):
            used = used_between(before, end)
            if used >= 0 and not (before.is_held or end.is_held):
                spans.append((end, used, (end.read_on - before.read_on).days))
    return spans


def used_between(before: Known, end: Known) -> int:
    """Return the litres between two readings; whole turns count only where both stand."""
    if before.is_new or end.is_new:
        return end.value_l - before.value_l
    return end.total_l - before.total_l


def highest_before(actual: Sequence[Known]) -> int | None:
    """Return the total that a reading must reach: the last before that nothing holds, or a higher line since.

    So a register that fell is held until it is there again, not only on the day of its fall.
    """
    sure = [one.total_l for one in actual if not one.is_new and not one.is_held][-1:]
    last = max((place for place, one in enumerate(actual) if not one.is_new), default=-1)
    base = actual[last].offset_l if last >= 0 else 0
    for before, line in pairwise(actual[max(last, 0) :]):
        if 0 <= used_between(before, line) <= LEAP_L_DAY * (line.read_on - before.read_on).days:
            sure.append(line.value_l + base)
    return max(sure, default=None)


def _is_plausible_turn(wrapped_l: int, days: int, averages: Sequence[Average], rules: Rules) -> bool:
    if not rules.is_on("rollover"):
        return False
    if wrapped_l <= rules.get("rollover", "floor_m3") * 1000:
        return True
    factor = rules.get("rollover", "factor")
    if averages:
        return any(float(wrapped_l) * one.days <= factor * (one.litres * days) for one in averages)
    return wrapped_l <= rules.get("rollover", "alone_m3_day") * 1000 * days


def _flag_use(
    span: _Span, averages: Sequence[Average], actual: Sequence[Known], meter: Meter, rules: Rules
) -> dict[str, str]:
    if span.used_l == 0:
        return _flag_standstill(span, averages, actual, rules)
    flags = {}
    if _is_high(span, averages, meter, rules):
        flags["high"] = OPEN
    if _is_low(span, averages, rules):
        flags["low"] = OPEN
    if (
        rules.is_on("closed_connection")
        and not meter.is_active
        and span.used_l > rules.get("closed_connection", "floor_m3") * 1000
    ):
        flags["closed_connection"] = OPEN
    return flags


def _is_high(span: _Span, averages: Sequence[Average], meter: Meter, rules: Rules) -> bool:
    if not rules.is_on("high"):
        return False
    used, days = float(span.used_l), span.days
    size = meter.diameter_mm * meter.diameter_mm / 225
    if used > rules.get("high", "cap_m3_day") * 1000 * size * days:
        return True
    if not averages:
        return used > rules.get("high", "alone_m3_day") * 1000 * days
    return all(
        used * one.days > rules.get("high", "factor") * (one.litres * days)
        and used * one.days - one.litres * days > rules.get("high", "floor_m3_day") * 1000 * (days * one.days)
        and used * one.days - one.litres * days > rules.get("high", "floor_m3") * 1000 * one.days
        for one in averages
    )


def _is_low(span: _Span, averages: Sequence[Average], rules: Rules) -> bool:
    if not rules.is_on("low") or span.days < rules.get("low", "min_days") or not averages:
        return False
    used, days = float(span.used_l), span.days
    return all(
        used * one.days < rules.get("low", "share") * (one.litres * days)
        and one.litres * days - used * one.days > rules.get("low", "floor_m3_day") * 1000 * (days * one.days)
        for one in averages
    )


def _flag_standstill(
    span: _Span, averages: Sequence[Average], actual: Sequence[Known], rules: Rules
) -> dict[str, str]:
    """Say what no consumption means: standing still for long, a period without use, a reading sent twice."""
    run = [actual[-1]]
    for before, end in zip(reversed(actual[:-1]), reversed(actual), strict=False):
        if used_between(before, end) != 0:
            break
        run.append(before)
    used_before = len(run) < len(actual)
    days = span.days + (actual[-1].read_on - run[-1].read_on).days
    if (
        rules.is_on("stopped")
        and used_before
        and len(run) >= rules.get("stopped", "periods")
        and days >= rules.get("stopped", "min_days")
    ):
        return {"stopped": OPEN}

    def would_use(floor_m3: float) -> bool:
        return bool(averages) and averages[0].litres * span.days >= floor_m3 * 1000 * averages[0].days

    if (
        rules.is_on("zero")
        and span.days >= rules.get("zero", "min_days")
        and would_use(rules.get("zero", "floor_m3"))
    ):
        return {"zero": OPEN}
    if (
        rules.is_on("same_again")
        and span.days < rules.get("same_again", "max_days")
        and would_use(rules.get("same_again", "floor_m3"))
    ):
        return {"same_again": OPEN}
    return {}


def _flag_estimate(
    total_l: int, earlier: Sequence[Known], actual: Sequence[Known], rules: Rules, flags: dict[str, str]
) -> dict[str, str]:
    """An estimate after the last actual reading is taken back by a lower one; the very same value is doubtful."""
    if not earlier or not earlier[-1].is_estimate or "reversed" in flags:
        return {}
    estimate = earlier[-1].total_l
    if total_l < estimate and rules.is_on("below_estimate"):
        return {"below_estimate": ACCEPTED if actual else OPEN}
    if total_l == estimate and rules.is_on("same_again"):
        return {"same_again": OPEN}
    return {}


def _flag_identity(new: New, meter: Meter, rules: Rules) -> dict[str, str]:
    """A reading that was taken elsewhere, or whose sender saw another number on the meter."""
    flags = {}
    if rules.is_on("wrong_serial") and new.told_serial and new.told_serial != meter.serial:
        flags["wrong_serial"] = OPEN
    if rules.is_on("wrong_place") and new.metres_off is not None:
        limit = rules.get("wrong_place", "metres" if new.has_own_place else "connection_metres")
        if new.metres_off - new.accuracy_m > limit:
            flags["wrong_place"] = OPEN
    return flags


def _flag_exchange(actual: Sequence[Known], meter: Meter, rules: Rules) -> dict[str, str]:
    """The first reading of a meter that took another's place: both segments count, if the first is known."""
    is_first = bool(actual) and actual[-1].read_on == meter.hung_on
    if not (rules.is_on("exchange") and is_first and meter.follows_meter):
        return {}
    return {"exchange": ACCEPTED if meter.removal_known else OPEN}


def count_estimates(place: Sequence[Known], read_on: date) -> int:
    """Return how many estimates stand in a row up to the day."""
    count = 0
    for one in sorted(place, key=lambda known: known.read_on, reverse=True):
        if one.read_on > read_on:
            continue
        if not one.is_estimate:
            break
        count += 1
    return count
