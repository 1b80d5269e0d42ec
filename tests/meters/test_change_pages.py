"""The forms of a meter's exchange and of a change of payer, from a connection's card."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from gis_core.choices import Role
from gis_core.models import User
from meters.choices import ReadingSource
from meters.models import Liability, Meter, Reading
from meters.selectors.liabilities import payer_on
from parties.choices import PartyKind
from parties.models import Party
from parties.services.parties import register_party
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.world import TownNetwork

EXCHANGE = {
    "changed_on": "15/06/2025", "last_m3": "130,5", "serial": " NEW-1 ", "start_m3": "7", "diameter_mm": "20",
    "digits": "6",
}  # fmt: skip


def page_of(name: str, supply_number: str = "100001") -> str:
    """Return the address of the form at the connection."""
    return reverse(f"meters:{name}", args=[make.get_connection(supply_number).pk])


def told(answer: Any, field: str) -> str:
    """Return what the form says at the field, in English."""
    with override("en"):
        return " ".join(answer.context["form"].errors[field])


@pytest.fixture
def dora(db: None) -> Party:
    return register_party(actor=None, kind=PartyKind.PERSON, name="Δημητρίου", first_name="Δώρα")


def test_an_exchange_ends_one_meter_and_hangs_another(
    client: Client, people: TownNetwork, tmp_path: Path
) -> None:
    giorgos = make_staff("giorgos", Role.TECHNICIAN)
    make.bring_readings(tmp_path, "100001;31/03/2025;100")
    client.force_login(giorgos)
    answer = client.post(page_of("meter_exchange"), EXCHANGE)
    card = reverse("meters:connection_detail", args=[make.get_connection("100001").pk])
    assert answer["Location"] == f"{card}?tab=meters"
    hung = make.get_installation("100001", date(2025, 6, 15))
    assert (hung.meter.serial, hung.meter.diameter_mm, hung.meter.digits) == ("NEW-1", 20, 6)
    read = Reading.objects.filter(read_on=date(2025, 6, 15)).order_by("pk")
    assert [(r.installation.meter.serial, r.value_m3, r.recorded_by) for r in read] == [
        ("M-1", Decimal("130.5"), giorgos),
        ("NEW-1", Decimal(7), giorgos),
    ]
    shown = client.get(answer["Location"]).content.decode()
    assert "Meter NEW-1 hangs there now." in shown
    assert "M-1" in shown


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"last_m3": "123456"}, "last_m3", "does not fit the meter's digits"),
        ({"last_m3": "many"}, "last_m3", "number"),
        ({"last_m3": ""}, "last_m3", "required"),
        ({"start_m3": "1234567"}, "start_m3", "does not fit the meter's digits"),
        ({"serial": "M-2"}, "__all__", "hangs elsewhere"),
        ({"changed_on": "01/03/2020"}, "__all__", "before that day"),
        ({"changed_on": "15/06/2090"}, "last_m3", "has not come yet"),
        ({"changed_on": "soon"}, "changed_on", "dd/mm/yyyy"),
        ({"serial": ""}, "serial", "required"),
    ],
)
def test_an_exchange_that_cannot_be_true_is_told_in_words_and_changes_nothing(
    client: Client, people: TownNetwork, clerk: User, tmp_path: Path, change: dict[str, Any], field: str,
    words: str,
) -> None:  # fmt: skip
    make.bring_readings(tmp_path, "100001;31/03/2025;100")
    client.force_login(clerk)
    answer = client.post(page_of("meter_exchange"), EXCHANGE | change)
    assert answer.status_code == 422
    assert words in told(answer, field)
    assert make.get_installation("100001", date(2026, 1, 1)).meter.serial == "M-1"
    assert not Meter.objects.filter(serial="NEW-1").exists()
    assert Reading.objects.filter(installation__connection__supply_number="100001").count() == 2


def test_a_first_meter_is_installed_where_none_hangs(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    hung = make.get_installation("100001", date(2026, 1, 1))
    hung.period = type(hung.period)(hung.period.lower, date(2024, 1, 1))
    hung.save(update_fields=["period"])
    client.force_login(clerk)
    assert "last_m3" not in client.get(page_of("meter_exchange")).context["form"].fields
    client.post(page_of("meter_exchange"), EXCHANGE)
    assert make.get_installation("100001", date(2026, 1, 1)).meter.serial == "NEW-1"


def test_the_payer_changes_from_the_day_on(
    client: Client, people: TownNetwork, clerk: User, dora: Party
) -> None:
    client.force_login(clerk)
    assert "Αντωνίου Αλίκη" in client.get(page_of("liability_change")).content.decode()
    answer = client.post(
        page_of("liability_change"), {"party": f"Δημητρίου Δώρα #{dora.pk}", "since": "01/07/2025"}
    )
    connection = make.get_connection("100001")
    before, after = payer_on(connection, date(2025, 6, 30)), payer_on(connection, date(2025, 7, 1))
    assert (str(before), after) == ("Αντωνίου Αλίκη", dora)
    shown = client.get(answer["Location"]).content.decode()
    assert "Δημητρίου Δώρα pays from 01/07/2025." in shown


def test_the_reading_of_the_day_is_written_with_the_change(
    client: Client, people: TownNetwork, clerk: User, dora: Party
) -> None:
    client.force_login(clerk)
    client.post(
        page_of("liability_change"), {"party": f"#{dora.pk}", "since": "01/07/2025", "reading_m3": "142,5"}
    )
    read = Reading.objects.get(installation=make.get_installation("100001", date(2025, 7, 1)), value_m3__gt=0)
    assert (read.read_on, read.value_m3, read.source, read.recorded_by) == (
        date(2025, 7, 1), Decimal("142.5"), ReadingSource.OFFICE, clerk,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reading_m3": "123456"}, "does not fit the meter's digits"),
        ({"reading_m3": "many"}, "number"),
    ],
)
def test_with_a_reading_that_cannot_be_true_nobody_else_pays(
    client: Client, people: TownNetwork, clerk: User, dora: Party, tmp_path: Path, change: dict[str, str],
    words: str,
) -> None:  # fmt: skip
    make.bring_readings(tmp_path, "100001;31/03/2025;100")
    client.force_login(clerk)
    sent = {"party": f"#{dora.pk}", "since": "01/07/2025", "reading_m3": "120"} | change
    answer = client.post(page_of("liability_change"), sent)
    assert answer.status_code == 422
    assert words in told(answer, next(iter(change)))
    assert not Liability.objects.filter(party=dora).exists()
    assert Reading.objects.filter(installation__connection__supply_number="100001").count() == 2


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"party": ""}, "party", "required"),
        ({"party": "Κανένας"}, "party", "Nothing fits"),
        ({"party": "Δημητρίου"}, "party", "Write one of these: Δημητρίου Δώρα #"),
        ({"since": "01/03/2020"}, "since", "on the same day"),
        ({"since": "01/01/2019"}, "since", "later change"),
        ({"since": "31/02/2025"}, "since", "no such day"),
        ({"since": "01/07/2205"}, "since", "more than a year away"),
    ],
)
def test_a_change_of_payer_that_cannot_be_is_told_in_words_and_changes_nothing(
    client: Client, people: TownNetwork, clerk: User, dora: Party, change: dict[str, str], field: str,
    words: str,
) -> None:  # fmt: skip
    client.force_login(clerk)
    sent = {"party": f"#{dora.pk}", "since": "01/07/2025"} | change
    answer = client.post(page_of("liability_change"), sent)
    assert answer.status_code == 422
    assert words in told(answer, field)
    liability = Liability.objects.get(connection__supply_number="100001")
    assert (str(liability.party), liability.period.upper) == ("Αντωνίου Αλίκη", None)


@pytest.mark.parametrize(
    ("role", "exchanges", "changes_payer"),
    [
        (Role.BILLING, True, True),
        (Role.FRONT_DESK, True, True),
        (Role.TECHNICIAN, True, False),
        (Role.CASHIER, False, False),
        (Role.READER, False, False),
    ],
)
def test_the_card_offers_each_role_what_it_may_do(
    client: Client, people: TownNetwork, role: Role, exchanges: bool, changes_payer: bool
) -> None:
    client.force_login(make_staff("somebody", role))
    page = client.get(
        reverse("meters:connection_detail", args=[make.get_connection("100001").pk])
    ).content.decode()
    assert (f'href="{page_of("meter_exchange")}"' in page) == exchanges
    assert (f'href="{page_of("liability_change")}"' in page) == changes_payer
    assert (client.get(page_of("meter_exchange")).status_code == 200) == exchanges
    assert (client.get(page_of("liability_change")).status_code == 200) == changes_payer
