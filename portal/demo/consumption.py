"""What the meters of the demonstration town show, quarter after quarter: seasons, leaks, vacancies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.demo.people import DemoConnection

#: Cubic metres a person and day, away from the season.
HOME_M3 = 0.135
SHOP_M3 = 0.045
HOTEL_M3 = 0.17

#: Share of the year's mean by habit for winter, spring, summer, autumn readings.
SEASONS: dict[str, tuple[float, float, float, float]] = {
    "home": (0.88, 0.95, 1.18, 1.0),
    "garden": (0.8, 1.05, 1.75, 1.05),
    "holiday": (0.04, 0.35, 2.2, 0.45),
    "empty": (0.0, 0.0, 0.02, 0.0),
    "shop": (0.95, 1.0, 1.1, 0.98),
    "hotel": (0.12, 0.8, 2.3, 0.75),
}


@dataclass(frozen=True)
class DemoReading:
    """A reading as a line of a hand-held reader's file."""

    supply_number: str
    read_on: date
    value_m3: int
    note: str


def reading_days(*, until: date, quarters: int) -> list[date]:
    """Return the middle days of the last reading rounds before a day, oldest first.

    Rounds close on 18 February, May, August and November.
    """
    days = [
        date(year, month, 18) for year in range(until.year - 4, until.year + 1) for month in (2, 5, 8, 11)
    ]
    return [day for day in days if day + timedelta(days=4) <= until][-quarters:]


def build_readings(
    *, connections: Sequence[DemoConnection], days: Sequence[date], random: Random
) -> list[list[DemoReading]]:
    """Return for each round the readings of all connections; about one in 250 is missed in a round."""
    rounds: list[list[DemoReading]] = [[] for _ in days]
    for connection in connections:
        habit = connection.habit
        thirst = random.lognormvariate(0.0, 0.28)
        leak_round = random.randrange(len(days)) if random.random() < 0.05 else None
        value = float(connection.start_reading)
        last_day = connection.opened_on
        for index, middle in enumerate(days):
            day = middle + timedelta(days=(connection.route - 1) % 5 - 2)
            span = (day - last_day).days
            season = SEASONS[habit][day.month // 3]
            daily = _base(connection) * thirst * season * random.lognormvariate(0.0, 0.12)
            if leak_round == index:
                daily = daily * random.uniform(2.2, 4.0) + 0.25
            value += daily * span
            last_day = day
            is_missed = 0 < index < len(days) - 1 and random.random() < 0.004
            if not is_missed:
                note = "Κλειστή αυλή, από φωτογραφία" if random.random() < 0.01 else ""
                rounds[index].append(DemoReading(connection.supply_number, day, math.floor(value), note))
    return rounds


def _base(connection: DemoConnection) -> float:
    """Return the mean cubic metres a day."""
    if connection.habit == "hotel":
        return connection.people * HOTEL_M3
    if connection.habit == "shop":
        return max(connection.people, 2) * SHOP_M3
    if connection.use == "farm":
        return 1.4
    return connection.people * HOME_M3
