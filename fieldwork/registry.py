"""The kinds of tasks; each app declares its own in its nav.py, and fieldwork names none of them.

register_task_kind(TaskKind("reread", _("Reading again"), "arrow-repeat", 20, READING_ROLES,
                            url_of_target=lambda task: reverse("meters:exception_detail", args=[task.target_id])))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from gis_core.choices import Role

if TYPE_CHECKING:
    from fieldwork.models import Task
    from gis_core.models import User

#: Called inside the transaction of `finish_task`, with the task already done, who did it and the words of the result:
#: the app's own act. A DomainError that it raises refuses the whole.
Finish = Callable[["Task", "User", str], None]


@dataclass(frozen=True)
class TaskKind:
    """A kind of task: its words, its icon, who may give it out, what finishing it does."""

    code: str
    title: str | Promise
    icon: str  # Bootstrap Icons name without the bi- prefix
    order: int
    #: Who may make one by hand on the page of new tasks; empty: only the app's own acts make it.
    roles: frozenset[Role] = frozenset()
    finish: Finish | None = None
    #: The page that finishes it, where words and photos are not enough; empty: the task's own page does.
    finish_url: Callable[[Task], str] | None = None
    #: The page of what the task is about, empty where it has none.
    url_of_target: Callable[[Task], str] | None = None


_kinds: dict[str, TaskKind] = {}


def register_task_kind(kind: TaskKind) -> None:
    """Make a kind known; one of the same code takes its place."""
    _kinds[kind.code] = kind


def find_task_kind(code: str) -> TaskKind | None:
    """Return the kind, None where no app knows it any more."""
    return _kinds.get(code)


def list_task_kinds() -> list[TaskKind]:
    """Return every kind in order."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def list_kinds_to_make(user: User) -> list[TaskKind]:
    """Return the kinds of which the user may make one by hand."""
    return [kind for kind in list_task_kinds() if kind.roles and user.has_any_role(*kind.roles)]
