"""Rounds and their slips, as readers and the office see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal

from django.db.models import Case, QuerySet, Value, When

from gis_core.choices import Role
from gis_core.models import User
from meters.choices import PositionAnswer, ReadingSource, RoundState
from meters.domain.check_rules import Rules, resolve_rules, season_of
from meters.models import Installation, PositionQuestion, Reading, ReadingRound
from meters.selectors.check_settings import list_check_settings
from meters.sql.slips import count_slip_rows, list_slip_rows
from meters.types import SlipCount, SlipRow

#: A round with no slip.
NOTHING = SlipCount()


@dataclass(frozen=True)
class RoundProgress:
    """A round and how far it is."""

    round: ReadingRound
    count: SlipCount


@dataclass(frozen=True)
class Expectation:
    """What a meter is expected to show on a day, and the most that asks no question (m³)."""

    value_m3: Decimal | None
    most_m3: Decimal | None


#: Of a meter of which nothing is known.
NO_EXPECTATION = Expectation(None, None)


def list_rounds(user: User) -> QuerySet[ReadingRound]:
    """Return the rounds that the user may see, the newest period first, with period, route and reader."""
    return ReadingRound.objects.visible_to(user).select_related("period", "route", "reader")


def list_my_rounds(user: User) -> list[RoundProgress]:
    """Return the rounds that the user walks now: those given to them that are not closed."""
    mine = list_rounds(user).filter(reader=user).exclude(state=RoundState.CLOSED)
    return list_progress(mine.order_by("period__ends_on", "route__code"))


def list_progress(rounds: Iterable[ReadingRound]) -> list[RoundProgress]:
    """Return each round with its counts."""
    found = list(rounds)
    counts = count_slip_rows([one.pk for one in found])
    return [RoundProgress(one, counts.get(one.pk, NOTHING)) for one in found]


def count_slips(round_ids: Sequence[int]) -> dict[int, SlipCount]:
    """Return the counts of the rounds that have slips."""
    return count_slip_rows(round_ids)


def list_slips(reading_round: ReadingRound) -> list[SlipRow]:
    """Return the slips of a round in walking order."""
    return list_slip_rows(reading_round.pk)


def list_readers() -> QuerySet[User]:
    """Return the people that rounds can be given to: readers first in their alphabet."""
    readers = User.objects.filter(is_active=True, user_roles__role=Role.READER)
    return readers.order_by("last_name", "first_name", "username")


def list_expectations(rows: Sequence[SlipRow], day: date) -> dict[int, Expectation]:
    """Return what each slip's meter is expected to show on the day, by the utility's own rule of high readings."""
    settings = list_check_settings()
    rules: dict[str, Rules] = {}
    found = {}
    for row in rows:
        if row.use not in rules:
            rules[row.use] = resolve_rules(row.use, season_of(day), settings)
        found[row.slip_id] = _expect(row, day, rules[row.use])
    return found


def _expect(row: SlipRow, day: date, rules: Rules) -> Expectation:
    if row.last_m3 is None or row.last_on is None:
        return Expectation(None, None)
    days = max((day - row.last_on).days, 1)
    usual = row.litres_day * days / 1000 if row.litres_day is not None and row.litres_day >= 0 else None
    return Expectation(
        None if usual is None else (row.last_m3 + usual).quantize(Decimal(1)),
        _most(row.last_m3, row.litres_day if usual is not None else None, days, rules),
    )


def _most(last_m3: Decimal, litres_day: Decimal | None, days: int, rules: Rules) -> Decimal | None:
    if not rules.is_on("high"):
        return None
    if litres_day is None:
        rate = Decimal(rules.get("high", "alone_m3_day"))
    else:
        usual = litres_day / 1000 * Decimal(rules.get("high", "factor"))
        rate = max(usual, Decimal(rules.get("high", "floor_m3_day")))
    most = last_m3 + max(rate * days, Decimal(rules.get("high", "floor_m3")))
    return most.quantize(Decimal(1), ROUND_CEILING)


def list_position_questions() -> QuerySet[PositionQuestion]:
    """Return the questions of positions with meter and connection, those to decide first, the newest before."""
    is_open = Case(When(answer=PositionAnswer.OPEN, then=Value(0)), default=Value(1))
    questions = PositionQuestion.objects.select_related(
        "installation__meter", "installation__connection", "decided_by"
    )
    return questions.order_by(is_open, "-asked_at", "-pk")


def expect_reading(installation: Installation, day: date) -> tuple[Decimal | None, Expectation]:
    """Return the last reading before the day of a meter (m³) and what it is expected to show on the day.

    What was read on the day itself is left aside: it may be corrected.
    """
    stand = Reading.objects.filter(installation=installation, stands=True, read_on__lt=day)
    last = stand.order_by("-read_on").first()
    if last is None:
        return None, NO_EXPECTATION
    year = stand.exclude(source=ReadingSource.ESTIMATE).filter(
        read_on__range=(last.read_on - timedelta(days=400), last.read_on - timedelta(days=20))
    )
    first = year.order_by("read_on").first()
    litres_day = None
    if first is not None and first.total_m3 <= last.total_m3:
        litres_day = 1000 * (last.total_m3 - first.total_m3) / (last.read_on - first.read_on).days
    rules = resolve_rules(installation.connection.use, season_of(day), list_check_settings())
    days = max((day - last.read_on).days, 1)
    usual = None if litres_day is None else (last.value_m3 + litres_day * days / 1000).quantize(Decimal(1))
    return last.value_m3, Expectation(usual, _most(last.value_m3, litres_day, days, rules))
