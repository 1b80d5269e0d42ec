"""Values that cross the layers of work outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldwork.choices import TaskPriority

if TYPE_CHECKING:
    from django.contrib.gis.geos import Point
    from django.db.models import Model

    from fieldwork.models import Crew
    from gis_core.models import User


@dataclass(frozen=True)
class NewTask:
    """What is to be done, where (a point of EPSG:2100), until when and by whom; `key` makes it one while it lives."""

    kind: str
    title: str
    target: Model | None = None
    geom: Point | None = None
    address: str = ""
    details: str = ""
    due_on: date | None = None
    priority: TaskPriority = TaskPriority.NORMAL
    assignee: User | None = None
    crew: Crew | None = None
    key: str | None = None


@dataclass(frozen=True)
class TaskChanges:
    """What the office says anew of a task that waits."""

    title: str
    details: str = ""
    due_on: date | None = None
    priority: TaskPriority = TaskPriority.NORMAL


@dataclass(frozen=True)
class DayCount:
    """How many tasks wait for somebody: overdue, due today, later or without a day."""

    overdue: int = 0
    today: int = 0
    later: int = 0

    @property
    def all(self) -> int:
        """All that wait."""
        return self.overdue + self.today + self.later
