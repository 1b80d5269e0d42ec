"""What the head of a connection's card says: who pays, which meter, how much water a day, where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gis_core.models import User
from meters.choices import LiabilityRole
from meters.models import Connection, Installation, Liability, Reading
from meters.selectors.consumption import consumption_history
from meters.selectors.hanging import list_hanging
from meters.types import PeriodConsumption
from network.models import Zone
from parties.domain.contacts import mask_contact
from parties.models import Party
from parties.selectors.contacts import find_contact
from parties.selectors.parties import shown_afm

#: The mean is that of a whole year where the readings reach so far.
DAYS_OF_MEAN = 365
#: More than so many times the same season of the year before, and so many m³ more, may be a leak.
LEAK_FACTOR = Decimal("1.8")
LEAK_MORE_M3 = 10


@dataclass(frozen=True)
class Payer:
    """Who pays, since when, with the tax number and the telephone as the reader of the card may see them."""

    party: Party
    since: date
    afm: str
    mobile: str
    owner: Party | None


@dataclass(frozen=True)
class PresentMeter:
    """The meter that hangs there, its last reading, and the mean consumption in cubic metres a day."""

    installation: Installation
    last: Reading | None
    mean_m3: Decimal | None
    others: int = 0  # further meters that hang there


@dataclass(frozen=True)
class Overview:
    """The head of the card."""

    payer: Payer | None
    meter: PresentMeter | None
    zones: list[str]
    may_leak: bool


def describe_connection(connection: Connection, user: User, day: date) -> Overview:
    """Return what the card's head shows on the day to the user."""
    history = consumption_history(connection)
    return Overview(
        payer=_payer(connection, user, day),
        meter=get_present_meter(connection, day, history),
        zones=list(
            Zone.objects.filter(geom__intersects=connection.geom)
            .order_by("name")
            .values_list("name", flat=True)
        ),
        may_leak=bool(history) and is_unusual(history[-1]),
    )


def mean_per_day(history: Sequence[PeriodConsumption], days: int = DAYS_OF_MEAN) -> Decimal | None:
    """Return the mean consumption in cubic metres a day of the newest periods that fill so many days.

    All periods where they are fewer; None where there is none.
    """
    used, length = Decimal(0), 0
    for period in reversed(history):
        used += period.consumption_m3
        length += (period.last_day - period.first_day).days
        if length >= days:
            break
    return used / length if length else None


def is_unusual(period: PeriodConsumption) -> bool:
    """Say whether so much more went through than in the same season a year before that it may be a leak."""
    before = period.previous_year_m3
    if not before:  # unknown, or a house that stood empty: moving in is no leak
        return False
    return period.consumption_m3 > before * LEAK_FACTOR and period.consumption_m3 - before > LEAK_MORE_M3


def _payer(connection: Connection, user: User, day: date) -> Payer | None:
    standing = Liability.objects.filter(connection=connection, period__contains=day).select_related("party")
    by_role = {liability.role: liability for liability in standing}
    liability = by_role.get(LiabilityRole.PAYER)
    if liability is None:
        return None
    owner = by_role.get(LiabilityRole.OWNER)
    mobile = find_contact(liability.party, "mobile")
    return Payer(
        party=liability.party,
        since=liability.period.lower,
        afm=shown_afm(liability.party, user),
        mobile=mask_contact("mobile", mobile.value) if mobile is not None else "",
        owner=owner.party if owner is not None and owner.party_id != liability.party_id else None,
    )


def get_present_meter(
    connection: Connection, day: date, history: Sequence[PeriodConsumption] = (), slot: int | None = None
) -> PresentMeter | None:
    """Return the meter that hangs there on the day with its last reading; the mean where a history is given.

    Of several meters the first one, or the one of the place that is asked for.
    """
    hanging = list_hanging(connection, day)
    installation = next((row for row in hanging if slot is None or row.slot == slot), None)
    if installation is None:
        return None
    return PresentMeter(
        installation=installation,
        last=installation.readings.filter(stands=True).order_by("-read_on").first(),
        mean_m3=mean_per_day(history),
        others=len(hanging) - 1,
    )
