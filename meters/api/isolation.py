"""Isolation and traces for machines and the map: the network's answer, and who hangs on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gis_core.pages.access import allow_staff
from meters.api.answers import isolation_json, together_json, trace_json
from network.choices import TraceKind
from network.domain.answers import Spot
from network.errors import IsolationError
from network.models import Scenario
from network.selectors.isolation import isolate_from, isolate_together
from network.selectors.traces import simulated_flows, trace_network

#: A shut-off valve is a "valve" in addresses: none of the other kinds can be asked about.
_SPOT_KINDS = {"pipe": "pipe", "node": "node", "valve": "shutoff"}
MOST_KEY = 2**63 - 1
MOST_SPOTS = 50


def _text(name: str, description: str, *, many: bool = False, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.QUERY, description=description, many=many, required=required
    )


def _key(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.INT64, OpenApiParameter.QUERY, description=description, many=True
    )


_VALVES = [
    _key("stuck", "keys of shut-off valves that do not close, whatever the records say"),
    _key("closed", "keys of shut-off valves that are closed already, whatever the records say"),
]


@allow_staff
class IsolationView(APIView):
    """What to close so that pipes, nodes or valves can be worked at, and who loses water."""

    @extend_schema(
        operation_id="network_isolation",
        parameters=[
            _key("pipe", "keys of pipes"), _key("node", "keys of nodes"), _key("valve", "keys of shut-off valves"),
            OpenApiParameter("fraction", OpenApiTypes.DOUBLE, OpenApiParameter.QUERY, many=True,
                             description="where on each pipe, from 0 at its start to 1 at its end (0.5)"),
            *_VALVES,
        ],
        responses={200: OpenApiTypes.OBJECT, 422: OpenApiTypes.OBJECT},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponseBase:
        """Answer for all spots as one cut."""
        asked = request.query_params
        fractions = [_read_fraction(text) for text in asked.getlist("fraction") if text]
        pipes = _read_keys(asked.getlist("pipe"), "pipe")
        if len(fractions) > len(pipes):
            raise ValidationError({"fraction": _("There are more fractions than pipes.")})
        fractions += [0.5] * (len(pipes) - len(fractions))
        spots = [Spot("pipe", pk, fraction) for pk, fraction in zip(pipes, fractions, strict=True)]
        for name in ("node", "valve"):
            spots += [Spot(_SPOT_KINDS[name], pk) for pk in _read_keys(asked.getlist(name), name)]
        try:
            answer = isolate_from(_few(spots), **_read_valves(request))
        except IsolationError as error:
            return _refusal(error)
        return _written(isolation_json(answer))


@allow_staff
class IsolationTogetherView(APIView):
    """Several cuts at once: each alone, all together, and what is dry only because of them all."""

    @extend_schema(
        operation_id="network_isolation_together",
        parameters=[
            _text("cut", "the spots of a cut: pipe:KEY[:FRACTION], node:KEY or valve:KEY, with commas between",
                  many=True, required=True),
            *_VALVES,
        ],
        responses={200: OpenApiTypes.OBJECT, 422: OpenApiTypes.OBJECT},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponseBase:
        """Answer for the cuts in their order."""
        cuts = [
            [_read_spot(word, "cut") for word in text.split(",")]
            for text in request.query_params.getlist("cut")
        ]
        if not cuts:
            raise ValidationError({"cut": _("This field is required.")})
        _few([spot for cut in cuts for spot in cut])
        try:
            answer = isolate_together(cuts, **_read_valves(request))
        except IsolationError as error:
            return _refusal(error)
        return _written(together_json(answer))


@allow_staff
class TraceView(APIView):
    """What is upstream, downstream, connected, on the way from the source, or in danger from here."""

    @extend_schema(
        operation_id="network_trace",
        parameters=[
            OpenApiParameter("kind", OpenApiTypes.STR, OpenApiParameter.QUERY, enum=TraceKind.values, required=True),
            _text("from", "where it begins: pipe:KEY[:FRACTION], node:KEY or valve:KEY", many=True, required=True),
            _text("to", "where a shortest way ends", many=True),
            OpenApiParameter("scenario", OpenApiTypes.INT64, OpenApiParameter.QUERY,
                             description="water goes as in the first step of this scenario's results"),
        ],
        responses={200: OpenApiTypes.OBJECT, 422: OpenApiTypes.OBJECT},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponseBase:
        """Answer for the spots together."""
        asked = request.query_params
        kind = asked.get("kind", "")
        if kind not in TraceKind.values:
            raise ValidationError({"kind": _("There is no such trace.")})
        spots = _few([_read_spot(text, "from") for text in asked.getlist("from")])
        to = _few([_read_spot(text, "to") for text in asked.getlist("to") if text])
        scenario = None
        if asked.get("scenario"):
            (pk,) = _read_keys([asked["scenario"]], "scenario")
            scenario = Scenario.objects.filter(pk=pk).first()
            if scenario is None:
                raise ValidationError({"scenario": _("There is no such scenario.")})
        try:
            flows = None if scenario is None else simulated_flows(scenario)
            answer = trace_network(TraceKind(kind), spots, to=to, flows=flows)
        except IsolationError as error:
            return _refusal(error)
        return _written(trace_json(answer))


def _read_valves(request: Request) -> dict[str, list[int]]:
    return {
        f"{name}_valve_ids": _read_keys(request.query_params.getlist(name), name)
        for name in ("stuck", "closed")
    }


def _read_keys(texts: Sequence[str], name: str) -> list[int]:
    """Return keys; an empty one is none."""
    keys: list[int] = []
    for text in filter(None, texts):
        if not (text.isascii() and text.isdigit()) or len(text) > 19 or not 0 < int(text) <= MOST_KEY:
            raise ValidationError({name: _("“%s” is not a key.") % text})
        keys.append(int(text))
    return keys


def _read_fraction(text: str) -> float:
    try:
        fraction = float(text)
    except ValueError:
        fraction = -1
    if not 0 <= fraction <= 1:
        raise ValidationError({"fraction": _("A fraction lies between 0 and 1.")})
    return fraction


def _read_spot(text: str, name: str) -> Spot:
    kind, _colon, rest = text.strip().partition(":")
    key, colon, fraction = rest.partition(":")
    keys = _read_keys([key], name)
    if kind not in _SPOT_KINDS or not keys or (colon and kind != "pipe"):
        raise ValidationError(
            {name: _("“%s” is not a spot: write pipe:KEY:FRACTION, node:KEY or valve:KEY.") % text}
        )
    return Spot(_SPOT_KINDS[kind], keys[0], _read_fraction(fraction) if colon else None)


def _few(spots: list[Spot]) -> list[Spot]:
    if len(spots) > MOST_SPOTS:
        raise ValidationError({"detail": _("At most %d spots at once.") % MOST_SPOTS})
    return spots


def _refusal(error: IsolationError) -> Response:
    return Response({"code": error.code, "detail": str(error)}, status.HTTP_422_UNPROCESSABLE_ENTITY)


def _written(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/json")
