"""What fieldwork puts on the rail and the first page; its own kind of task."""

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from fieldwork.choices import STATE_TONES, TaskState
from fieldwork.models import Task
from fieldwork.querysets import CREW_ROLES, FIELD_ROLES, GIVING_ROLES, TASK_ROLES
from fieldwork.registry import TaskKind, register_task_kind
from fieldwork.selectors.kinds import is_late, title_of_kind, written_day
from fieldwork.selectors.tasks import count_mine, count_unassigned, list_my_live_tasks
from gis_core.choices import Role
from gis_core.models import User
from gis_core.registry import (
    HomeFigure,
    HomePanel,
    HomeRow,
    NavItem,
    WaitingItem,
    register_figure,
    register_nav,
    register_panel,
    register_waiting,
)

HOME_ROWS = 6

register_task_kind(TaskKind("errand", gettext_lazy("Errand"), "clipboard-check", 10, GIVING_ROLES))


def _unassigned(user: User) -> int:
    """Count for those whose work it is to give tasks out; the others find them in the list."""
    return count_unassigned() if user.has_any_role(*CREW_ROLES, Role.FRONT_DESK) else 0


def _overdue(user: User) -> str:
    tasks = Task.objects.visible_to(user).live()
    return str(tasks.filter(due_on__lt=timezone.localdate()).count())


def _row(task: Task) -> HomeRow:
    words = [title_of_kind(task)]
    if task.address:
        words.append(task.address)
    if task.due_on is not None:
        words.append(written_day(task.due_on) + (f" · {gettext('overdue')}" if is_late(task) else ""))
    return HomeRow(
        task.title, " · ".join(words), reverse("fieldwork:task_detail", args=[task.pk]),
        task.get_state_display(), STATE_TONES[task.state],
    )  # fmt: skip


def _mine(user: User) -> list[HomeRow]:
    return [_row(task) for task in list_my_live_tasks(user)[:HOME_ROWS]]


def _open(user: User) -> list[HomeRow]:
    tasks = Task.objects.visible_to(user).filter(state=TaskState.OPEN)
    return [_row(task) for task in tasks.order_by(F("due_on").asc(nulls_last=True), "pk")[:HOME_ROWS]]


register_nav(
    NavItem(
        "tasks", _("Tasks"), "fieldwork:task_list", "clipboard-check", _("Network"), 340, TASK_ROLES,
        count=_unassigned,
    )
)  # fmt: skip
register_nav(
    NavItem(
        "tasks_mine", _("My tasks"), "fieldwork:task_mine", "geo-alt", _("Network"), 341, FIELD_ROLES,
        count=count_mine,
    )
)  # fmt: skip
register_waiting(
    WaitingItem("tasks_mine", _("Tasks given to you"), "fieldwork:task_mine", FIELD_ROLES, count_mine)
)
register_figure(
    HomeFigure(
        "tasks_overdue", _("Overdue tasks"), 330, TASK_ROLES, _overdue, "fieldwork:task_list", "?due=overdue"
    )
)
register_panel(
    HomePanel(
        "tasks_mine", _("My tasks"), 5, FIELD_ROLES, _mine, "fieldwork:task_mine", _("Nothing waits for you.")
    )
)
register_panel(
    HomePanel(
        "tasks_open", _("Tasks given to nobody"), 35, TASK_ROLES, _open, "fieldwork:task_list",
        _("Every task was given out."), "?state=open",
    )
)  # fmt: skip
