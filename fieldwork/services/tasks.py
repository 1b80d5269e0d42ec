"""The life of a task: opened, given out, begun, done or called off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldwork.choices import LIVE_STATES, TaskState
from fieldwork.domain.life import may_step
from fieldwork.errors import TaskChanged, TaskIncomplete, TaskStepNotAllowed
from fieldwork.events import task_cancelled, task_finished
from fieldwork.models import Crew, Task
from fieldwork.querysets import FIELD_ROLES, TASK_ROLES
from fieldwork.registry import find_task_kind
from fieldwork.selectors.tasks import find_live_task
from fieldwork.services.requests import came_before
from fieldwork.types import NewTask, TaskChanges
from gis_core.models import User


def open_task(*, actor: User | None, new: NewTask) -> Task:
    """Make a task; while one of the same key lives, that one is returned as it stands.

    Given a person or a crew it is given out at once. Raises TaskIncomplete.
    """
    _check_new(new)
    if new.key and (earlier := find_live_task(new.key)) is not None:
        return earlier
    given = new.assignee is not None or new.crew is not None
    task = Task(
        kind=new.kind, title=new.title.strip()[:200], details=new.details.strip(), target_type=_type_of(new),
        target_id=new.target.pk if new.target is not None else None, address=new.address[:200], geom=new.geom,
        due_on=new.due_on, priority=new.priority, assignee=new.assignee, crew=new.crew, made_by=actor,
        state=TaskState.ASSIGNED if given else TaskState.OPEN, key=new.key or None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError:
        # Of two who ask for the same at once the second finds the first one's task.
        living = find_live_task(new.key) if new.key else None
        if living is None:
            raise
        return living
    return task


@transaction.atomic
def assign_task(
    *,
    actor: User | None,
    task: Task,
    assignee: User | None = None,
    crew: Crew | None = None,
    version: int | None = None,
) -> Task:
    """Give the task to a person, a crew or both; to neither: it waits for somebody again.

    Raises TaskIncomplete for who does not go out, TaskStepNotAllowed when it ended, TaskChanged.
    """
    _check_taker(assignee, crew)
    state = TaskState.ASSIGNED if assignee or crew else TaskState.OPEN
    held = _hold(task, state, version)
    return _write(held, state=state, assignee=assignee, crew=crew, started_at=None)


@transaction.atomic
def assign_tasks(
    *,
    actor: User | None,
    tasks: Sequence[int],
    assignee: User | None = None,
    crew: Crew | None = None,
) -> int:
    """Give all of the tasks that still wait to a person or a crew; return how many. Raises TaskIncomplete."""
    _check_taker(assignee, crew)
    # One order of locks for everybody, so that two who give out the same list wait and do not block each other.
    held = (
        Task.objects.filter(pk__in=tasks, state__in=LIVE_STATES)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    found = list(held.values_list("pk", flat=True))
    return Task.objects.filter(pk__in=found).update(
        state=TaskState.ASSIGNED if assignee or crew else TaskState.OPEN,
        assignee=assignee,
        crew=crew,
        started_at=None,
        version=F("version") + 1,
    )


@transaction.atomic
def change_task(*, actor: User | None, task: Task, changes: TaskChanges, version: int | None = None) -> Task:
    """Say anew what is to be done, until when and how soon, while the task waits."""
    held = _hold(task, None, version)
    if held.state not in LIVE_STATES:
        raise TaskStepNotAllowed(_("This task has ended."))
    if not changes.title.strip():
        raise TaskIncomplete(_("Say what is to be done."))
    return _write(
        held,
        title=changes.title.strip()[:200],
        details=changes.details.strip(),
        due_on=changes.due_on,
        priority=changes.priority,
    )


@transaction.atomic
def start_task(*, actor: User, task: Task, version: int | None = None, key: str = "") -> Task:
    """Write down that the actor began; who begins a task that nobody had takes it.

    Under the same key, or begun by the same person already, nothing changes. Raises TaskStepNotAllowed, TaskChanged.
    """
    if key and came_before(actor, key, task, ("start", task.pk)):
        return Task.objects.get(pk=task.pk)
    held = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if held.state == TaskState.STARTED and held.assignee_id == actor.pk:
        return held
    held = _hold(task, TaskState.STARTED, version)
    return _write(held, state=TaskState.STARTED, started_at=timezone.now(), assignee=held.assignee or actor)


@transaction.atomic
def finish_task(
    *, actor: User, task: Task, result: str = "", version: int | None = None, key: str = ""
) -> Task:
    """Write down that the task is done and what came of it; its kind's own act and the event happen with it.

    Under the same key nothing happens twice. Raises TaskStepNotAllowed when it ended otherwise, TaskChanged,
    TaskKeyReused, and what the kind's own act refuses; then nothing has changed.
    """
    if key and came_before(actor, key, task, ("finish", task.pk, result.strip())):
        return Task.objects.get(pk=task.pk)
    held = _hold(task, TaskState.DONE, version)
    done = _write(
        held,
        state=TaskState.DONE,
        result=result.strip(),
        ended_at=timezone.now(),
        ended_by=actor,
        assignee=held.assignee or actor,
        started_at=held.started_at or timezone.now(),
    )
    kind = find_task_kind(done.kind)
    if kind is not None and kind.finish is not None:
        kind.finish(done, actor, done.result)
    task_finished.send(sender=Task, task=done, actor=actor)
    return done


@transaction.atomic
def cancel_task(*, actor: User | None, task: Task, reason: str = "", version: int | None = None) -> Task:
    """Call the task off. Raises TaskStepNotAllowed when it ended, TaskChanged."""
    held = _hold(task, TaskState.CANCELLED, version)
    off = _write(
        held, state=TaskState.CANCELLED, result=reason.strip(), ended_at=timezone.now(), ended_by=actor
    )
    task_cancelled.send(sender=Task, task=off, actor=actor)
    return off


def _check_new(new: NewTask) -> None:
    if find_task_kind(new.kind) is None:
        raise TaskIncomplete(_("There is no such kind of task."))
    if not new.title.strip():
        raise TaskIncomplete(_("Say what is to be done."))
    _check_taker(new.assignee, new.crew)


def _check_taker(assignee: User | None, crew: Crew | None) -> None:
    if assignee is not None and not (assignee.is_active and assignee.has_any_role(*FIELD_ROLES, *TASK_ROLES)):
        raise TaskIncomplete(_("%(name)s cannot take tasks.") % {"name": assignee})
    if crew is not None and not crew.is_active:
        raise TaskIncomplete(_("The crew %(name)s is not at work.") % {"name": crew})


def _type_of(new: NewTask) -> ContentType | None:
    return ContentType.objects.get_for_model(new.target) if new.target is not None else None


def _hold(task: Task, state: TaskState | None, version: int | None) -> Task:
    """Lock the task's row; refuse a step that it does not allow, or an act on what looked otherwise."""
    held = Task.objects.select_for_update(of=("self",)).select_related("assignee", "crew").get(pk=task.pk)
    if version is not None and held.version != version:
        raise TaskChanged
    if state is not None and not may_step(held.state, state):
        raise TaskStepNotAllowed(
            _("A task that is “%(old)s” cannot become “%(new)s”.")
            % {"old": held.get_state_display(), "new": state.label}
        )
    return held


def _write(held: Task, **values: Any) -> Task:
    for name, value in values.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*values, "version"])
    return held
