"""Who lives in an area and whom to tell there."""

from __future__ import annotations

from datetime import date

import pytest

from gis_core.models import User
from meters.choices import ConnectionStatus, SensitivityKind
from meters.models import Connection
from meters.selectors.areas import connections_in_area, count_affected, list_recipients
from meters.services.liabilities import set_liability
from meters.services.sensitivity import record_sensitivity
from meters.types import AffectedCount
from parties.choices import ConsentPurpose, ContactKind, PartyKind
from parties.models import Party
from parties.services.parties import add_contact, change_party, give_consent, withdraw_consent
from tests.factories import meters as make
from tests.factories.network import square
from tests.world import TownNetwork

#: Ermou with its houses; the whole town; nothing but Charlie's corner.
ERMOU, TOWN, CORNER = (0, 180, 400, 220), (-10, 50, 450, 460), (380, 280, 400, 300)


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        (TOWN, AffectedCount(connections=3, households=3, people=10, sensitive=0)),
        (ERMOU, AffectedCount(connections=2, households=2, people=5, sensitive=0)),
        (CORNER, AffectedCount(connections=1, households=1, people=5, sensitive=0)),
        ((200, 50, 400, 120), AffectedCount(connections=0, households=0, people=0, sensitive=0)),
    ],
)
def test_the_people_of_an_area_are_counted(
    people: TownNetwork, corners: tuple[float, float, float, float], expected: AffectedCount
) -> None:
    assert count_affected(square(*corners)) == expected
    assert connections_in_area(square(*corners)).count() == expected.connections


def test_where_no_water_runs_nobody_is_cut_off(people: TownNetwork) -> None:
    Connection.objects.filter(supply_number="100002").update(status=ConnectionStatus.SUSPENDED)
    assert count_affected(square(*ERMOU)) == AffectedCount(1, 1, 3, 0)


def test_a_sensitivity_record_counts_while_it_is_in_force(people: TownNetwork, planner: User) -> None:
    for kind in (SensitivityKind.SCHOOL, SensitivityKind.OTHER):
        record_sensitivity(
            actor=planner, connection=make.get_connection("100001"), kind=kind, evidence="3ο Δημοτικό",
            valid_from=date(2025, 1, 1), expires_on=date(2025, 7, 1),
        )  # fmt: skip
    counts = [count_affected(square(*ERMOU), date(2025, month, 1)).sensitive for month in (1, 6, 7)]
    assert counts == [1, 1, 0]


def recipients() -> list[tuple[str, str, str, str]]:
    """Return supply number, language, channel and address of everybody who can be told."""
    ids = list(Connection.objects.order_by("supply_number").values_list("pk", flat=True))
    return [(r.supply_number, r.language, r.channel, r.address) for r in list_recipients(ids)]


def test_payers_are_told_by_e_mail_else_by_sms(people: TownNetwork) -> None:
    alice, bob = Party.objects.get(name="Αντωνίου"), Party.objects.get(name="Βασιλείου")
    add_contact(actor=None, party=alice, kind=ContactKind.MOBILE, value="6970000001", is_preferred=True)
    assert recipients() == [
        ("100001", "el", "email", "alice@example.gr"),
        ("100003", "el", "email", "charlie@example.gr"),
    ]
    add_contact(actor=None, party=bob, kind=ContactKind.MOBILE, value="6970000002")
    assert recipients()[1] == ("100002", "el", "sms", "6970000002")


def test_who_withdrew_consent_is_told_over_the_other_channel_or_not_at_all(people: TownNetwork) -> None:
    alice = Party.objects.get(name="Αντωνίου")
    add_contact(actor=None, party=alice, kind=ContactKind.MOBILE, value="6970000001")
    for channel, left in ((ContactKind.EMAIL, ["sms"]), (ContactKind.MOBILE, [])):
        consent = give_consent(
            actor=None, party=alice, purpose=ConsentPurpose.OUTAGE_NOTICES, channel=channel, evidence="form"
        )
        withdraw_consent(actor=None, consent=consent)
        assert [r[2] for r in recipients() if r[0] == "100001"] == left
    give_consent(
        actor=None, party=alice, purpose=ConsentPurpose.OUTAGE_NOTICES, channel=ContactKind.EMAIL,
        evidence="by telephone",
    )  # fmt: skip
    assert recipients()[0] == ("100001", "el", "email", "alice@example.gr")


def test_the_payer_of_today_is_told_in_their_language(people: TownNetwork, clerk: User) -> None:
    charlie = Party.objects.get(name="Χατζής")
    change_party(
        actor=clerk, party=charlie, kind=PartyKind.PERSON, name=charlie.name, first_name=charlie.first_name,
        father_name="", afm=None, language="en",
    )  # fmt: skip
    alices = make.get_connection("100001")
    set_liability(actor=None, connection=alices, party=charlie, since=date(2025, 1, 1))
    assert recipients() == [
        ("100001", "en", "email", "charlie@example.gr"),
        ("100003", "en", "email", "charlie@example.gr"),
    ]
    before = list_recipients([alices.pk], date(2024, 12, 31))
    assert [(r.language, r.address) for r in before] == [("el", "alice@example.gr")]
