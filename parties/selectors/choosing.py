"""Choosing a party in a form: by words of its names, or by tax number, or by its number in the register."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gis_core.domain.greek import search_key
from gis_core.models import User
from gis_core.registry import Choice, Chooser
from parties.domain.afm import clean_afm
from parties.models import Party
from parties.selectors.parties import may_see_personal_data

#: So many of those that match are sorted; a word that more bear is no search yet.
SORTED = 500
#: Words, perhaps none, then “#number of the register” or a tax number.
_NUMBERED = re.compile(r"(?P<words>.*?)(?:#(?P<number>\d{1,18})|(?P<afm>(?:EL|GR)?\s?\d{8,9}))", re.ASCII)


def find_parties(query: str, user: User, limit: int) -> Sequence[Party]:
    """Return parties that bear every word, as a telephone book lists them; of very many, some."""
    near = Party.objects.visible_to(user).matching_for(query, user).values("pk")[:SORTED]
    return list(Party.objects.filter(pk__in=near).in_greek_order()[:limit])


def get_party(text: str, user: User) -> Party | None:
    """Return the party whose number ends the text, None when there is none or the words are somebody else's."""
    match = _NUMBERED.fullmatch(text.strip())
    if match is None:
        return None
    rows = Party.objects.visible_to(user)
    if match["number"]:
        rows = rows.filter(pk=int(match["number"]))
    elif may_see_personal_data(user):
        rows = rows.filter(afm=clean_afm(match["afm"]) or "")
    else:
        return None
    party = rows.first()
    words = search_key(match["words"]).split()
    return party if party is not None and all(word in party.search_key for word in words) else None


def describe_party(party: Party, user: User) -> Choice:
    """Return names with the tax number where the user may know it, else with the number of the register."""
    is_open = may_see_personal_data(user)
    number = party.afm if is_open and party.afm else f"#{party.pk}"
    kind = party.get_kind_display()
    return Choice(
        f"{party} {number}", f"{kind}, {party.father_name}" if is_open and party.father_name else kind
    )


PARTIES = Chooser("parties:party_choices", find_parties, get_party, describe_party)
