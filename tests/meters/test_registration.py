"""A connection registered at the counter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.models import User
from meters.errors import ConnectionRefused
from meters.models import Connection, Reading
from meters.selectors.liabilities import payer_on
from meters.services.connections import register_connection
from network.selectors.places import to_lon_lat
from parties.models import Party
from tests.factories import meters as make
from tests.world import TownNetwork

DORA = {
    "supply_number": "100009", "use": "domestic", "opened_on": "01/10/2026", "street": "Ερμού",
    "house_number": "20", "households": "1", "people": "2", "has_sewer": "on", "route": "07",
    "meter_serial": "M-9", "meter_diameter": "15", "meter_digits": "5", "start_reading": "1.234,5",
    "payer_kind": "person", "payer_name": "Δημητρίου", "payer_first_name": "Δώρα",
}  # fmt: skip


def test_a_connection_comes_with_its_meter_its_payer_and_its_first_reading(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    client.force_login(clerk)
    answer = client.post(reverse("meters:connection_create"), DORA)
    made = make.get_connection("100009")
    assert answer["Location"] == reverse("meters:connection_detail", args=[made.pk])
    assert (made.pipe, made.route.code, made.route_position) == (people.pipes["p3"], "07", 30)
    payer = payer_on(made, date(2026, 10, 1))
    assert payer is not None
    assert (payer.name, payer.first_name) == ("Δημητρίου", "Δώρα")
    reading = Reading.objects.get(installation__connection=made)
    assert (reading.value_m3, reading.read_on, reading.recorded_by) == (
        Decimal("1234.5"), date(2026, 10, 1), clerk,
    )  # fmt: skip


def test_a_tap_on_the_map_gives_the_place(client: Client, people: TownNetwork, clerk: User) -> None:
    client.force_login(clerk)
    lon, lat = to_lon_lat(make.get_connection("100003").geom)
    client.post(reverse("meters:connection_create"), DORA | {"lon": f"{lon:.7f}", "lat": f"{lat:.7f}"})
    assert make.get_connection("100009").geom.distance(make.get_connection("100003").geom) < 0.05


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"supply_number": "100001"}, "supply_number", "repeated"),
        ({"meter_serial": "M-1"}, "meter_serial", "meter_elsewhere"),
        ({"route_position": "10"}, "route_position", "position_taken"),
        ({"street": "Ανύπαρκτη"}, "street", "no_place"),
        ({"payer_afm": "094259217"}, "payer_afm", "invalid_afm"),
        ({"opened_on": "01/10/2090"}, "opened_on", "in_the_future"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    client: Client, people: TownNetwork, clerk: User, change: dict[str, str], field: str, code: str
) -> None:
    client.force_login(clerk)
    answer = client.post(reverse("meters:connection_create"), DORA | change)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    cells = {name: value for name, value in (DORA | change).items() if name != "has_sewer"}
    with pytest.raises(ConnectionRefused) as refusal:
        register_connection(actor=clerk, cells=cells)
    assert (refusal.value.code, refusal.value.column) == (code, field)
    assert (Connection.objects.count(), Party.objects.count()) == (3, 3)


def test_the_tax_number_finds_the_payer(people: TownNetwork, clerk: User) -> None:
    cells = {name: value for name, value in DORA.items() if name != "has_sewer"}
    register_connection(actor=clerk, cells=cells | {"payer_afm": "094259216"})
    payer = payer_on(make.get_connection("100009"), date(2026, 10, 1))
    assert payer == Party.objects.get(name="Αντωνίου")


def test_a_payer_who_stands_in_the_register_is_chosen_not_written_again(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    client.force_login(clerk)
    chosen = {**DORA, "payer": "Αντωνίου Αλίκη 094259216", "payer_name": "", "payer_first_name": ""}
    count = Party.objects.count()
    assert client.post(reverse("meters:connection_create"), chosen).status_code == 302
    payer = payer_on(make.get_connection("100009"), date(2026, 10, 1))
    assert payer == Party.objects.get(afm="094259216")
    assert Party.objects.count() == count


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"payer": "094259216"}, "payer"),  # and a name is written too
        ({"payer": "", "payer_name": ""}, "payer_name"),
        ({"payer": "Κανένας"}, "payer"),
    ],
)
def test_a_connection_has_one_payer(
    client: Client, people: TownNetwork, clerk: User, change: dict[str, str], field: str
) -> None:
    client.force_login(clerk)
    answer = client.post(reverse("meters:connection_create"), DORA | change)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Connection.objects.count() == 3


def test_who_may_stand_there_already_is_shown_and_can_be_used(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    client.force_login(clerk)
    before = Party.objects.count()
    written = {
        "payer_name": "ANTONIOU", "payer_first_name": "Aliki", "payer_mobile": "", "payer_email": "",
    }  # fmt: skip
    answer = client.post(reverse("meters:connection_create"), DORA | written)
    assert answer.status_code == 422
    alice = Party.objects.get(first_name="Αλίκη")
    assert [found.party for found in answer.context["likely"]] == [alice]
    assert (Party.objects.count(), Connection.objects.filter(supply_number="100009").exists()) == (
        before,
        False,
    )

    client.post(reverse("meters:connection_create"), DORA | written | {"use_party": str(alice.pk)})
    assert payer_on(make.get_connection("100009"), date(2026, 10, 1)) == alice
    assert Party.objects.count() == before


def test_another_of_the_same_name_is_written_when_the_clerk_says_so(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    client.force_login(clerk)
    written = {"payer_name": "Αντωνίου", "payer_first_name": "Αλίκη", "is_another": "1"}
    client.post(reverse("meters:connection_create"), DORA | written)
    assert Party.objects.filter(first_name="Αλίκη").count() == 2
