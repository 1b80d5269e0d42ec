"""Chainable filters of the kernel's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from gis_core.choices import JobState, Role

if TYPE_CHECKING:
    from gis_core.models import Job, User


class JobQuerySet(models.QuerySet["Job"]):
    """Filters over jobs."""

    def visible_to(self, user: User) -> JobQuerySet:
        """Keep the user's own jobs; administrators and auditors see all."""
        if user.has_any_role(Role.ADMINISTRATOR, Role.AUDITOR):
            return self
        return self.filter(started_by=user)

    def unfinished(self) -> JobQuerySet:
        """Keep what is queued or running."""
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
