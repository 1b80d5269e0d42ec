"""Chainable filters over faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from faults.choices import FaultState
from gis_core.choices import Role

if TYPE_CHECKING:
    from faults.models import Fault
    from gis_core.models import User

#: Roles that work on faults.
FAULT_ROLES: frozenset[Role] = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.TECHNICIAN,
        Role.PLANNER,
        Role.FRONT_DESK,
        Role.DIRECTOR,
        Role.AUDITOR,
    }
)


class FaultQuerySet(models.QuerySet["Fault"]):
    """Filters over faults."""

    def open(self) -> FaultQuerySet:
        """Keep faults that still need someone."""
        return self.exclude(state__in=[FaultState.RESTORED, FaultState.REJECTED])

    def visible_to(self, user: User) -> FaultQuerySet:
        """Keep all for staff who work on them; for a consumer, those they reported."""
        if user.has_any_role(*FAULT_ROLES):
            return self
        return self.filter(reports__reporter=user).distinct()
