"""What to shut so that spots can be worked at: the page, its part on the map, valves found stuck."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gis_core.choices import STAFF_ROLES, Role
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.services.access_records import record_access
from meters.choices import UseKind
from meters.domain.questions import Question, read_question
from meters.models import Connection
from meters.querysets import SENSITIVITY_ROLES
from meters.selectors.cut_actions import CUT_ACTIONS
from meters.selectors.cuts import CutAnswer, answer_question, sensitive_on, shutoffs_of
from meters.web.answer_drawings import LOOKS, draw_cut, legend_of
from meters.web.answer_tables import AnswerTable, export, reason_table, tables_for, valve_url
from meters.web.asking import Asked, PlaceForm, is_for, read_asked, read_click
from network.choices import NodeKind, ValveCondition, ValveState
from network.domain.answers import CutValve, LostObject
from network.errors import IsolationError
from network.models import ShutoffValve
from network.services.shutoffs import check_valve

#: Who writes down how a valve was found: the same as in the field.
RECORDING_ROLES = frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.TECHNICIAN})
#: Who has EPANET calculate what the closing does to pressures.
CALCULATING_ROLES = frozenset({Role.ADMINISTRATOR, Role.PLANNER})
PAGE, DRAWER = "answer", "drawer-content"
_STAYS = frozenset({"stuck", "buried", "not_found"})


def page_url(question: Question) -> str:
    """Return the page of a question."""
    query = question.query()
    return reverse("meters:isolation") + (f"?{query}" if query else "")


@allow(*STAFF_ROLES)
@require_GET
def isolation(request: HttpRequest) -> HttpResponseBase:
    """Tell what to close, in order and with reasons, and who loses water; the address holds the whole question."""
    asked = read_asked(request)
    place = PlaceForm(request, "add", _("Pipe, node or valve"))
    clicked, spot = read_click(request)
    chosen = spot or place.spot()
    if chosen is not None:
        return _go_on(request, asked.question.with_spot(chosen))
    errors = [
        *asked.errors,
        *([_("There is no pipe so near. Look closer and click on one.")] if clicked else []),
    ]
    return _answer(request, Asked(asked.question, tuple(errors)), place)


def _go_on(request: HttpRequest, question: Question) -> HttpResponseBase:
    """Answer the map at once; send a page to its own address."""
    if is_for(request, DRAWER):
        return _answer(request, Asked(question), None)
    return redirect(page_url(question))


def _answer(request: HttpRequest, asked: Asked, place: PlaceForm | None) -> HttpResponseBase:
    cut, errors = None, list(asked.errors)
    if asked.question.spots and not errors:
        try:
            cut = answer_question(asked.question)
        except IsolationError as error:
            errors.append(str(error))
    tables = _tables(request, cut)
    file = export(request, tables, "isolation") if cut else None
    if file is not None:
        return file
    context = {
        "question": asked.question, "place": place, "errors": errors, "tables": tables, "cut": cut,
        "kept": _pairs(asked.question), "page_url": page_url(asked.question),
        "reset_url": page_url(Question(asked.question.spots)), "is_drawer": is_for(request, DRAWER),
        "is_wrong": bool(errors) or bool(place and place.is_wrong),
    }  # fmt: skip
    if cut is not None:
        context |= _cut_context(request, cut)
    name = "isolation"
    if context["is_drawer"]:
        name = "partials/isolation_drawer"
    elif is_for(request, PAGE):
        name = "partials/isolation_answer"
    # htmx shows only answers that succeed.
    status = 422 if context["is_wrong"] and name == "isolation" else 200
    answer = render(request, f"meters/{name}.html", context, status=status)
    patch_vary_headers(answer, ["HX-Target"])
    return answer


def _pairs(question: Question) -> list[tuple[str, str]]:
    return [
        (name, text)
        for name, _eq, text in (pair.partition("=") for pair in question.query().split("&"))
        if name
    ]


def _tables(request: HttpRequest, cut: CutAnswer | None) -> list[AnswerTable]:
    if cut is None:
        return []
    whole = cut.whole
    return tables_for(
        cast(User, request.user), pipes=whole.pipe_ids, nodes=whole.drained.node_ids + whole.dry.node_ids,
        valves=reason_table(whole.valves), drained=whole.drained.pipe_ids,
    )  # fmt: skip


def _cut_context(request: HttpRequest, cut: CutAnswer) -> dict[str, Any]:
    """Return what the answer shows."""
    user, question, whole = cast(User, request.user), cut.question, cut.whole
    sensitive = _sensitive(user, cut)
    known = {
        valve.pk: valve for valve in shutoffs_of([one.id for one in whole.valves if one.kind == "shutoff"])
    }
    rows = [_valve_row(user, cut, valve, known.get(valve.id)) for valve in whole.valves]
    cuts = [
        {"cut": one, "spot": one.spots[0], "without_url": page_url(question.without_spot(one.spots[0].spot))}
        for one in cut.cuts
    ]
    return {
        "to_close": sorted((row for row in rows if row["valve"].turn), key=lambda row: row["valve"].turn),
        "others": [row for row in rows if not row["valve"].turn],
        "cuts": cuts,
        "by_use": [(str(UseKind(use.use).label), use) for use in cut.loss.by_use],
        "length_m": whole.drained.length_m + whole.dry.length_m,
        "volume_m3": whole.drained.volume_m3 + whole.dry.volume_m3,
        "lost": _by_kind(whole.lost), "sensitive": sensitive,
        "drawing": draw_cut(cut, sensitive=sensitive, link=lambda valve: _say(question, valve)),
        "legend": legend_of(cut, sensitive=bool(sensitive)),
        "actions": CUT_ACTIONS.list_for(question.query(), user),
        "may_calculate": user.has_any_role(*CALCULATING_ROLES),
        "query": question.query(), "request_key": uuid.uuid4(),
    }  # fmt: skip


def _sensitive(user: User, cut: CutAnswer) -> list[Connection]:
    """Return the sensitive connections that lose water to who may know them; that they were read is written down."""
    if not cut.loss.sensitive or not user.has_any_role(*SENSITIVITY_ROLES):
        return []
    found = sensitive_on(cut.whole.pipe_ids, user)
    for connection in found:
        record_access(
            actor=user, subject="meters.connection", subject_id=connection.pk,
            purpose="sensitive connections of an isolation",
        )  # fmt: skip
    return found


def _say(question: Question, valve: CutValve) -> tuple[str, str]:
    """Return where a valve is said to be stuck, or is taken at its record again, and the words for it."""
    if valve.kind != "shutoff" or valve.why in _STAYS:
        return "", ""
    if valve.id in question.stuck or valve.id in question.closed:
        return page_url(question.not_saying(valve.id)), _("It works after all")
    return page_url(question.saying_stuck(valve.id)), _("This valve is stuck")


def _valve_row(user: User, cut: CutAnswer, valve: CutValve, row: ShutoffValve | None) -> dict[str, Any]:
    say_url, say = _say(cut.question, valve)
    may_record = valve.why == "said_stuck" and row is not None and user.has_any_role(*RECORDING_ROLES)
    return {
        "valve": valve, "look": LOOKS[valve.why], "row": row, "url": valve_url(valve),
        "say_url": say_url if valve.why in ("close", "said_stuck") or valve.id in cut.question.closed else "",
        "say": say, "may_record": may_record,
    }  # fmt: skip


def _by_kind(lost: tuple[LostObject, ...]) -> list[tuple[str, list[LostObject]]]:
    """Return hydrants, tanks and the rest by what they are."""
    kinds: dict[str, list[LostObject]] = {}
    for one in lost:
        kinds.setdefault(one.kind, []).append(one)
    return [(str(NodeKind(kind).label), found) for kind, found in kinds.items()]


class _StuckForm(forms.Form):
    valve = forms.IntegerField(min_value=1)
    request_key = forms.UUIDField()
    query = forms.CharField(max_length=8000, required=False)


@allow(*RECORDING_ROLES)
@require_POST
def isolation_record_stuck(request: HttpRequest) -> HttpResponse:
    """Write on a valve that it is stuck, as a check of today, and come back to the isolation."""
    form = _StuckForm(request.POST)
    if not form.is_valid():
        return redirect("meters:isolation")
    user, given = cast(User, request.user), form.cleaned_data
    valve = get_object_or_404(ShutoffValve.objects.visible_to(user), pk=given["valve"])
    try:
        check_valve(
            actor=user, valve=valve, request_key=given["request_key"], state=ValveState(valve.state),
            condition=ValveCondition.STUCK, remarks=_("Found stuck while isolating"),
        )  # fmt: skip
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Valve %(code)s is now written down as stuck.") % {"code": valve.code})
    asked, _refused = read_question(QueryDict(given["query"]).getlist)
    return redirect(page_url(asked.not_saying(valve.pk)))
