"""Meters exchanged and payers changed: what stands before and after."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from meters.errors import InstallationRefused, LiabilityRefused, ReadingRefused
from meters.models import Installation, Liability, Meter, Reading
from meters.selectors.consumption import consumption_history
from meters.selectors.liabilities import payer_on
from meters.selectors.overview import mean_per_day
from meters.services.installations import exchange_meter
from meters.services.liabilities import set_liability
from parties.choices import PartyKind
from parties.models import Party
from parties.services.parties import register_party
from tests.factories import meters as make
from tests.world import TownNetwork

EXCHANGED_ON = date(2025, 6, 15)


def exchange(last_m3: str, day: date = EXCHANGED_ON, serial: str = "NEW-1") -> Installation:
    """Take Alice's meter down and hang another that shows 7 m³."""
    return exchange_meter(
        actor=None, connection=make.get_connection("100001"), meter=Meter.objects.create(serial=serial),
        exchanged_on=day, last_m3=Decimal(last_m3), start_m3=Decimal(7),
    )  # fmt: skip


def test_a_meter_is_not_exchanged_for_itself(people: TownNetwork) -> None:
    present = make.get_installation("100001", EXCHANGED_ON)
    with pytest.raises(InstallationRefused):
        exchange_meter(
            actor=None, connection=present.connection, meter=present.meter, exchanged_on=EXCHANGED_ON,
            last_m3=Decimal(130), start_m3=Decimal(0),
        )  # fmt: skip
    assert make.get_installation("100001", date(2026, 1, 1)) == present
    assert not Reading.objects.filter(read_on=EXCHANGED_ON).exists()


def make_dora() -> Party:
    """Make the next payer."""
    return register_party(actor=None, kind=PartyKind.PERSON, name="Δημητρίου", first_name="Δώρα")


def test_consumption_across_an_exchange_is_what_both_meters_let_through(
    people: TownNetwork, tmp_path: Path
) -> None:
    make.bring_readings(tmp_path, "100001;31/03/2025;100")
    exchange("130")
    make.bring_readings(tmp_path, "100001;30/06/2025;12")

    periods = consumption_history(make.get_connection("100001"))

    assert [(p.first_day, p.last_day, p.consumption_m3) for p in periods] == [
        (date(2020, 3, 1), date(2025, 3, 31), Decimal(100)),
        (date(2025, 3, 31), EXCHANGED_ON, Decimal(30)),
        (EXCHANGED_ON, date(2025, 6, 30), Decimal(5)),
    ]
    assert mean_per_day(periods, days=90) == Decimal(35) / 91


def test_both_meters_may_be_read_on_the_day_of_exchange(people: TownNetwork, tmp_path: Path) -> None:
    new = exchange("130")
    assert [r.value_m3 for r in Reading.objects.filter(read_on=EXCHANGED_ON).order_by("pk")] == [130, 7]
    assert make.get_installation("100001", EXCHANGED_ON) == new
    assert make.get_installation("100001", date(2025, 6, 14)).meter.serial == "M-1"


@pytest.mark.parametrize(
    ("last_m3", "day", "error"),
    [
        ("123456", EXCHANGED_ON, ReadingRefused),
        ("130", date(2025, 3, 30), InstallationRefused),
        ("130", date(2020, 3, 1), InstallationRefused),
    ],
)
def test_an_exchange_that_cannot_be_true_changes_nothing(
    people: TownNetwork, tmp_path: Path, last_m3: str, day: date, error: type[Exception]
) -> None:
    make.bring_readings(tmp_path, "100001;31/03/2025;100")
    with pytest.raises(error):
        exchange(last_m3, day)
    assert make.get_installation("100001", date(2026, 1, 1)).meter.serial == "M-1"
    assert Reading.objects.filter(installation__connection__supply_number="100001").count() == 2


def test_a_meter_that_hangs_elsewhere_is_not_hung_again(people: TownNetwork) -> None:
    with pytest.raises(InstallationRefused):
        exchange_meter(
            actor=None, connection=make.get_connection("100001"), meter=Meter.objects.get(serial="M-2"),
            exchanged_on=EXCHANGED_ON, last_m3=Decimal(1), start_m3=Decimal(0),
        )  # fmt: skip


def test_a_new_payer_follows_the_old_one_on_the_day(people: TownNetwork) -> None:
    connection, dora = make.get_connection("100001"), make_dora()
    set_liability(actor=None, connection=connection, party=dora, since=date(2025, 9, 1))
    before, after = payer_on(connection, date(2025, 8, 31)), payer_on(connection, date(2025, 9, 1))
    assert before is not None
    assert (before.name, after) == ("Αντωνίου", dora)

    again = set_liability(actor=None, connection=connection, party=dora, since=date(2025, 10, 1))
    assert again.period.lower == date(2025, 9, 1)
    assert Liability.objects.filter(connection=connection).count() == 2


@pytest.mark.parametrize("since", [date(2025, 9, 1), date(2025, 8, 1)])
def test_a_change_before_one_that_stands_is_refused(people: TownNetwork, since: date) -> None:
    connection = make.get_connection("100001")
    set_liability(actor=None, connection=connection, party=make_dora(), since=date(2025, 9, 1))
    with pytest.raises(LiabilityRefused):
        set_liability(actor=None, connection=connection, party=Party.objects.get(name="Χατζής"), since=since)
    assert Liability.objects.filter(connection=connection).count() == 2
