"""Chainable filters over parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from gis_core.choices import STAFF_ROLES, Role

if TYPE_CHECKING:
    from gis_core.models import User
    from parties.models import Party

#: Roles that need to know persons by name.
PARTY_ROLES: frozenset[Role] = STAFF_ROLES - {Role.STOREKEEPER, Role.PROCUREMENT}


class PartyQuerySet(models.QuerySet["Party"]):
    """Filters over parties."""

    def visible_to(self, user: User) -> PartyQuerySet:
        """Keep all for staff whose role needs names, none for the rest."""
        return self if user.has_any_role(*PARTY_ROLES) else self.none()
