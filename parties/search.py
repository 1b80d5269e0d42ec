"""What the search box finds in the register."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gis_core.models import User
from gis_core.registry import SearchHit, SearchProvider, register_search
from parties.choices import PartyKind
from parties.querysets import PARTY_ROLES
from parties.selectors import choosing
from parties.selectors.parties import shown_afm


def find_parties(query: str, user: User, limit: int) -> Iterator[SearchHit]:
    """Find persons and organisations by names or tax number."""
    for party in choosing.find_parties(query, user, limit):
        icon = "person" if party.kind == PartyKind.PERSON else "building"
        url = reverse("parties:party_detail", args=[party.pk])
        yield SearchHit(title=str(party), detail=shown_afm(party, user), url=url, icon=icon)


register_search(SearchProvider("parties", _("Parties"), 20, PARTY_ROLES, find_parties))
