"""The pages of the register."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from gis_core.models import User
from parties.choices import ConsentPurpose, ContactKind, PartyKind
from parties.models import Consent, Contact, Party
from parties.services.parties import add_contact, give_consent, register_party


def sign_in(client: Client, user: User) -> None:
    client.force_login(user)


def test_list_finds_without_accents_in_either_alphabet(
    client: Client, front_desk: User, maria: Party
) -> None:
    register_party(actor=None, kind=PartyKind.PERSON, name="Γεωργίου", first_name="Άννα")
    sign_in(client, front_desk)
    for typed in ("χαιτογλου", "ΧΑΪΤΟΓΛΟΥ μαρια", "chaitoglou", "maria chaito", "094259216"):
        answer = client.get(reverse("parties:party_list"), {"q": typed})
        assert [row.record for row in answer.context["table"].rows] == [maria], typed


def test_list_stands_in_greek_order(client: Client, front_desk: User) -> None:
    for name in ("Ωραίος", "Άννινος", "Αλεξίου", "Ζώης", "άνθης"):
        register_party(actor=None, kind=PartyKind.PERSON, name=name)
    sign_in(client, front_desk)
    answer = client.get(reverse("parties:party_list"))
    names = [row.record.name for row in answer.context["table"].rows]
    assert names == ["Αλεξίου", "άνθης", "Άννινος", "Ζώης", "Ωραίος"]


def test_who_does_not_need_the_tax_number_sees_its_end_only(
    client: Client, technician: User, maria: Party
) -> None:
    sign_in(client, technician)
    for page in (reverse("parties:party_list"), reverse("parties:party_detail", args=[maria.pk])):
        text = client.get(page).content.decode()
        assert "●●●●●9216" in text
        assert "094259216" not in text
        assert "Νικόλαος" not in text


def test_nor_finds_it_out_by_searching(client: Client, technician: User, maria: Party) -> None:
    sign_in(client, technician)
    answer = client.get(reverse("parties:party_list"), {"q": "09425"})
    assert list(answer.context["table"].rows) == []
    assert "history" not in {tab["url"].removeprefix("?tab=") for tab in _card(client, maria)}


def _card(client: Client, party: Party) -> list[dict[str, str]]:
    tabs: list[dict[str, str]] = client.get(reverse("parties:party_detail", args=[party.pk])).context["tabs"]
    return tabs


def test_nor_gets_it_in_an_exported_file_or_by_the_api(
    client: Client, technician: User, front_desk: User, maria: Party
) -> None:
    sign_in(client, technician)
    file = client.get(reverse("parties:party_list"), {"export": "csv"})
    assert "094259216" not in b"".join(file).decode()
    row = client.get("/api/v1/parties/").json()["results"][0]
    assert (row["afm"], row["father_name"]) == ("●●●●●9216", "")
    sign_in(client, front_desk)
    row = client.get(f"/api/v1/parties/{maria.pk}/").json()
    assert (row["afm"], row["father_name"]) == ("094259216", "Νικόλαος")


def _reachable(party: Party) -> None:
    for kind, value in (
        (ContactKind.EMAIL, "maria@example.gr"),
        (ContactKind.MOBILE, "6971234410"),
        (ContactKind.PHONE, "2310123456"),
        (ContactKind.POST, "Εγνατία 5"),
    ):
        add_contact(actor=None, party=party, kind=kind, value=value)


def test_who_does_not_need_them_sees_only_that_there_are_ways_to_reach_a_party(
    client: Client, technician: User, maria: Party
) -> None:
    _reachable(maria)
    sign_in(client, technician)
    text = client.get(reverse("parties:party_detail", args=[maria.pk])).content.decode()
    row = client.get(f"/api/v1/parties/{maria.pk}/").json()
    assert sorted(contact["value"] for contact in row["contacts"]) == [
        "231 ●●● 3456", "697 ●●● 4410", "m●●●@●●●", "●●●",
    ]  # fmt: skip
    for contact in row["contacts"]:
        assert contact["value"] in text
    for whole in ("example.gr", "6971234410", "2310123456", "Εγνατία", "tel:", "mailto:"):
        assert whole not in text


def test_who_needs_them_sees_them_whole(client: Client, front_desk: User, maria: Party) -> None:
    _reachable(maria)
    sign_in(client, front_desk)
    text = client.get(reverse("parties:party_detail", args=[maria.pk])).content.decode()
    for link in ("mailto:maria@example.gr", "tel:+306971234410", "tel:+302310123456", "Εγνατία 5"):
        assert link in text
    row = client.get(f"/api/v1/parties/{maria.pk}/").json()
    assert "6971234410" in {contact["value"] for contact in row["contacts"]}


def test_consents_are_not_for_every_reader(client: Client, technician: User, maria: Party) -> None:
    give_consent(
        actor=None,
        party=maria,
        purpose=ConsentPurpose.SENSITIVITY,
        channel=ContactKind.EMAIL,
        evidence="έντυπο 417",
    )
    sign_in(client, technician)
    assert "?tab=consents" not in {tab["url"] for tab in _card(client, maria)}
    answer = client.get(reverse("parties:party_detail", args=[maria.pk]), {"tab": "consents"})
    assert "έντυπο 417" not in answer.content.decode()


def test_storekeeper_has_no_business_here(client: Client, storekeeper: User, maria: Party) -> None:
    sign_in(client, storekeeper)
    assert client.get(reverse("parties:party_list")).status_code == 403
    assert client.get("/api/v1/parties/").status_code == 403


def test_technician_changes_nothing(client: Client, technician: User, maria: Party) -> None:
    sign_in(client, technician)
    answer = client.post(reverse("parties:party_edit", args=[maria.pk]), {"name": "Άλλη"})
    assert answer.status_code == 403
    maria.refresh_from_db()
    assert maria.name == "Χαΐτογλου"


def test_a_namesake_is_shown_before_a_second_one_is_registered(
    client: Client, front_desk: User, maria: Party
) -> None:
    sign_in(client, front_desk)
    given = {"kind": "person", "name": "ΧΑΙΤΟΓΛΟΥ", "first_name": "ΜΑΡΙΑ", "language": "el"}
    answer = client.post(reverse("parties:party_create"), given)
    assert [found.party for found in answer.context["likely"]] == [maria]
    assert Party.objects.count() == 1
    answer = client.post(reverse("parties:party_create"), {**given, "is_another": "1"})
    assert answer.status_code == 302
    assert Party.objects.count() == 2


def test_a_wrong_tax_number_is_told_beside_its_field(client: Client, front_desk: User) -> None:
    sign_in(client, front_desk)
    given = {"kind": "person", "name": "Ζώης", "afm": "094259217", "language": "el"}
    answer = client.post(reverse("parties:party_create"), given)
    assert answer.status_code == 422
    assert "afm" in answer.context["form"].errors
    assert not Party.objects.exists()


def test_contact_and_consent_are_added_and_withdrawn_on_the_card(
    client: Client, front_desk: User, maria: Party
) -> None:
    sign_in(client, front_desk)
    client.post(
        reverse("parties:contact_create", args=[maria.pk]),
        {"kind": "mobile", "value": "+30 694 123 4567", "is_preferred": "on"},
    )
    assert Contact.objects.get().value == "6941234567"
    wrong = client.post(
        reverse("parties:contact_create", args=[maria.pk]), {"kind": "mobile", "value": "2310123456"}
    )
    assert wrong.status_code == 422
    client.post(
        reverse("parties:consent_create", args=[maria.pk]),
        {"purpose": "outage_notices", "channel": "mobile", "evidence": "έντυπο 417"},
    )
    consent = Consent.objects.get()
    assert consent.withdrawn_at is None
    client.post(reverse("parties:consent_withdraw", args=[consent.pk]))
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def test_each_tab_of_the_card_answers(client: Client, front_desk: User, maria: Party) -> None:
    add_contact(actor=None, party=maria, kind=ContactKind.EMAIL, value="Maria@Example.gr", is_preferred=True)
    give_consent(
        actor=None,
        party=maria,
        purpose=ConsentPurpose.BILL_NOTICES,
        channel=ContactKind.EMAIL,
        evidence="πύλη",
    )
    sign_in(client, front_desk)
    card = reverse("parties:party_detail", args=[maria.pk])
    assert "maria@example.gr" in client.get(card).content.decode()
    assert "πύλη" in client.get(card, {"tab": "consents"}).content.decode()
    assert client.get(card, {"tab": "history"}).status_code == 200
