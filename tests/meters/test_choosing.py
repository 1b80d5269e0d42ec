"""Fields that search: what they answer, to whom, and what a form takes for a choice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from gis_core.models import User
from gis_core.pages.choosing import MOST, SearchChoiceField
from meters.models import Connection, Reading
from meters.selectors.choosing import CONNECTIONS
from parties.choices import PartyKind
from parties.models import Party
from parties.selectors.choosing import PARTIES
from parties.services.parties import register_party
from tests.factories import meters as make
from tests.factories.people import make_staff
from tests.world import TownNetwork


def ask(client: Client, kind: str, query: str) -> dict[str, Any]:
    """Return what the field of the kind is answered."""
    answer: dict[str, Any] = client.get(reverse(kind), {"q": query}).json()
    return answer


def texts(client: Client, kind: str, query: str) -> list[str]:
    """Return the words of the choices."""
    return [choice["text"] for choice in ask(client, kind, query)["choices"]]


@pytest.mark.parametrize("typed", ["αντωνιου", "ΑΝΤΩΝΊΟΥ αλίκη", "antoniou", "094259216", "0942"])
def test_a_party_is_found_however_typed(client: Client, people: TownNetwork, clerk: User, typed: str) -> None:
    client.force_login(clerk)
    assert texts(client, "parties:party_choices", typed) == ["Αντωνίου Αλίκη 094259216"]


@pytest.mark.parametrize("typed", ["100002", "ερμου 12", "ERMOU 12", "Βασιλείου", "M-2"])
def test_a_connection_is_found_by_whatever_is_known_of_it(
    client: Client, people: TownNetwork, clerk: User, typed: str
) -> None:
    client.force_login(clerk)
    assert ask(client, "meters:connection_choices", typed) == {
        "choices": [{"text": "100002 · ΕΡΜΟΥ 12", "detail": "Domestic, Active"}],
        "more": False,
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ερμου", ["Ερμού"]), ("OLGAS", ["Βασιλίσσης Όλγας"]), ("αγιας σοφ", ["Αγίας Σοφίας"]), ("Ερ", [])],
)
def test_a_street_is_found_in_either_alphabet(
    client: Client, people: TownNetwork, clerk: User, typed: str, found: list[str]
) -> None:
    client.force_login(clerk)
    assert texts(client, "network:street_choices", typed) == found


def test_twenty_are_offered_and_that_there_are_more_is_told(client: Client, clerk: User, db: None) -> None:
    for number in range(MOST + 1):
        register_party(actor=None, kind=PartyKind.PERSON, name="Νικολάου", first_name=f"Άννα {number:02d}")
    client.force_login(clerk)
    answer = ask(client, "parties:party_choices", "νικολαου")
    assert (len(answer["choices"]), answer["more"]) == (20, True)
    assert answer["choices"][0]["text"].startswith("Νικολάου Άννα 00 #")
    assert ask(client, "parties:party_choices", "νικολαου 03")["more"] is False


def test_who_may_not_know_tax_numbers_neither_sees_nor_finds_by_them(
    client: Client, people: TownNetwork, planner: User
) -> None:
    client.force_login(planner)
    alice = Party.objects.get(afm="094259216")
    assert texts(client, "parties:party_choices", "094259216") == []
    assert texts(client, "parties:party_choices", "Αντωνίου") == [f"Αντωνίου Αλίκη #{alice.pk}"]
    assert texts(client, "parties:party_choices", f"#{alice.pk}") == [f"Αντωνίου Αλίκη #{alice.pk}"]


@pytest.mark.parametrize("role", [Role.STOREKEEPER, Role.PROCUREMENT, Role.CONSUMER])
def test_roles_that_work_with_neither_are_refused(client: Client, people: TownNetwork, role: Role) -> None:
    client.force_login(make_staff("stelios", role))
    for kind in ("parties:party_choices", "meters:connection_choices"):
        assert client.get(reverse(kind), {"q": "100001"}).status_code == 403


def clean(chooser: Any, user: User, text: str) -> Any:
    """Return what a form takes the text for."""
    field: SearchChoiceField[Any] = SearchChoiceField(chooser, label="Who", required=False)
    field.user = user
    return field.clean(text)


@pytest.mark.parametrize("text", ["094259216", "EL094259216", "Αντωνίου Αλίκη 094259216", "ALIKI 094259216"])
def test_a_tax_number_names_a_party_with_its_names_or_without(
    people: TownNetwork, clerk: User, text: str
) -> None:
    assert clean(PARTIES, clerk, text) == Party.objects.get(afm="094259216")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Χατζής Χάρης 094259216", "none"),  # the number is Alice's
        ("094259217", "none"),
        ("Ζαχαρίας", "none"),
        ("Αντωνίου", "unclear"),
        ("Αν", "none"),
    ],
)
def test_a_text_that_names_no_single_party_is_refused(
    people: TownNetwork, clerk: User, text: str, code: str
) -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        clean(PARTIES, clerk, text)
    assert refusal.value.code == code
    if code == "unclear":
        assert "Αντωνίου Αλίκη 094259216" in refusal.value.messages[0]


def test_a_connection_is_taken_by_its_number_and_refused_under_another_address(
    people: TownNetwork, clerk: User
) -> None:
    bob = make.get_connection("100002")
    assert clean(CONNECTIONS, clerk, "100002") == bob
    assert clean(CONNECTIONS, clerk, "100002 · ΕΡΜΟΥ 12") == bob
    assert clean(CONNECTIONS, clerk, "") is None
    with pytest.raises(forms.ValidationError):
        clean(CONNECTIONS, clerk, "100002 · Αγίου Δημητρίου 40")


def test_a_consumer_chooses_among_their_own_connections_only(people: TownNetwork) -> None:
    antonis = make_staff("antonis", Role.CONSUMER)
    with pytest.raises(forms.ValidationError):
        clean(CONNECTIONS, antonis, "100002")


def test_the_list_of_readings_takes_what_the_field_chose(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    client.force_login(clerk)
    for text in ("100002", "100002 · ΕΡΜΟΥ 12"):
        answer = client.get(reverse("meters:reading_list"), {"supply_number": text})
        rows: list[Reading] = [row.record for row in answer.context["table"].rows]
        assert [row.installation.connection.supply_number for row in rows] == ["100002"]


@pytest.mark.parametrize(
    "name", ["parties:party_choices", "meters:connection_choices", "network:street_choices"]
)
def test_an_answer_asks_the_database_few_things(
    client: Client, people: TownNetwork, clerk: User, name: str,
    budget: Callable[[str], AbstractContextManager[object]],
) -> None:  # fmt: skip
    assert Connection.objects.count() == 3
    client.force_login(clerk)
    with budget(name):
        client.get(reverse(name), {"q": "ερμου"})


def test_a_connection_is_found_by_its_number_in_an_earlier_system(
    client: Client, people: TownNetwork, clerk: User
) -> None:
    Connection.objects.filter(supply_number="100002").update(legacy_number="Α/417-β")
    client.force_login(clerk)
    assert texts(client, "meters:connection_choices", "Α/417-β") == ["100002 · ΕΡΜΟΥ 12"]
