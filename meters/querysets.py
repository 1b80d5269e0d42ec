"""Chainable filters over connections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import Q

from gis_core.choices import STAFF_ROLES, Role

if TYPE_CHECKING:
    from gis_core.models import User
    from meters.models import Connection, ReadingRound

#: Roles that work with connections.
CONNECTION_ROLES: frozenset[Role] = STAFF_ROLES - {Role.PROCUREMENT, Role.STOREKEEPER}
#: Roles that read how records came to be what they are.
HISTORY_ROLES: frozenset[Role] = CONNECTION_ROLES - {Role.READER, Role.TECHNICIAN}
#: Roles that write readings one by one.
READING_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.FRONT_DESK, Role.READER})
#: Roles that bring files of readings.
IMPORT_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.BILLING})
#: Roles that register connections one by one.
REGISTER_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.FRONT_DESK})
#: Roles that write down which meter hangs where.
EXCHANGE_ROLES: frozenset[Role] = REGISTER_ROLES | {Role.TECHNICIAN}
#: Roles that open periods, give rounds to readers, check and close them.
ROUND_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.BILLING})
#: Roles that see the readings held back from bills; those of rounds decide.
EXCEPTION_ROLES: frozenset[Role] = ROUND_ROLES | {Role.AUDITOR, Role.DIRECTOR}
#: Roles that walk a round with the telephone; a reader those that were given to them.
WALKING_ROLES: frozenset[Role] = ROUND_ROLES | {Role.READER}
#: Roles that may list who pays everywhere, with the tax numbers.
PAYER_LIST_ROLES: frozenset[Role] = frozenset(
    {Role.ADMINISTRATOR, Role.BILLING, Role.FRONT_DESK, Role.ACCOUNTANT, Role.DIRECTOR, Role.AUDITOR}
)
#: Roles that may learn why a connection is sensitive; each reading of it is recorded.
SENSITIVITY_ROLES: frozenset[Role] = frozenset({Role.PLANNER, Role.DIRECTOR, Role.FRONT_DESK})


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Filters over connections."""

    def visible_to(self, user: User) -> ConnectionQuerySet:
        """Keep all for staff who work with them, the claimed ones for a consumer."""
        if user.has_any_role(*CONNECTION_ROLES):
            return self
        # One row a connection, also where the user sees two payers' bills on it.
        standing = user.connection_accesses.filter(ended_at__isnull=True)
        return self.filter(pk__in=standing.values("connection"))

    def within(self, area: GEOSGeometry) -> ConnectionQuerySet:
        """Keep the connections whose point lies in the area."""
        return self.filter(geom__intersects=area)

    def matching(self, keys: Sequence[str]) -> ConnectionQuerySet:
        """Keep those whose number or address holds every word of one of the search keys."""
        any_key = Q()
        for key in keys:
            every_word = Q()
            for word in key.split():
                every_word &= Q(search_key__contains=word)
            any_key |= every_word
        return self.filter(any_key)


class RoundQuerySet(models.QuerySet["ReadingRound"]):
    """Filters over rounds."""

    def visible_to(self, user: User) -> RoundQuerySet:
        """Keep all for the office; for who is a reader alone, their own; for others none."""
        if user.has_any_role(*(CONNECTION_ROLES - {Role.READER})):
            return self
        return self.filter(reader=user) if user.has_any_role(Role.READER) else self.none()
