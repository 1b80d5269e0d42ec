"""Tasks: whose they are, what waits, what was written of them."""

from __future__ import annotations

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, F, Model, Q, QuerySet, Value, When
from django.utils import timezone

from fieldwork.choices import TaskPriority, TaskState
from fieldwork.models import Task
from fieldwork.querysets import FIELD_ROLES
from fieldwork.types import DayCount
from gis_core.models import User


def find_live_task(key: str) -> Task | None:
    """Return the task of this key that waits for somebody."""
    return Task.objects.live().filter(key=key).first()


def list_tasks_of(target: Model) -> QuerySet[Task]:
    """Return the tasks about a record, latest first."""
    kind = ContentType.objects.get_for_model(target)
    tasks = Task.objects.filter(target_type=kind, target_id=target.pk)
    return tasks.select_related("assignee", "crew").order_by("-made_at", "-pk")


def list_my_live_tasks(user: User) -> QuerySet[Task]:
    """Return what waits for the user or a crew of theirs: begun first, then overdue, by urgency and day."""
    haste = Case(
        When(priority=TaskPriority.URGENT, then=0), When(priority=TaskPriority.NORMAL, then=1), default=2
    )
    begun = Case(When(state=TaskState.STARTED, then=0), default=1)
    late = Case(When(due_on__lte=timezone.localdate(), then=0), default=1)
    return (
        Task.objects.of(user)
        .live()
        .select_related("assignee", "crew")
        .order_by(begun, late, haste, F("due_on").asc(nulls_last=True), "pk")
    )


def list_ended_today(user: User) -> QuerySet[Task]:
    """Return what the user finished today, latest first."""
    day = timezone.localdate()
    done = Task.objects.filter(ended_by=user, state=TaskState.DONE, ended_at__date=day)
    return done.order_by("-ended_at")


def count_by_day(tasks: QuerySet[Task], today: date) -> DayCount:
    """Return how many of the tasks that wait are overdue, due today and later."""
    counts = tasks.order_by().aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        today=Count("pk", filter=Q(due_on=today)),
        all=Count(Value(1)),
    )
    late, now = counts["overdue"], counts["today"]
    return DayCount(late, now, counts["all"] - late - now)


def count_mine(user: User) -> int:
    """Return how many tasks wait for the user or a crew of theirs."""
    return Task.objects.of(user).live().count()


def count_unassigned() -> int:
    """Return how many tasks were given to nobody yet."""
    return Task.objects.filter(state=TaskState.OPEN).count()


def list_takers() -> QuerySet[User]:
    """Return those who go out, by name."""
    roles = [role.value for role in FIELD_ROLES]
    return (
        User.objects.filter(is_active=True, user_roles__role__in=roles)
        .distinct()
        .order_by("last_name", "first_name", "username")
    )


def may_read_task_file(user: User, pk: int) -> bool:
    """Say whether the user may open the files of a task: only who sees the task."""
    return Task.objects.visible_to(user).filter(pk=pk).exists()
