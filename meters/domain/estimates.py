"""What a meter that nobody read is taken to show: the rules of estimates and their order, in plain words.

`meters/sql/estimate_readings.sql` does the same for many meters at once and is held to this.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meters.domain.checks import LEAST_DAYS, RECENT_DAYS, SEASON_FROM, SEASON_TO, Known, list_spans

#: The year's trend changes last year's use by half and by double at most.
LEAST_TREND, MOST_TREND = 0.5, 2.0
YEAR = 365
#: A step between two readings longer than this tells of a season, or of lately, only where no shorter ones do.
LONGEST_STEP = 400


@dataclass(frozen=True)
class Estimate:
    """A day's use in litres and the rule that it follows from."""

    l_day: float
    rule: str


def estimate_use(read_on: date, place: Sequence[Known], like_l_day: float | None = None) -> Estimate | None:
    """Return what a day's use is taken to be before the day; None where nothing tells.

    The same season last year, scaled by how the recent months compare with those a year before; else the recent
    months; else the median of like meters.
    """
    season, season_days = _sum(read_on, place, SEASON_FROM, SEASON_TO)
    recent, recent_days = _sum(read_on, place, RECENT_DAYS, 1)
    if season_days >= LEAST_DAYS:
        earlier, earlier_days = _sum(read_on, place, RECENT_DAYS + YEAR, 1 + YEAR)
        trend = 1.0
        if earlier > 0 and recent_days >= LEAST_DAYS and _are_alike(recent_days, earlier_days):
            trend = min(max((recent / recent_days) / (earlier / earlier_days), LEAST_TREND), MOST_TREND)
        return Estimate(season / season_days * trend, "last_year")
    if recent_days >= LEAST_DAYS:
        return Estimate(recent / recent_days, "recent")
    if like_l_day is not None:
        return Estimate(like_l_day, "like_meters")
    return None


def estimate_total(last_total_l: int, days: int, l_day: float) -> int:
    """Return the total in litres after so many days, whole cubic metres as registers are read."""
    return last_total_l + round_m3(l_day * days) * 1000


def round_m3(litres: float) -> int:
    """Return whole cubic metres, half a cubic metre upwards."""
    return int((litres + 500) // 1000)


def _are_alike(days: int, others: int) -> bool:
    """Say whether as many days are known of both times: else they are not the same months."""
    return 4 * days >= 3 * others and 4 * others >= 3 * days


def _sum(read_on: date, place: Sequence[Known], first: int, last: int) -> tuple[float, int]:
    """Return the litres and the days of the spans that end so many days before."""
    spans = [
        (used, days) for end, used, days in list_spans(place) if last <= (read_on - end.read_on).days <= first
    ]
    short = [(used, days) for used, days in spans if days <= LONGEST_STEP]
    if sum(days for _used, days in short) >= LEAST_DAYS:
        spans = short
    return float(sum(used for used, _days in spans)), sum(days for _used, days in spans)
