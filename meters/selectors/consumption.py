"""How much water a connection used, period by period."""

from datetime import timedelta

from django.utils.translation import gettext as _

from meters.choices import LiabilityRole
from meters.models import Connection, Liability
from meters.sql.consumption_history import ConsumptionStep
from meters.sql.consumption_history import consumption_history as read_steps
from meters.types import PeriodConsumption
from parties.models import Party

#: Readings of the same season of two years lie about this far apart.
YEAR = timedelta(days=365)
SEASON = timedelta(days=46)
STEPS_FOR_A_YEAR = 14


def consumption_history(
    connection: Connection, periods: int = 8, *, party: Party | None = None
) -> list[PeriodConsumption]:
    """Return the last periods between readings, oldest first, each beside the same season a year before.

    With a party, what another payer used stays out: it says when they were at home.
    """
    steps = read_steps(connection.pk, periods + STEPS_FOR_A_YEAR)
    if party is not None:
        steps = _without_others(steps, connection, party)
    return [_beside_last_year(step, steps) for step in reversed(steps[:periods])]


def _without_others(
    steps: list[ConsumptionStep], connection: Connection, party: Party
) -> list[ConsumptionStep]:
    others = [
        liability.period
        for liability in Liability.objects.filter(connection=connection, role=LiabilityRole.PAYER).exclude(
            party=party
        )
    ]
    return [
        step
        for step in steps
        if not any(
            period.lower < step.last_day and (period.upper is None or period.upper > step.first_day)
            for period in others
        )
    ]


def _beside_last_year(step: ConsumptionStep, steps: list[ConsumptionStep]) -> PeriodConsumption:
    aim = step.last_day - YEAR
    near = [other for other in steps if abs(other.last_day - aim) <= SEASON]
    before = min(near, key=lambda other: abs(other.last_day - aim), default=None)
    return PeriodConsumption(
        label=period_label(step),
        first_day=step.first_day,
        last_day=step.last_day,
        consumption_m3=step.used,
        previous_year_m3=before.used if before is not None else None,
    )


def period_label(step: ConsumptionStep) -> str:
    """Name the quarter in which most of the period lies: Δ΄ 26."""
    middle = step.first_day + (step.last_day - step.first_day) / 2
    names = (_("Q1"), _("Q2"), _("Q3"), _("Q4"))
    return f"{names[(middle.month - 1) // 3]} {middle:%y}"
