"""Chainable filters over parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F
from django.db.models.functions import Collate

from gis_core.choices import STAFF_ROLES, Role
from gis_core.domain.greek import search_key

if TYPE_CHECKING:
    from gis_core.models import User
    from parties.models import Party

#: Roles that need to know persons by name.
PARTY_ROLES: frozenset[Role] = STAFF_ROLES - {Role.STOREKEEPER, Role.PROCUREMENT}
#: Roles that need the whole tax number, the father's name and the history of both.
PERSONAL_DATA_ROLES: frozenset[Role] = frozenset(
    {
        Role.ADMINISTRATOR, Role.BILLING, Role.CASHIER, Role.FRONT_DESK, Role.ACCOUNTANT, Role.DIRECTOR,
        Role.AUDITOR,
    }
)  # fmt: skip


class PartyQuerySet(models.QuerySet["Party"]):
    """Filters over parties."""

    def visible_to(self, user: User) -> PartyQuerySet:
        """Keep all for staff whose role needs names, none for the rest."""
        return self if user.has_any_role(*PARTY_ROLES) else self.none()

    def matching(self, query: str) -> PartyQuerySet:
        """Keep those whose names or tax number hold every word, in Greek or Latin, accents or none."""
        found = self
        for word in search_key(query).split():
            found = found.filter(search_key__contains=word)
        return found

    def matching_for(self, query: str, user: User) -> PartyQuerySet:
        """Like `matching`, but who may not see tax numbers does not find them out by searching either."""
        if any(letter.isdigit() for letter in query) and not user.has_any_role(*PERSONAL_DATA_ROLES):
            return self.none()
        return self.matching(query)

    def in_greek_order(self) -> PartyQuerySet:
        """Sort as a Greek telephone book does: accents and case make no difference."""
        return self.order_by(Collate(F("name"), "el-x-icu"), Collate(F("first_name"), "el-x-icu"), "pk")
