"""Chainable filters over cuts and works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from gis_core.choices import STAFF_ROLES, Role

if TYPE_CHECKING:
    from gis_core.models import User
    from outages.models import Outage

#: Who writes and announces; the planner may announce alone: in an emergency nobody else is there.
PLANNING_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.DIRECTOR})
#: Who reads the names of those affected and which of them are sensitive; each reading is recorded.
NAMING_ROLES: frozenset[Role] = frozenset({Role.PLANNER, Role.DIRECTOR, Role.FRONT_DESK})


class OutageQuerySet(models.QuerySet["Outage"]):
    """Filters over outages."""

    def announced(self) -> OutageQuerySet:
        """Keep what the public may know: announced, ended or cancelled after announcement."""
        return self.filter(approved_at__isnull=False)

    def visible_to(self, user: User | AnonymousUser) -> OutageQuerySet:
        """Keep all for staff, the announced for everybody else."""
        if user.is_authenticated and user.has_any_role(*STAFF_ROLES):
            return self
        return self.announced()
