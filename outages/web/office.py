"""The office's pages of cuts and works: list, plan, approve, change, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gis_core.choices import STAFF_ROLES, Role
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from gis_core.pages.list_maps import MappedListView, Mark
from gis_core.services.access_records import record_access
from meters.domain.questions import read_question
from meters.selectors.areas import count_affected
from meters.selectors.losses import count_losses
from meters.types import AffectedCount, LossCount
from outages.choices import AreaSource, OutageKind, OutageState
from outages.models import Outage
from outages.querysets import NAMING_ROLES, PLANNING_ROLES
from outages.selectors.notices import count_messages
from outages.selectors.outages import list_affected
from outages.selectors.shapes import as_geojson
from outages.services.notices import preview_notices
from outages.services.outages import (
    approve_outage,
    cancel_outage,
    change_times,
    create_outage,
    edit_outage,
    end_outage,
)
from outages.web.forms import AreaForm, OutageForm, TimesForm
from outages.web.tables import LEGEND, STATE_TONES, OutageFilter, OutageTable, mark_of

#: How many of the affected the page names at once.
NAMED_AT_MOST = 500


@allow(*STAFF_ROLES)
class OutageList(MappedListView):
    """Cuts and works with their filters and their map."""

    model = Outage
    table_class = OutageTable
    filterset_class = OutageFilter
    title = gettext_lazy("Water cuts and works")
    export_name = "outages"
    empty_text = gettext_lazy("No cut or works yet. Plan the first one.")
    legend = LEGEND
    map_note = gettext_lazy("What is over or cancelled is on the map when you filter for it.")

    def mark_of(self, row: Outage) -> Mark:
        """Show the state."""
        return mark_of(row)

    def get_map_rows(self, rows: QuerySet[Outage]) -> QuerySet[Outage]:
        """Leave out what is over, unless a state is asked for: years of it lie on the same streets."""
        if self.request.GET.get("state"):
            return rows
        return rows.filter(state__in=[OutageState.DRAFT, OutageState.APPROVED])

    def get_queryset(self) -> Any:
        """Count whom each touches."""
        rows = super().get_queryset().annotate(connections=Count("affected"))
        return rows.order_by("-starts_at", "-id")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer planning to whom may plan."""
        user = cast(User, self.request.user)
        if not user.has_any_role(*PLANNING_ROLES):
            return []
        return [(reverse("outages:outage_create"), _("Plan a cut or works"), "plus-lg")]


@allow(*PLANNING_ROLES)
@require_http_methods(["GET", "POST"])
def outage_create(request: HttpRequest) -> HttpResponse:
    """Write down a new cut or works."""
    form = OutageForm(request.POST or None, initial=_isolation_of(request))
    if request.method == "POST" and form.is_valid() and form.shape is not None:
        outage = create_outage(actor=cast(User, request.user), plan=form.plan(form.shape))
        messages.success(request, _("Saved as a draft. Look at it once more and announce it."))
        return redirect("outages:outage_detail", pk=outage.pk)
    return _form_page(request, form, None)


@allow(*PLANNING_ROLES)
@require_http_methods(["GET", "POST"])
def outage_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    outage = get_object_or_404(Outage, pk=pk, state=OutageState.DRAFT)
    names = ("kind", "title", "reason", "starts_at", "ends_at", "instructions", "area_note", "isolation")
    initial = {name: getattr(outage, name) for name in names}
    if outage.pipe_ids:
        initial["area_source"] = AreaSource.ISOLATION
    form = OutageForm(request.POST or None, initial={**initial, "area": as_geojson(outage.geom)})
    if request.method == "POST" and form.is_valid() and form.shape is not None:
        try:
            edit_outage(actor=cast(User, request.user), outage=outage, plan=form.plan(form.shape))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("outages:outage_detail", pk=pk)
    return _form_page(request, form, outage)


@allow(*PLANNING_ROLES)
@require_POST
def area_count(request: HttpRequest) -> HttpResponse:
    """Count whom the area of the form touches; part of the planning page. Counts only, no names."""
    form = AreaForm(request.POST)
    if not form.is_valid() or form.shape is None:
        errors = [str(error) for field in form.errors.values() for error in field]
        return render(request, "outages/partials/area_count.html", {"errors": errors})
    context = {
        "count": count_losses(form.pipe_ids) if form.pipe_ids else count_affected(form.shape),
        "hectares": form.shape.area / 10_000,
        "shape": as_geojson(form.shape),
        "source": form.cleaned_data["area_source"],
    }
    return render(request, "outages/partials/area_count.html", context)


@allow(*STAFF_ROLES)
@require_GET
def outage_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a cut or works, whom it touches, what was or would be sent."""
    return _card(
        request, get_object_or_404(Outage.objects.select_related("created_by", "approved_by"), pk=pk)
    )


@allow(*PLANNING_ROLES)
@require_POST
def outage_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Announce a draft."""
    return _act(request, pk, approve_outage, _("Announced."))


@allow(*PLANNING_ROLES)
@require_POST
def outage_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a draft or an announcement."""
    return _act(request, pk, cancel_outage, _("Cancelled."))


@allow(*PLANNING_ROLES, Role.TECHNICIAN)
@require_POST
def outage_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the water is back."""
    return _act(request, pk, end_outage, _("Over."))


@allow(*PLANNING_ROLES)
@require_POST
def outage_times(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an announcement other times."""
    form = TimesForm(request.POST, instance=get_object_or_404(Outage, pk=pk))
    if not form.is_valid():
        return _card(request, get_object_or_404(Outage, pk=pk), times_form=form)
    given = form.cleaned_data

    def change(*, actor: User, outage: Outage) -> int:
        return change_times(
            actor=actor, outage=outage, starts_at=given["starts_at"], ends_at=given["ends_at"]
        )

    return _act(request, pk, change, _("Times changed."))


def _act(request: HttpRequest, pk: int, service: Callable[..., int], done: str) -> HttpResponse:
    """Run a service on the outage, say how many messages were queued or why not, go back to the card."""
    outage = get_object_or_404(Outage, pk=pk)
    try:
        queued = service(actor=cast(User, request.user), outage=outage)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        count = ngettext("%(count)d message is on its way.", "%(count)d messages are on their way.", queued)
        messages.success(request, f"{done} {count % {'count': queued}}")
    return redirect("outages:outage_detail", pk=pk)


def _form_page(request: HttpRequest, form: OutageForm, outage: Outage | None) -> HttpResponse:
    context = {"form": form, "outage": outage}
    return render(request, "outages/outage_form.html", context, status=422 if form.errors else 200)


def _count(outage: Outage) -> AffectedCount | LossCount:
    """Count whom a draft touches."""
    return count_losses(outage.pipe_ids) if outage.pipe_ids else count_affected(outage.geom)


def _isolation_of(request: HttpRequest) -> dict[str, Any]:
    """Return what the form begins with: the isolation that the address asks for, if any."""
    question, _refused = read_question(request.GET.getlist)
    if not question.spots:
        return {}
    return {
        "isolation": question.query(), "area_source": AreaSource.ISOLATION, "kind": OutageKind.EMERGENCY_CUT,
    }  # fmt: skip


def _card(request: HttpRequest, outage: Outage, *, times_form: TimesForm | None = None) -> HttpResponse:
    user = cast(User, request.user)
    is_draft = outage.state == OutageState.DRAFT
    names_open = user.has_any_role(*NAMING_ROLES)
    affected = list_affected(outage)
    message_counts = count_messages(outage)
    if names_open and affected.filter(is_sensitive=True).exists():
        record_access(
            actor=user,
            subject="outages.outage",
            subject_id=outage.pk,
            purpose="sensitive connections of a cut",
        )
    context = {
        "outage": outage,
        "tone": STATE_TONES[outage.state],
        "is_draft": is_draft,
        "is_live": outage.state == OutageState.APPROVED,
        "count": _count(outage) if is_draft else None,
        "affected_count": 0 if is_draft else affected.count(),
        "sensitive_count": 0 if is_draft else affected.filter(is_sensitive=True).count(),
        "affected": affected[:NAMED_AT_MOST] if names_open and not is_draft else [],
        "names_open": names_open,
        "preview": preview_notices(outage=outage) if is_draft else None,
        "message_counts": message_counts,
        "message_total": sum(row.count for row in message_counts),
        "shape": as_geojson(outage.geom),
        "changes": list_changes(outage),
        "may_plan": user.has_any_role(*PLANNING_ROLES),
        "may_end": user.has_any_role(*PLANNING_ROLES, Role.TECHNICIAN),
        "times_form": times_form or TimesForm(instance=outage),
    }
    wrong = times_form is not None and bool(times_form.errors)
    return render(request, "outages/outage_detail.html", context, status=422 if wrong else 200)
