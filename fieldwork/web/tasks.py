"""The office's pages of tasks: list and map, a new one, many given out at once."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fieldwork.choices import TaskPriority
from fieldwork.models import Crew, Task
from fieldwork.querysets import GIVING_ROLES, TASK_ROLES
from fieldwork.selectors.tasks import list_takers
from fieldwork.services.tasks import assign_tasks, open_task
from fieldwork.types import NewTask
from fieldwork.web.filters import TaskFilter
from fieldwork.web.forms import TakerForm, TaskForm
from fieldwork.web.tables import LEGEND, TaskTable, mark_of
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.list_maps import MappedListView, Mark


@allow(*TASK_ROLES)
class TaskList(MappedListView):
    """Tasks with their filters and their map; what waits, unless asked otherwise."""

    model = Task
    table_class = TaskTable
    filterset_class = TaskFilter
    template_name = "fieldwork/task_list.html"
    title = gettext_lazy("Tasks")
    export_name = "tasks"
    empty_text = gettext_lazy("Nothing waits. A new task is made here, or by the pages that need one.")
    map_layers = "streets,pipes"
    legend = LEGEND
    map_note = gettext_lazy("Tasks without a place are in the list alone.")

    def mark_of(self, row: Task) -> Mark:
        """Show state and urgency."""
        return mark_of(row)

    def get_queryset(self) -> QuerySet[Any]:
        """Put what is due first on top, with who goes there."""
        tasks = super().get_queryset().select_related("assignee", "crew")
        return tasks.order_by(F("due_on").asc(nulls_last=True), "pk")

    def get_map_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Leave out what has no place."""
        return rows.filter(geom__isnull=False)

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new task to who may make one."""
        if not cast(User, self.request.user).has_any_role(*GIVING_ROLES):
            return []
        return [(reverse("fieldwork:task_create"), _("New task"), "plus-lg")]

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave the boxes out for who gives nothing out."""
        kwargs = super().get_table_kwargs()
        if not cast(User, self.request.user).has_any_role(*GIVING_ROLES):
            kwargs["exclude"] = [*kwargs["exclude"], "pick"]
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form that gives many out."""
        context = super().get_context_data(**kwargs)
        context["may_give"] = cast(User, self.request.user).has_any_role(*GIVING_ROLES)
        context["takers"], context["crews"] = list(list_takers()), list(Crew.objects.filter(is_active=True))
        return context


@allow(*GIVING_ROLES)
@require_POST
def task_assign_many(request: HttpRequest) -> HttpResponse:
    """Give all chosen tasks to a person or a crew."""
    form = TakerForm(request.POST)
    chosen = [int(value) for value in request.POST.getlist("task") if value.isdecimal() and len(value) < 19]
    user = cast(User, request.user)
    if not chosen:
        messages.error(request, _("Choose tasks in the list first."))
    elif form.is_valid():
        seen = list(Task.objects.visible_to(user).filter(pk__in=chosen).values_list("pk", flat=True))
        try:
            given = assign_tasks(
                actor=user, tasks=seen, assignee=form.cleaned_data["assignee"], crew=form.cleaned_data["crew"]
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            words = ngettext("%(number)d task was given out.", "%(number)d tasks were given out.", given)
            messages.success(request, words % {"number": given})
    else:
        messages.error(request, _("Choose a person or a crew."))
    back = request.POST.get("back", "")
    home = reverse("fieldwork:task_list")
    is_ours = back.startswith(home) and url_has_allowed_host_and_scheme(back, None)
    return redirect(back if is_ours else home)


@allow(*GIVING_ROLES)
@require_http_methods(["GET", "POST"])
def task_create(request: HttpRequest) -> HttpResponse:
    """Make a task by hand."""
    user = cast(User, request.user)
    form = TaskForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = NewTask(
            kind=given["kind"], title=given["title"], details=given["details"], address=given["address"],
            geom=form.point(), due_on=given["due_on"], priority=TaskPriority(given["priority"]),
            assignee=given["assignee"], crew=given["crew"],
        )  # fmt: skip
        try:
            task = open_task(actor=user, new=new)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The task was made."))
            return redirect("fieldwork:task_detail", pk=task.pk)
    return render(request, "fieldwork/task_form.html", {"form": form}, status=422 if form.is_bound else 200)
