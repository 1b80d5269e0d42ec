"""Chainable filters over tasks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from fieldwork.choices import LIVE_STATES
from gis_core.choices import Role

if TYPE_CHECKING:
    from fieldwork.models import Task
    from gis_core.models import User

#: Who sees every task; others see their own and their crew's.
TASK_ROLES: frozenset[Role] = frozenset(
    {Role.ADMINISTRATOR, Role.BILLING, Role.PLANNER, Role.FRONT_DESK, Role.DIRECTOR, Role.AUDITOR}
)
#: Who goes out.
FIELD_ROLES: frozenset[Role] = frozenset({Role.TECHNICIAN, Role.READER})
#: Who gives tasks out, changes them and calls them off; the auditor only looks.
GIVING_ROLES: frozenset[Role] = TASK_ROLES - {Role.AUDITOR}
#: Who works on tasks: the office on all, people outside on their own.
WORKING_ROLES: frozenset[Role] = FIELD_ROLES | GIVING_ROLES
#: Who looks at tasks: the office at all, people outside at their own.
SEEING_ROLES: frozenset[Role] = FIELD_ROLES | TASK_ROLES
#: Who says who goes out together.
CREW_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.DIRECTOR})


class TaskQuerySet(models.QuerySet["Task"]):
    """Filters over tasks."""

    def visible_to(self, user: User) -> TaskQuerySet:
        """Keep all for the office, one's own and one's crew's for people outside, nothing for others."""
        if user.has_any_role(*TASK_ROLES):
            return self
        if user.has_any_role(*FIELD_ROLES):
            return self.of(user)
        return self.none()

    def of(self, user: User) -> TaskQuerySet:
        """Keep what is given to the user or to a crew of theirs."""
        return self.filter(Q(assignee=user) | Q(crew__in=user.crews.values("pk")))

    def live(self) -> TaskQuerySet:
        """Keep what waits for somebody."""
        return self.filter(state__in=LIVE_STATES)

    def due_by(self, day: date) -> TaskQuerySet:
        """Keep what is due on the day or before it."""
        return self.filter(due_on__lte=day)
