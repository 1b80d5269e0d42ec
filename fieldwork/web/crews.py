"""Pages of crews."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fieldwork.choices import LIVE_STATES
from fieldwork.models import Crew
from fieldwork.querysets import CREW_ROLES, TASK_ROLES
from fieldwork.services.crews import save_crew
from fieldwork.web.forms import CrewForm
from fieldwork.web.tables import CrewTable
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from gis_core.pages.lists import OfficeListView


class CrewFilter(django_filters.FilterSet):
    """At work or not."""

    is_active = django_filters.BooleanFilter(label=gettext_lazy("At work"))

    class Meta:
        model = Crew
        fields = ("is_active",)


@allow(*TASK_ROLES)
class CrewList(OfficeListView):
    """Crews with their people and what waits for them."""

    model = Crew
    table_class = CrewTable
    filterset_class = CrewFilter
    title = gettext_lazy("Crews")
    export_name = "crews"
    empty_text = gettext_lazy("No crew yet.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return all crews: their names are no secret in the office."""
        waiting = Count("tasks", filter=Q(tasks__state__in=LIVE_STATES), distinct=True)
        return Crew.objects.prefetch_related("members").annotate(waiting=waiting).order_by("code")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new crew to who may make one."""
        if not cast(User, self.request.user).has_any_role(*CREW_ROLES):
            return []
        return [(reverse("fieldwork:crew_create"), _("New crew"), "plus-lg")]

    def get_crumbs(self) -> list[tuple[str, Any]]:
        """Lead back to the tasks."""
        return [(reverse("fieldwork:task_list"), _("Tasks"))]


@allow(*CREW_ROLES)
@require_http_methods(["GET", "POST"])
def crew_create(request: HttpRequest) -> HttpResponse:
    """Make a crew."""
    return _edit(request, None)


@allow(*CREW_ROLES)
@require_http_methods(["GET", "POST"])
def crew_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew who goes out together."""
    return _edit(request, get_object_or_404(Crew, pk=pk))


def _edit(request: HttpRequest, crew: Crew | None) -> HttpResponse:
    form = CrewForm(request.POST or None, instance=crew)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            save_crew(
                actor=cast(User, request.user), crew=crew, code=given["code"], name=given["name"],
                members=list(given["members"]), is_active=given["is_active"],
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("fieldwork:crew_list")
    context = {"form": form, "crew": crew, "changes": list_changes(crew) if crew is not None else []}
    return render(request, "fieldwork/crew_form.html", context, status=422 if form.is_bound else 200)
