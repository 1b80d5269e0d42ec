"""What the roles that work outside do not learn: a technician no tax number, a reader no balance; anywhere."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from billing.models import Bill
from billing.selectors.balances import balance_of
from gis_core.choices import Role
from gis_core.domain.greek import format_number
from gis_core.models import User
from meters.selectors.card import list_card_panels
from parties.choices import ContactKind, PartyKind
from parties.models import Party
from parties.services.parties import add_contact, change_party
from tests.factories.bills import Street, build_street
from tests.factories.people import make_staff

AFM, FATHER, MOBILE = "094259216", "Φιλοποίμην", "6971234410"


@pytest.fixture
def street(db: None) -> Street:
    """The street with two houses and their bills; the first payer with all that is personal."""
    street = build_street()
    payer = street.payer_of(street.house)
    Party.objects.filter(afm=AFM).update(afm=None)
    change_party(
        actor=street.clerk, party=payer, kind=PartyKind(payer.kind), name=payer.name, first_name=payer.first_name,
        father_name=FATHER, afm=AFM, language="el",
    )  # fmt: skip
    add_contact(actor=None, party=payer, kind=ContactKind.MOBILE, value=MOBILE, is_preferred=True)
    return street


def addresses(user: User, street: Street) -> list[str]:
    """Return every page, file and answer that tells of the first house or its payer."""
    house, payer = street.house.pk, street.payer_of(street.house).pk
    card = reverse("meters:connection_detail", args=[house])
    lists = [reverse(f"meters:{name}") for name in ("connection_list", "reading_list", "meter_list")]
    lists += [reverse("parties:party_list"), reverse("meters:payer_list"), reverse("billing:bill_list")]
    lists += [reverse("billing:payment_list")]
    party = reverse("parties:party_detail", args=[payer])
    cards = [
        reverse("meters:payer_card", args=[house, payer]),
        reverse("meters:reading_card", args=[house]),
    ]
    return [
        card,
        *(f"{card}?tab={panel.name}" for panel in list_card_panels(user)),
        *(f"{card}?tab={name}" for name in ("bills", "payments", "ledger", "history", "payers")),
        *(f"{address}{query}" for address in lists for query in ("", "?export=csv", "?export=xlsx")),
        *(f"{address}{query}" for address in cards for query in ("", "?export=pdf", "?export=xlsx")),
        party, f"{party}?tab=contacts", f"{party}?tab=consents", f"{party}?tab=history",
        reverse("api_party_list"), reverse("api_party_detail", args=[payer]),
        reverse("api_connection_list"), reverse("api_reading_list"), reverse("api_bill_list"),
        reverse("parties:party_choices") + "?q=Αντωνίου",
        reverse("meters:connection_choices") + "?q=Αντωνίου",
        reverse("gis_core:home"),
        *(f"{reverse('gis_core:search')}?q={words}" for words in (AFM, "Αντωνίου", FATHER, MOBILE)),
        *(reverse("billing:bill_detail", args=[bill.pk]) for bill in Bill.objects.all()),
    ]  # fmt: skip


def text_of(answer: Any) -> str:
    """Return what a person reads in the answer, whatever its kind."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if "pdf" in kind:
        return " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)
    if "spreadsheet" in kind:
        sheet: Any = load_workbook(BytesIO(content)).active
        return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    return str(content.decode())


def told(client: Client, user: User, street: Street, words: list[str]) -> dict[str, list[str]]:
    """Return by address which of the words stand in its answer, less what was asked for; refused pages tell none."""
    client.force_login(user)
    found = {}
    for address in addresses(user, street):
        answer = client.get(address)
        if answer.status_code == 200:
            text = text_of(answer).replace("\xa0", " ")
            asked = address.partition("?q=")[2]
            seen = [word for word in words if word in text and word != asked]
            if seen:
                found[address] = seen
    return found


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.READER, Role.PLANNER])
def test_who_works_outside_learns_no_tax_number_no_father_and_no_telephone(
    client: Client, street: Street, role: Role
) -> None:
    user = make_staff("giorgos", role)
    assert told(client, user, street, [AFM, FATHER, MOBILE]) == {}


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.READER])
def test_who_works_outside_finds_nobody_by_what_is_hidden(client: Client, street: Street, role: Role) -> None:
    client.force_login(make_staff("giorgos", role))
    payer = str(street.payer_of(street.house))
    for words in (AFM, MOBILE, FATHER):
        assert payer not in text_of(client.get(reverse("gis_core:search"), {"q": words}))
        rows = client.get(reverse("parties:party_list"), {"q": words}).context["table"].rows
        assert list(rows) == []


def test_a_reader_learns_no_balance_and_no_bill(client: Client, street: Street) -> None:
    owed = balance_of(street.house, street.payer_of(street.house))
    assert owed > 0
    amounts = [format_number(owed, 2, language) for language in ("el", "en")]
    bills = [bill.reference for bill in Bill.objects.all()]
    reader = make_staff("petros", Role.READER)
    assert told(client, reader, street, [*amounts, *bills]) == {}


def test_the_desk_that_needs_it_sees_all_of_it(client: Client, street: Street) -> None:
    owed = format_number(balance_of(street.house, street.payer_of(street.house)), 2, "en")
    found = told(client, street.clerk, street, [AFM, FATHER, owed])
    card = reverse("meters:connection_detail", args=[street.house.pk])
    assert found[card] == [AFM, owed]
    assert FATHER in found[reverse("parties:party_detail", args=[street.payer_of(street.house).pk])]
