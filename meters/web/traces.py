"""What is upstream, downstream, connected, on the way, or in danger from here: the page and its part on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gis_core.choices import STAFF_ROLES
from gis_core.models import User
from gis_core.pages.access import allow
from meters.choices import UseKind
from meters.domain.questions import MOST_SPOTS, NAMES, read_place, write_place
from meters.selectors.losses import count_losses
from meters.web.answer_drawings import draw_trace
from meters.web.answer_tables import AnswerTable, export, shutoff_table, tables_for
from meters.web.asking import PlaceForm, is_for, read_click
from meters.web.isolation import DRAWER, PAGE
from network.choices import TraceKind
from network.domain.answers import Spot, TraceAnswer
from network.errors import IsolationError
from network.models import Scenario
from network.selectors.traces import simulated_flows, trace_network

_LOOKS = {TraceKind.TO_SOURCE: "way", TraceKind.SHORTEST: "way", TraceKind.SPREAD: "danger"}


@dataclass(frozen=True)
class TraceQuestion:
    """A kind of trace, where it begins, where a way ends, and the scenario whose flows say where water goes."""

    kind: TraceKind = TraceKind.DOWNSTREAM
    spots: tuple[Spot, ...] = ()
    to: tuple[Spot, ...] = ()
    scenario: int | None = None

    def query(self) -> str:
        """Return the question as the query of an address."""
        asked = [("kind", str(self.kind))]
        asked += [("from", _write(spot)) for spot in self.spots] + [("to", _write(spot)) for spot in self.to]
        if self.scenario is not None:
            asked.append(("scenario", str(self.scenario)))
        return urlencode(asked, safe=":")

    @property
    def is_whole(self) -> bool:
        """Say whether it can be asked: a way needs its end."""
        return bool(self.spots) and (self.kind != TraceKind.SHORTEST or bool(self.to))


def _write(spot: Spot) -> str:
    return f"{NAMES[spot.kind]}:{write_place(spot)}"


def _page_url(question: TraceQuestion) -> str:
    return f"{reverse('meters:trace')}?{question.query()}"


def _read(request: HttpRequest) -> tuple[TraceQuestion, list[str]]:
    """Return the question of the address, and in sentences what cannot be read."""
    errors: list[str] = []

    def spots(name: str) -> tuple[Spot, ...]:
        found: dict[Spot, None] = {}
        for text in filter(None, request.GET.getlist(name)):
            kind, _colon, place = text.partition(":")
            spot = read_place(kind, place)
            if spot is None or len(found) >= MOST_SPOTS:
                errors.append(_("“%s” is not a key.") % text[:40])
            else:
                found[spot] = None
        return tuple(found)

    kind = request.GET.get("kind", "")
    if kind and kind not in TraceKind.values:
        errors.append(_("There is no such trace."))
    scenario = request.GET.get("scenario", "")
    known = scenario.isascii() and scenario.isdigit() and len(scenario) < 19
    question = TraceQuestion(
        TraceKind(kind) if kind in TraceKind.values else TraceKind.DOWNSTREAM, spots("from"), spots("to"),
        int(scenario) if known else None,
    )  # fmt: skip
    return question, errors


@allow(*STAFF_ROLES)
@require_GET
def trace(request: HttpRequest) -> HttpResponseBase:
    """Show what a trace finds, with its lists; the address holds the whole question."""
    question, errors = _read(request)
    begins = PlaceForm(request, "begin", _("From pipe, node or valve"))
    ends = PlaceForm(request, "end", _("To (for a shortest way)"))
    clicked, spot = read_click(request)
    if clicked:
        if spot is None:
            errors.append(_("There is no pipe so near. Look closer and click on one."))
        elif question.kind == TraceKind.SHORTEST and question.spots and not question.to:
            question = replace(question, to=(spot,))
        else:
            question = replace(question, spots=(spot,), to=())
        return _answer(request, question, errors, begins, ends)
    begin, end = begins.spot(), ends.spot()
    moved = replace(question, spots=(begin,) if begin else question.spots, to=(end,) if end else question.to)
    if moved != question and not begins.is_wrong and not ends.is_wrong:
        return redirect(_page_url(moved))
    return _answer(request, question, errors, begins, ends)


def _answer(
    request: HttpRequest, question: TraceQuestion, errors: list[str], begins: PlaceForm, ends: PlaceForm
) -> HttpResponseBase:
    found: TraceAnswer | None = None
    if question.is_whole and not errors:
        try:
            found = trace_network(question.kind, question.spots, to=question.to, flows=_flows(question))
        except IsolationError as error:
            errors = [*errors, str(error)]
    tables = _tables(request, found)
    file = export(request, tables, f"trace-{question.kind}") if found else None
    if file is not None:
        return file
    context: dict[str, Any] = {
        "question": question, "errors": errors, "begins": begins, "ends": ends, "found": found, "tables": tables,
        "kinds": TraceKind.choices, "page_url": _page_url(question), "query": question.query(),
        "kept": _pairs(question),
        "scenarios": list(Scenario.objects.exclude(finished_at=None).order_by("-pk")[:20]),
        "wants_end": question.kind == TraceKind.SHORTEST and bool(question.spots) and not question.to,
    }  # fmt: skip
    if found is not None:
        context |= _found_context(found)
    name = "trace"
    if is_for(request, DRAWER):
        name = "partials/trace_drawer"
    elif is_for(request, PAGE):
        name = "partials/trace_answer"
    wrong = bool(errors) or begins.is_wrong or ends.is_wrong
    answer = render(request, f"meters/{name}.html", context, status=422 if wrong and name == "trace" else 200)
    patch_vary_headers(answer, ["HX-Target"])
    return answer


def _pairs(question: TraceQuestion) -> list[tuple[str, str]]:
    ends = [("from", spot) for spot in question.spots] + [("to", spot) for spot in question.to]
    return [(name, _write(spot)) for name, spot in ends]


def _flows(question: TraceQuestion) -> dict[tuple[str, int], float] | None:
    if question.scenario is None:
        return None
    scenario = Scenario.objects.filter(pk=question.scenario).first()
    return simulated_flows(scenario) if scenario is not None else None


def _found_context(found: TraceAnswer) -> dict[str, Any]:
    loss = count_losses(found.part.pipe_ids)
    return {
        "loss": loss, "by_use": [(str(UseKind(use.use).label), use) for use in loss.by_use],
        "drawing": draw_trace(found.spots, found.part, _LOOKS.get(TraceKind(found.kind), "reach")),
        "kind_name": TraceKind(found.kind).label,
    }  # fmt: skip


def _tables(request: HttpRequest, found: TraceAnswer | None) -> Sequence[AnswerTable]:
    if found is None:
        return []
    return tables_for(
        cast(User, request.user), pipes=found.part.pipe_ids, nodes=found.part.node_ids,
        valves=shutoff_table(found.valve_ids),
    )  # fmt: skip
