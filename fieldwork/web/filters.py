"""Filters of the office's list of tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fieldwork.choices import LIVE_STATES, TaskPriority, TaskState
from fieldwork.models import Crew, Task
from fieldwork.registry import list_task_kinds
from fieldwork.selectors.tasks import list_takers
from gis_core.models import User

DUE = [
    ("overdue", pgettext_lazy("tasks", "Overdue")),
    ("today", _("Until today")),
    ("week", _("Within seven days")),
    ("none", _("Without a day")),
]


def _kinds() -> list[tuple[str, str]]:
    return [(kind.code, str(kind.title)) for kind in list_task_kinds()]


def _takers(request: object) -> QuerySet[User]:
    return list_takers()


class TaskFilter(django_filters.FilterSet):
    """State (what waits, unless told), kind, who goes, when, how soon."""

    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=pgettext_lazy("tasks", "Waiting"), method="filter_state",
        choices=[*TaskState.choices, ("all", pgettext_lazy("tasks", "All"))],
    )  # fmt: skip
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=_kinds)
    due = django_filters.ChoiceFilter(label=pgettext_lazy("task", "Due"), choices=DUE, method="filter_due")
    priority = django_filters.ChoiceFilter(label=_("Priority"), choices=TaskPriority.choices)
    assignee = django_filters.ModelChoiceFilter(label=pgettext_lazy("task", "Person"), queryset=_takers)
    crew = django_filters.ModelChoiceFilter(label=_("Crew"), queryset=Crew.objects.all())
    q = django_filters.CharFilter(label=_("Text"), method="filter_text")

    class Meta:
        model = Task
        fields = ("state", "kind", "due", "priority", "assignee", "crew")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Filter also where nothing was asked for: then what ended is left out."""
        super().__init__(data if data is not None else QueryDict(), *args, **kwargs)

    def filter_queryset(self, queryset: QuerySet[Task]) -> QuerySet[Task]:
        """Keep what waits, unless a state was asked for."""
        kept: QuerySet[Task] = super().filter_queryset(queryset)
        return kept if self.form.cleaned_data.get("state") else kept.filter(state__in=LIVE_STATES)

    def filter_state(self, tasks: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Keep one state, or all."""
        return tasks if value == "all" else tasks.filter(state=value)

    def filter_due(self, tasks: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Keep what is due then."""
        today = timezone.localdate()
        if value == "overdue":
            return tasks.filter(due_on__lt=today, state__in=LIVE_STATES)
        if value == "today":
            return tasks.filter(due_on__lte=today)
        if value == "week":
            return tasks.filter(due_on__lte=today + timedelta(days=7))
        return tasks.filter(due_on__isnull=True)

    def filter_text(self, tasks: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Keep what has the words in its title or address."""
        words = value.split()
        for word in words[:6]:
            tasks = tasks.filter(title__icontains=word) | tasks.filter(address__icontains=word)
        return tasks
