"""Alice moves out of Ερμού 3 and Dora in: both readings, both bills announced, nobody liable twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gis_core.models import User
from meters.choices import LiabilityRole, ReadingSource
from meters.errors import LiabilityRefused, ReadingRefused
from meters.events import payer_moved
from meters.models import Liability, Meter, Reading
from meters.selectors.liabilities import payer_on
from meters.services.installations import Hanging, install_meter
from meters.services.liabilities import end_role, set_role
from meters.services.moves import Move, move_payer
from parties.choices import PartyKind
from parties.models import Contact, Party
from parties.services.parties import register_party
from tests.factories import meters as make
from tests.world import TownNetwork

MOVED_ON = date(2025, 9, 1)


@pytest.fixture
def dora(db: None) -> Party:
    return register_party(actor=None, kind=PartyKind.PERSON, name="Δημητρίου", first_name="Δώρα")


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []

    def hear(**news: Any) -> None:
        heard.append({name: news[name] for name in ("connection", "out_party", "in_party", "moved_on")})

    payer_moved.connect(hear)
    yield heard
    payer_moved.disconnect(hear)


def alice() -> Party:
    return Party.objects.get(first_name="Αλίκη")


def reading(value: str) -> dict[int, Decimal]:
    """Say what Alice's only meter shows."""
    return {make.get_installation("100001", MOVED_ON).pk: Decimal(value)}


def test_one_goes_another_comes_and_both_bills_are_announced(
    people: TownNetwork, dora: Party, clerk: User, told: list[dict[str, Any]], tmp_path: Path
) -> None:
    make.bring_readings(tmp_path, "100001;30/06/2025;100")
    house = make.get_connection("100001")
    set_role(actor=clerk, connection=house, party=alice(), role=LiabilityRole.TENANT, since=date(2020, 3, 1))
    move = Move(
        moved_on=MOVED_ON, readings_m3=reading("120.5"), in_party=dora, is_tenant=True,
        forwarding_address="Εγνατίας 5, 54630 Θεσσαλονίκη",
    )  # fmt: skip
    move_payer(actor=clerk, connection=house, move=move)

    assert payer_on(house, date(2025, 8, 31)) == alice()
    assert payer_on(house, MOVED_ON) == dora
    tenants = Liability.objects.filter(connection=house, role=LiabilityRole.TENANT).order_by("period")
    assert [(t.party, t.period.lower, t.period.upper) for t in tenants] == [
        (alice(), date(2020, 3, 1), MOVED_ON),
        (dora, MOVED_ON, None),
    ]
    taken = Reading.objects.get(read_on=MOVED_ON)
    assert (taken.value_m3, taken.source, taken.recorded_by) == (
        Decimal("120.5"), ReadingSource.OFFICE, clerk,
    )  # fmt: skip
    address = Contact.objects.get(party=alice(), kind="post")
    assert (address.value, address.is_preferred) == ("Εγνατίας 5, 54630 Θεσσαλονίκη", True)
    assert told == [{"connection": house, "out_party": alice(), "in_party": dora, "moved_on": MOVED_ON}]


def test_without_a_newcomer_the_owner_takes_over(
    people: TownNetwork, dora: Party, told: list[dict[str, Any]]
) -> None:
    house = make.get_connection("100001")
    set_role(actor=None, connection=house, party=dora, role=LiabilityRole.OWNER, since=date(2020, 3, 1))
    move_payer(actor=None, connection=house, move=Move(moved_on=MOVED_ON, readings_m3=reading("40")))
    assert payer_on(house, MOVED_ON) == dora
    assert told[0]["in_party"] == dora


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"in_party": None}, "no_owner"),
        ({"in_party": "alice"}, "same_party"),
        ({"readings_m3": {}}, "reading_missing"),
        ({"readings_m3": "123456"}, "too_many_digits"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(
    people: TownNetwork, dora: Party, told: list[dict[str, Any]], given: dict[str, Any], code: str
) -> None:
    house = make.get_connection("100001")
    if given.get("in_party") == "alice":
        given = {"in_party": alice()}
    if given.get("readings_m3") == "123456":
        given = {"readings_m3": reading("123456")}
    move = Move(**{"moved_on": MOVED_ON, "in_party": dora, "readings_m3": reading("40"), **given})
    with pytest.raises((LiabilityRefused, ReadingRefused)) as refusal:
        move_payer(actor=None, connection=house, move=move)
    assert refusal.value.code == code
    assert payer_on(house, MOVED_ON) == alice()
    assert not Reading.objects.filter(read_on=MOVED_ON).exists()
    assert told == []


def test_every_meter_of_the_connection_is_read(people: TownNetwork, dora: Party) -> None:
    house = make.get_connection("100001")
    garden = install_meter(
        actor=None, connection=house, meter=Meter.objects.create(serial="GARDEN"), since=date(2025, 1, 1),
        start_m3=Decimal(3), hanging=Hanging(slot=2, seal_number="Σ-1"),
    )  # fmt: skip
    with pytest.raises(ReadingRefused):
        move_payer(actor=None, connection=house, move=Move(MOVED_ON, reading_of_house(), in_party=dora))
    both = {**reading_of_house(), garden.pk: Decimal(9)}
    move_payer(actor=None, connection=house, move=Move(MOVED_ON, both, in_party=dora))
    read = Reading.objects.filter(read_on=MOVED_ON).order_by("installation__slot")
    assert [(r.installation.slot, r.value_m3) for r in read] == [(1, Decimal(40)), (2, Decimal(9))]


def reading_of_house() -> dict[int, Decimal]:
    """Say 40 m³ for the first meter, where two hang."""
    first = make.get_connection("100001").installations.get(slot=1)
    return {first.pk: Decimal(40)}


def test_several_own_but_nobody_twice(people: TownNetwork, dora: Party) -> None:
    house = make.get_connection("100001")
    since = date(2020, 3, 1)
    for party in (alice(), dora):
        set_role(actor=None, connection=house, party=party, role=LiabilityRole.OWNER, since=since)
    with pytest.raises(LiabilityRefused):
        set_role(actor=None, connection=house, party=dora, role=LiabilityRole.OWNER, since=MOVED_ON)
    owning = Liability.objects.filter(connection=house, role=LiabilityRole.OWNER)
    dora_owns = owning.get(party=dora)
    end_role(actor=None, liability=dora_owns, until=MOVED_ON)
    set_role(actor=None, connection=house, party=dora, role=LiabilityRole.OWNER, since=MOVED_ON)
    assert owning.count() == 3
    with pytest.raises(LiabilityRefused):
        end_role(actor=None, liability=dora_owns, until=since)
