"""Who may stand in the register already: Maria Chaitoglou, her namesake, her number, and who is somebody else."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from parties.choices import ContactKind, PartyKind
from parties.models import Party
from parties.selectors.duplicates import Candidate, list_likely_duplicates
from parties.services.parties import add_contact, register_party


@pytest.fixture
def maria(db: None) -> Party:
    party = register_party(
        actor=None, kind=PartyKind.PERSON, name="Χαΐτογλου", first_name="Μαρία", father_name="Πέτρος",
        afm="094259216",
    )  # fmt: skip
    add_contact(actor=None, party=party, kind=ContactKind.MOBILE, value="697 123 4410")
    register_party(actor=None, kind=PartyKind.PERSON, name="Γεωργιάδης", first_name="Πέτρος")
    return party


@pytest.mark.parametrize(
    ("candidate", "why"),
    [
        (Candidate("Άλλη", "Άννα", afm="094259216"), "the same tax number"),
        (Candidate("ΧΑΙΤΟΓΛΟΥ", "ΜΑΡΙΑ"), "the same name"),
        (Candidate("Chaitoglou", "Maria"), "the same name"),
        (Candidate("Χαΐτογλου", "Μαρία", "ΠΕΤΡΟΣ"), "the same name and father's name"),
        (Candidate("Χαΐτογλου", "Μαρία", "Petros"), "the same name and father's name"),
        (Candidate("Χαϊτόγλου", "Μάρια"), "the same name"),
        (Candidate("Χατόγλου", "Μαρία"), "a similar name"),
        (Candidate("Άλλη", "Άννα", contacts=("6971234410",)), "the same telephone or e-mail"),
        (
            Candidate("Χαΐτογλου", "Μαρία", afm="090000045", contacts=("6971234410",)),
            "the same telephone or e-mail",
        ),
    ],
)
def test_who_may_be_the_same_is_told_with_the_reason(maria: Party, candidate: Candidate, why: str) -> None:
    with override("en"):
        found = [(likely.party, str(likely.why)) for likely in list_likely_duplicates(candidate)]
    assert found == [(maria, why)]


@pytest.mark.parametrize(
    "candidate",
    [
        Candidate("Χαΐτογλου", "Μαρία", afm="090000045"),  # another tax number
        Candidate("Χαΐτογλου", "Μαρία", "Νικόλαος"),  # another father
        Candidate("Παπαδοπούλου", "Ελένη"),
        Candidate("Άλλη", "Άννα", contacts=("6970000000", "")),
    ],
)
def test_who_is_somebody_else_is_not_told(maria: Party, candidate: Candidate) -> None:
    assert list_likely_duplicates(candidate) == []


def test_nobody_is_a_duplicate_of_herself(maria: Party) -> None:
    assert list_likely_duplicates(Candidate("Χαΐτογλου", "Μαρία"), but=maria) == []
