"""Chainable filters over connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.gis.geos import GEOSGeometry
from django.db import models

from gis_core.choices import STAFF_ROLES, Role

if TYPE_CHECKING:
    from gis_core.models import User
    from meters.models import Connection

#: Roles that work with connections.
CONNECTION_ROLES: frozenset[Role] = STAFF_ROLES - {Role.PROCUREMENT, Role.STOREKEEPER}
#: Roles that may learn why a connection is sensitive; each reading of it is recorded.
SENSITIVITY_ROLES: frozenset[Role] = frozenset({Role.PLANNER, Role.DIRECTOR, Role.FRONT_DESK})


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Filters over connections."""

    def visible_to(self, user: User) -> ConnectionQuerySet:
        """Keep all for staff who work with them, the claimed ones for a consumer."""
        if user.has_any_role(*CONNECTION_ROLES):
            return self
        return self.filter(accesses__user=user, accesses__ended_at__isnull=True)

    def within(self, area: GEOSGeometry) -> ConnectionQuerySet:
        """Keep the connections whose point lies in the area."""
        return self.filter(geom__intersects=area)
