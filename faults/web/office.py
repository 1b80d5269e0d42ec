"""The office's pages of faults: list, card, the acts on a fault."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from faults.choices import FaultPriority, FaultState
from faults.domain.life import STEPS
from faults.models import Fault
from faults.querysets import FAULT_ROLES
from faults.selectors.faults import list_photos_of
from faults.selectors.places import degrees_of
from faults.services.work import assign, change_state, choose_pipe, expect, say, set_priority
from faults.web.filters import FaultFilter
from faults.web.forms import SayForm, WorkForm
from faults.web.tables import LEGEND, PRIORITY_TONES, STATE_TONES, FaultTable, mark_of
from gis_core.choices import Role
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from gis_core.pages.list_maps import MappedListView, Mark
from meters.domain.questions import Question
from network.choices import SEWER_PIPE_KINDS
from network.domain.answers import Spot
from outages.selectors.outages import outages_at

#: Roles that act on a fault; the auditor only looks.
ACTING_ROLES = FAULT_ROLES - {Role.AUDITOR}


@allow(*FAULT_ROLES)
class FaultList(MappedListView):
    """Faults with their filters and their map."""

    model = Fault
    table_class = FaultTable
    filterset_class = FaultFilter
    title = gettext_lazy("Faults")
    export_name = "faults"
    empty_text = gettext_lazy("No fault was reported yet.")
    map_layers = "streets,pipes,outages"
    legend = LEGEND

    def mark_of(self, row: Fault) -> Mark:
        """Show state and urgency."""
        return mark_of(row)

    def get_queryset(self) -> Any:
        """Bring who goes there along."""
        return super().get_queryset().select_related("assigned_to")


@allow(*FAULT_ROLES)
@require_GET
def fault_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a fault: place, reports, photos, what happened, what can be done."""
    return _card(request, _fault(request, pk))


@allow(*ACTING_ROLES)
@require_POST
def fault_say(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the fault to another state and tell the reporters, or write a note."""
    fault, user = _fault(request, pk), cast(User, request.user)
    form = SayForm(request.POST, states=_states(fault))
    if not form.is_valid():
        return _card(request, fault, say_form=form)
    given = form.cleaned_data
    try:
        if given["state"]:
            change_state(
                actor=user, fault=fault, state=FaultState(given["state"]), text=given["text"],
                is_public=not given["for_staff"],
            )  # fmt: skip
        else:
            say(actor=user, fault=fault, text=given["text"], is_public=not given["for_staff"])
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Written down; whoever left an address is told."))
    return redirect("faults:fault_detail", pk=pk)


@allow(*ACTING_ROLES)
@require_POST
def fault_work(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who goes, how soon, until when, on which pipe."""
    fault, user = _fault(request, pk), cast(User, request.user)
    form = WorkForm(request.POST, instance=_fault(request, pk))
    if not form.is_valid():
        return _card(request, fault, work_form=form)
    given = form.cleaned_data
    if given["assigned_to"] != fault.assigned_to:
        assign(actor=user, fault=fault, technician=given["assigned_to"])
    if given["priority"] != fault.priority:
        set_priority(actor=user, fault=fault, priority=FaultPriority(given["priority"]))
    if given["expected_at"] != fault.expected_at:
        expect(actor=user, fault=fault, expected_at=given["expected_at"])
    if given["pipe_code"] != fault.pipe:
        choose_pipe(actor=user, fault=fault, pipe=given["pipe_code"])
    messages.success(request, _("Saved."))
    return redirect("faults:fault_detail", pk=pk)


def _fault(request: HttpRequest, pk: int) -> Fault:
    visible = Fault.objects.visible_to(cast(User, request.user)).select_related("pipe", "assigned_to")
    return get_object_or_404(visible, pk=pk)


def _isolation_of(fault: Fault) -> str:
    """Return the question how the fault's pipe is isolated at its place; empty without a pipe, or on a sewer."""
    pipe = fault.pipe
    if pipe is None or pipe.kind in SEWER_PIPE_KINDS:
        return ""
    share = round(float(pipe.geom.project_normalized(fault.geom)), 4)
    return Question((Spot("pipe", pipe.pk, share),)).query()


def _states(fault: Fault) -> list[tuple[str, str]]:
    return [(state.value, str(state.label)) for state in STEPS[FaultState(fault.state)]]


def _card(
    request: HttpRequest, fault: Fault, *, say_form: SayForm | None = None, work_form: WorkForm | None = None
) -> HttpResponse:
    user = cast(User, request.user)
    reports = list(fault.reports.select_related("connection", "reporter"))
    longitude, latitude = degrees_of(fault.geom)
    context = {
        "fault": fault,
        "tone": STATE_TONES[FaultState(fault.state)],
        "priority_tone": PRIORITY_TONES[FaultPriority(fault.priority)],
        "reports": list(zip(reports, list_photos_of(reports), strict=True)),
        "updates": fault.updates.select_related("created_by", "report"),
        "cuts": list(outages_at(fault.geom)),
        "changes": list_changes(fault),
        "isolation": _isolation_of(fault),
        "longitude": f"{longitude:.7f}",
        "latitude": f"{latitude:.7f}",
        "may_act": user.has_any_role(*ACTING_ROLES),
        "say_form": say_form or SayForm(states=_states(fault)),
        "work_form": work_form or WorkForm(instance=fault),
    }
    wrong = bool((say_form and say_form.errors) or (work_form and work_form.errors))
    return render(request, "faults/fault_detail.html", context, status=422 if wrong else 200)
