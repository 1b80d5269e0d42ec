"""Registering parties: tax numbers, contacts, many at once."""

from __future__ import annotations

import pytest

from gis_core.domain.greek import double_key
from parties.choices import ContactKind, PartyKind
from parties.domain.afm import clean_afm, mask_afm
from parties.errors import DuplicateAfm, InvalidAfm, InvalidContact
from parties.models import Contact, Party
from parties.selectors.contacts import find_contact
from parties.services.bulk import register_many
from parties.services.parties import add_contact, register_party
from parties.types import NewParty


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("094259216", "094259216"),
        ("EL094259216", "094259216"),
        ("gr 094 259 216", "094259216"),
        ("94259216", "094259216"),
        ("000000000", None),
        ("094259217", None),
        ("9425921", None),
        ("0942592160", None),
        ("٠٩٤٢٥٩٢١٦", None),
        ("", None),
    ],
)
def test_tax_number(typed: str, clean: str | None) -> None:
    assert clean_afm(typed) == clean


def test_mask_keeps_four_digits() -> None:
    assert mask_afm("094259216") == "●●●●●9216"
    assert mask_afm(None) == ""


@pytest.mark.django_db
def test_a_wrong_number_and_a_second_holder_are_refused(maria: Party) -> None:
    with pytest.raises(InvalidAfm, match="123456789"):
        register_party(actor=None, kind=PartyKind.PERSON, name="Ζώης", afm="123456789")
    with pytest.raises(DuplicateAfm, match="Χαΐτογλου"):
        register_party(actor=None, kind=PartyKind.PERSON, name="Ζώης", afm="EL094259216")
    assert list(Party.objects.all()) == [maria]


@pytest.mark.django_db
def test_one_contact_of_a_kind_is_preferred(maria: Party) -> None:
    add_contact(actor=None, party=maria, kind=ContactKind.EMAIL, value="a@example.gr", is_preferred=True)
    add_contact(actor=None, party=maria, kind=ContactKind.EMAIL, value="B@Example.gr", is_preferred=True)
    add_contact(actor=None, party=maria, kind=ContactKind.EMAIL, value="b@example.gr", is_preferred=True)
    assert sorted(Contact.objects.values_list("value", "is_preferred")) == [
        ("a@example.gr", False),
        ("b@example.gr", True),
    ]
    preferred = find_contact(maria, ContactKind.EMAIL)
    assert preferred is not None
    assert preferred.value == "b@example.gr"
    assert find_contact(maria, ContactKind.MOBILE) is None
    add_contact(actor=None, party=maria, kind=ContactKind.EMAIL, value="b@example.gr")
    assert Contact.objects.get(value="b@example.gr").is_preferred


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "value"),
    [(ContactKind.EMAIL, "maria"), (ContactKind.MOBILE, "2310123456"), (ContactKind.PHONE, "694")],
)
def test_a_contact_of_the_wrong_form_is_refused(maria: Party, kind: ContactKind, value: str) -> None:
    with pytest.raises(InvalidContact):
        add_contact(actor=None, party=maria, kind=kind, value=value)
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_many_at_once_meet_who_is_there_already(maria: Party) -> None:
    rows = [
        NewParty(
            "1", "person", "Ζώης", "Άρης", afm="123456783", email="Aris@Example.gr", mobile="6940000000"
        ),
        NewParty("2", "person", "Χαΐτογλου", "Μαρία", afm="094259216", email="new@example.gr"),
        NewParty("3", "organisation", "Ξενία Α.Ε."),
        NewParty("4", "person", "Ζωης", "Αρης", afm="123456783"),
    ]
    ids = register_many(actor=None, rows=rows)
    assert ids["2"] == maria.pk
    assert ids["1"] == ids["4"]
    assert len({ids["1"], ids["2"], ids["3"]}) == 3
    aris = Party.objects.get(pk=ids["1"])
    assert (aris.name, aris.first_name) == ("Ζώης", "Άρης")
    assert aris.search_key == double_key("Ζώης Άρης 123456783")
    assert sorted(aris.contacts.values_list("kind", "value")) == [
        ("email", "aris@example.gr"),
        ("mobile", "6940000000"),
    ]
    assert not maria.contacts.exists()
    again = register_many(actor=None, rows=[rows[0]])
    assert again == {"1": ids["1"]}
    assert Party.objects.count() == 3
