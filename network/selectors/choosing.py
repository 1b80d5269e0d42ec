"""Choosing a street in a form."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.db.models.functions import Length

from gis_core.domain.greek import double_key, query_keys
from gis_core.models import User
from gis_core.registry import Choice, Chooser
from network.models import Street


def find_streets(query: str, user: User, limit: int) -> Sequence[Street]:
    """Return streets whose name holds every word, in Greek or Latin letters, the shortest names first."""
    fits = Q()
    for key in query_keys(query):
        every_word = Q()
        for word in key.split():
            every_word &= Q(search_key__contains=word)
        fits |= every_word
    streets = Street.objects.visible_to(user).filter(fits).only("name", "settlement")
    return list(streets.order_by(Length("search_key"), "name", "settlement")[:limit])


def get_street(text: str, user: User) -> Street | None:
    """Return the street of that very name, whatever the accents; the first one where settlements share it."""
    streets = Street.objects.visible_to(user).filter(search_key=double_key(text))
    return streets.only("name", "settlement").order_by("pk").first()


def describe_street(street: Street, user: User) -> Choice:
    """Return the name, with the settlement beside it."""
    return Choice(street.name, street.settlement)


#: Answers everybody with places for what was typed of an address, a text that `find_address` reads.
ADDRESSES_URL_NAME = "network:address_suggest"

STREETS = Chooser("network:street_choices", find_streets, get_street, describe_street)
