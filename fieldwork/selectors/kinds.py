"""What the kind of a task says of it: words, icon, pages."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from fieldwork.choices import LIVE_STATES
from fieldwork.models import Task
from fieldwork.registry import find_task_kind
from gis_core.domain.greek import format_date


def title_of_kind(task: Task) -> str:
    """Return the kind in words; the code itself where no app knows it any more."""
    kind = find_task_kind(task.kind)
    return str(kind.title) if kind is not None else task.kind


def icon_of_kind(task: Task) -> str:
    """Return the icon of the kind."""
    kind = find_task_kind(task.kind)
    return kind.icon if kind is not None else "clipboard"


def finish_page_of(task: Task) -> str:
    """Return the page that finishes the task where its kind has one of its own, else nothing."""
    kind = find_task_kind(task.kind)
    return kind.finish_url(task) if kind is not None and kind.finish_url is not None else ""


def target_page_of(task: Task) -> str:
    """Return the page of what the task is about, nothing where it has none."""
    kind = find_task_kind(task.kind)
    return kind.url_of_target(task) if kind is not None and kind.url_of_target is not None else ""


def is_late(task: Task) -> bool:
    """Say whether a task that waits should have been done before today."""
    return task.state in LIVE_STATES and task.due_on is not None and task.due_on < timezone.localdate()


def written_day(day: date) -> str:
    """Return a day as the reader's language writes it."""
    return format_date(day, get_language() or "el")
