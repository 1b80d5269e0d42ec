"""The phone's page: what waits for me, nearest in time first, in a list and on a map."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import cast

from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fieldwork.choices import STATE_TONES, TaskState
from fieldwork.models import Task
from fieldwork.querysets import SEEING_ROLES, WORKING_ROLES
from fieldwork.selectors.kinds import finish_page_of, icon_of_kind, is_late, title_of_kind
from fieldwork.selectors.places import Degrees, degrees_of
from fieldwork.selectors.tasks import count_by_day, list_ended_today, list_my_live_tasks
from fieldwork.web.tables import mark_of
from gis_core.models import User
from gis_core.pages.access import allow

#: So many of mine are shown; who has more filters nothing on a phone, but does some first.
MOST = 200


@dataclass(frozen=True)
class MyTask:
    """A task as the phone shows it."""

    number: int
    task: Task
    kind: str
    icon: str
    tone: str
    is_late: bool
    place: Degrees | None
    finish_page: str


@allow(*SEEING_ROLES)
@require_GET
def task_mine(request: HttpRequest) -> HttpResponse:
    """List what waits for the user: begun first, then today's and overdue, then the rest."""
    user, today = cast(User, request.user), timezone.localdate()
    mine = [_shown(number, task) for number, task in enumerate(list_my_live_tasks(user)[:MOST], start=1)]
    now = [each for each in mine if _is_for_today(each.task)]
    context = {
        "next": mine[0] if mine else None,
        "may_work": user.has_any_role(*WORKING_ROLES),
        "now": now,
        "later": [each for each in mine if not _is_for_today(each.task)],
        "has_places": any(each.place for each in mine),
        "counts": count_by_day(Task.objects.of(user).live(), today),
        "ended": list_ended_today(user)[:30],
    }
    return render(request, "fieldwork/task_mine.html", context)


@allow(*SEEING_ROLES)
@require_GET
def task_mine_map(request: HttpRequest) -> HttpResponse:
    """Give the places of what waits for the user as GeoJSON (WGS84), numbered like the list."""
    tasks = list_my_live_tasks(cast(User, request.user))
    tasks = tasks.annotate(shape=AsGeoJSON(Transform("geom", 4326), precision=6))
    features = [
        {
            "type": "Feature", "id": task.pk, "geometry": json.loads(task.shape),
            "properties": {**mark_of(task).properties(task.pk), "number": number},
        }
        for number, task in enumerate(tasks[:MOST], start=1)
        if task.shape
    ]  # fmt: skip
    answer = JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _is_for_today(task: Task) -> bool:
    due = task.due_on
    return task.state == TaskState.STARTED or (due is not None and due <= timezone.localdate())


def _shown(number: int, task: Task) -> MyTask:
    return MyTask(
        number, task, title_of_kind(task), icon_of_kind(task), STATE_TONES[task.state], is_late(task),
        degrees_of(task.geom), finish_page_of(task),
    )  # fmt: skip
