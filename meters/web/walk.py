"""The walk of a route: proposed, looked at, changed by hand, applied, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gis_core.choices import JobState
from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.models import Job, User
from gis_core.pages.access import allow
from meters.errors import WalkRefused
from meters.models import Connection, Route
from meters.selectors.routes import ROUTE_ROLES, WALK_ROLES, find_open_round, list_orders
from meters.selectors.walk import (
    AT_ONCE,
    Measure,
    WalkProposal,
    WalkQuestion,
    list_route,
    read_proposal,
)
from meters.services.walk import (
    PROPOSE_WALK,
    apply_order,
    enqueue_proposal,
    measure_order,
    propose_order,
    read_question,
    undo_order,
)
from meters.web.walk_drawings import draw_present, draw_walk
from meters.web.walk_forms import Ticket, WalkForm, read_order, read_ticket, write_ticket

ANSWER = "answer"


@allow(*WALK_ROLES)
@require_http_methods(["GET", "POST"])
def route_walk(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Have the order of a route proposed; see it beside the one it has; change it by hand."""
    route = get_object_or_404(Route, pk=pk)
    if request.method == "GET":
        return _page(request, route, WalkForm(route=route), _of_job(request, route))
    form = WalkForm(request.POST, route=route)
    if not form.is_valid():
        return _page(request, route, form)
    question = form.question()
    try:
        if request.POST.get("ticket"):
            order = read_order(request.POST, read_ticket(request.POST["ticket"], route))
            return _page(request, route, form, measure_order(route=route, question=question, order=order))
        if Connection.objects.filter(route=route).count() > AT_ONCE:
            job = enqueue_proposal(actor=cast(User, request.user), route=route, question=question)
            return redirect("gis_core:job_detail", pk=job.pk)
        return _page(request, route, form, propose_order(route=route, question=question))
    except WalkRefused as refusal:
        return _page(request, route, form, refusal=str(refusal))


@allow(*ROUTE_ROLES)
@require_POST
def route_walk_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the meters of the route the order that the page shows."""
    route = get_object_or_404(Route, pk=pk)
    form = WalkForm(request.POST, route=route)
    try:
        ticket = read_ticket(request.POST.get("ticket", ""), route)
        order = read_order(request.POST, ticket)
        question = form.question() if form.is_valid() else WalkQuestion()
        before, after = _measures(route, question, ticket, order)
        apply_order(
            actor=cast(User, request.user), route=route, order=order, state=ticket.state,
            slips_follow="slips_follow" in request.POST, before=before, after=after,
        )  # fmt: skip
    except WalkRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("meters:route_walk", pk=pk)
    messages.success(request, _("Every meter of the route has its new place."))
    return redirect("meters:route_detail", pk=pk)


@allow(*ROUTE_ROLES)
@require_POST
def route_walk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the meters of the route the places back that they had before the newest order."""
    route = get_object_or_404(Route, pk=pk)
    try:
        undo_order(actor=cast(User, request.user), route=route, slips_follow="slips_follow" in request.POST)
    except WalkRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The meters have the places back that they had before."))
    return redirect("meters:route_detail", pk=pk)


def _measures(
    route: Route, question: WalkQuestion, ticket: Ticket, order: list[int]
) -> tuple[Measure, Measure]:
    """Return what the order measures: as it was shown, or anew when it was changed since."""
    if order == ticket.order:
        return ticket.before, ticket.after
    found = measure_order(route=route, question=question, order=order)
    return found.before, found.after


@dataclass(frozen=True)
class _Kept:
    """What a job found, and what it had been asked."""

    found: WalkProposal
    question: WalkQuestion


def _of_job(request: HttpRequest, route: Route) -> _Kept | None:
    """Return what the job in the address found; None when there is none of the person's own for this route."""
    number = request.GET.get("job", "")
    if not number.isdecimal() or len(number) > 18:
        return None
    jobs = Job.objects.filter(kind=PROPOSE_WALK, state=JobState.DONE, started_by=cast(User, request.user))
    job = jobs.filter(pk=int(number), parameters__route=route.pk).first()
    if job is None:
        return None
    return _Kept(read_proposal(job.result["proposal"]), read_question(job.parameters))


def _page(
    request: HttpRequest,
    route: Route,
    form: WalkForm,
    found: WalkProposal | _Kept | None = None,
    refusal: str = "",
) -> HttpResponse:
    if isinstance(found, _Kept):
        form = WalkForm(_asked(found.question), route=route)
        form.is_valid()
        found = found.found
    user = cast(User, request.user)
    is_part = request.headers.get("HX-Target") == ANSWER
    errors = [refusal] if refusal else []
    if is_part:  # the page's own form is not shown anew
        errors += [f"{form[name].label}: {text}" for name, texts in form.errors.items() for text in texts]
    context: dict[str, Any] = {
        "route": route, "form": form, "errors": errors, "found": found,
        "may_apply": user.has_any_role(*ROUTE_ROLES), "is_wrong": bool(form.errors),
        "kept": [(name, form.data[name]) for name in form.fields if name in form.data],
    }  # fmt: skip
    if found is not None:
        context |= _shown(route, found)
    elif not is_part:
        context["drawing"] = draw_present(route, list(list_route(route, timezone.localdate())))[0]
    name = "meters/partials/route_walk_answer.html" if is_part else "meters/route_walk.html"
    status = 422 if (errors or form.errors) and not is_part else 200
    answer = render(request, name, context, status=status)
    patch_vary_headers(answer, ["HX-Target"])
    return answer


def _asked(question: WalkQuestion) -> dict[str, Any]:
    """Return the form's data of what a job was asked."""
    numbers = dict(
        Connection.objects.filter(pk__in=[question.start_id, question.end_id]).values_list(
            "pk", "supply_number"
        )
    )
    start = numbers.get(question.start_id or 0, "")
    if question.start is not None:
        lon, lat = move_point(*question.start, source=settings.STORAGE_SRID, target=DEGREES)
        start = f"{lat:.7f}, {lon:.7f}"
    values: dict[str, Any] = {
        "start": start, "end": numbers.get(question.end_id or 0, ""),
        "crossing_m": str(question.settings.crossing_m), "speed_km_h": str(question.settings.speed_km_h),
        "seconds_per_meter": str(question.settings.seconds_per_meter),
    }  # fmt: skip
    return values | ({"is_round": "on"} if question.is_round else {})


def _shown(route: Route, found: WalkProposal) -> dict[str, Any]:
    known = {row.pk: row for row in list_route(route, timezone.localdate())}
    was = {pk: place for place, pk in enumerate(known, 1)}
    order = [pk for pk in found.order if pk in known]
    rows = [{"row": known[pk], "place": place, "was": was[pk]} for place, pk in enumerate(order, 1)]
    walked = [known[pk] for pk in order if getattr(known[pk], "has_meter", False)]
    is_changed = order != list(known)
    return {
        "rows": rows, "drawing": draw_walk(walked, found.way, found.way_before if is_changed else ()),
        "order": ",".join(str(pk) for pk in found.order), "ticket": write_ticket(found), "is_changed": is_changed,
        "saved_m": found.before.metres - found.after.metres,
        "saved_percent": 100 * (1 - found.after.metres / found.before.metres) if found.before.metres else 0,
        "open_round": find_open_round(route), "last_order": list_orders(route).first(),
    }  # fmt: skip
