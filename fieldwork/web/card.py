"""A task's card and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from documents.selectors.files import list_attachments
from fieldwork.choices import LIVE_STATES, PRIORITY_TONES, STATE_TONES, TaskPriority, TaskState
from fieldwork.models import Task
from fieldwork.querysets import GIVING_ROLES, SEEING_ROLES, TASK_ROLES, WORKING_ROLES
from fieldwork.selectors.kinds import finish_page_of, icon_of_kind, is_late, target_page_of, title_of_kind
from fieldwork.selectors.places import degrees_of
from fieldwork.services.notes import write_note
from fieldwork.services.tasks import assign_task, cancel_task, change_task, finish_task, start_task
from fieldwork.types import TaskChanges
from fieldwork.web.forms import FinishForm, NoteForm, TakerForm, TaskChangeForm
from fieldwork.web.tables import taker_of
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes


@allow(*SEEING_ROLES)
@require_GET
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a task: what, where, until when, who, what was written, what can be done."""
    return _card(request, get_task(request, pk))


@allow(*WORKING_ROLES)
@require_POST
def task_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin."""
    task = get_task(request, pk)
    return _act(request, task, lambda user: start_task(actor=user, task=task), _("Begun."))


@allow(*WORKING_ROLES)
@require_POST
def task_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is done and what came of it; the same form sent twice is done once."""
    task, user = get_task(request, pk), cast(User, request.user)
    elsewhere = finish_page_of(task)
    if elsewhere:
        return redirect(elsewhere)
    form = FinishForm(request.POST, request.FILES)
    if not form.is_valid():
        return _card(request, task, finish_form=form)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            if given["photos"]:
                key = f"{given['key']}/photos" if given["key"] else ""
                write_note(actor=user, task=task, photos=given["photos"], key=key)
            finish_task(actor=user, task=task, result=given["result"], key=given["key"])
    except DomainError as error:
        form.add_error(None, str(error))
        return _card(request, get_task(request, pk), finish_form=form)
    messages.success(request, _("Done: %(title)s") % {"title": task.title})
    return redirect(
        *(("fieldwork:task_detail", pk) if user.has_any_role(*TASK_ROLES) else ("fieldwork:task_mine",))
    )


@allow(*WORKING_ROLES)
@require_POST
def task_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write words, keep photos."""
    task, user = get_task(request, pk), cast(User, request.user)
    form = NoteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _card(request, task, note_form=form)
    given = form.cleaned_data
    try:
        write_note(actor=user, task=task, text=given["text"], photos=given["photos"], key=given["key"])
    except DomainError as error:
        form.add_error(None, str(error))
        return _card(request, task, note_form=form)
    messages.success(request, _("Kept."))
    return redirect("fieldwork:task_detail", pk=pk)


@allow(*GIVING_ROLES)
@require_POST
def task_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the task to somebody."""
    task = get_task(request, pk)
    form = TakerForm(request.POST)
    if not form.is_valid():
        return _card(request, task, taker_form=form)
    given = form.cleaned_data

    def give(user: User) -> None:
        assign_task(actor=user, task=task, assignee=given["assignee"], crew=given["crew"])

    return _act(request, task, give, _("Saved."))


@allow(*GIVING_ROLES)
@require_POST
def task_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew what is to be done, until when and how soon."""
    task = get_task(request, pk)
    form = TaskChangeForm(request.POST, instance=get_task(request, pk))
    if not form.is_valid():
        return _card(request, task, change_form=form)
    given = form.cleaned_data
    changes = TaskChanges(given["title"], given["details"], given["due_on"], TaskPriority(given["priority"]))

    def change(user: User) -> None:
        change_task(actor=user, task=task, changes=changes, version=given["version"])

    return _act(request, task, change, _("Saved."))


@allow(*GIVING_ROLES)
@require_POST
def task_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the task off."""
    task, reason = get_task(request, pk), request.POST.get("reason", "")[:2000]
    return _act(
        request, task, lambda user: cancel_task(actor=user, task=task, reason=reason), _("Called off.")
    )


def get_task(request: HttpRequest, pk: int) -> Task:
    """Return a task that the user may see; what they may not does not exist for them."""
    visible = Task.objects.visible_to(cast(User, request.user))
    return get_object_or_404(visible.select_related("assignee", "crew", "made_by", "ended_by"), pk=pk)


def _act(request: HttpRequest, task: Task, act: Callable[[User], object], said: str) -> HttpResponse:
    try:
        act(cast(User, request.user))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("fieldwork:task_detail", pk=task.pk)


def _card(request: HttpRequest, task: Task, **forms: BaseForm) -> HttpResponse:
    user = cast(User, request.user)
    is_live = task.state in LIVE_STATES
    context: dict[str, Any] = {
        "task": task, "kind": title_of_kind(task), "icon": icon_of_kind(task), "tone": STATE_TONES[task.state],
        "priority_tone": PRIORITY_TONES[task.priority], "is_late": is_late(task), "taker": taker_of(task),
        "notes": task.notes.select_related("written_by"), "photos": list_attachments(task),
        "place": degrees_of(task.geom), "finish_page": finish_page_of(task) if is_live else "",
        "target_page": target_page_of(task), "changes": list_changes(task),
        "may_work": is_live and user.has_any_role(*WORKING_ROLES),
        "may_note": user.has_any_role(*WORKING_ROLES),
        "may_start": is_live and task.state != TaskState.STARTED and user.has_any_role(*WORKING_ROLES),
        "may_give": is_live and user.has_any_role(*GIVING_ROLES), "is_office": user.has_any_role(*TASK_ROLES),
        "finish_form": FinishForm(initial={"key": uuid4()}), "note_form": NoteForm(initial={"key": uuid4()}),
        "taker_form": TakerForm(initial={"assignee": task.assignee, "crew": task.crew}),
        "change_form": TaskChangeForm(instance=task), **forms,
    }  # fmt: skip
    return render(request, "fieldwork/task_detail.html", context, status=422 if forms else 200)
