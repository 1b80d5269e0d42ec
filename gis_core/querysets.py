"""Chainable filters of the kernel's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from gis_core.choices import JobState, Role

if TYPE_CHECKING:
    from gis_core.models import Job, SavedList, User


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


class SavedListQuerySet(models.QuerySet["SavedList"]):
    """Filters over saved lists."""

    def visible_to(self, user: User) -> SavedListQuerySet:
        """Keep the user's own and those shared with a role of theirs; administrators see all that is shared."""
        if user.has_any_role(Role.ADMINISTRATOR):
            return self.filter(Q(owner=user) | ~Q(shared_with=[]))
        return self.filter(Q(owner=user) | Q(shared_with__overlap=sorted(user.roles)))

    def with_start(self, user: User) -> SavedListQuerySet:
        """Say of each whether it is the user's start."""
        starts = user.list_starts.filter(saved_list=OuterRef("pk"))
        return self.annotate(is_start=Exists(starts))
