"""The walk of a route for machines, with the rights of the pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.models import User
from gis_core.pages.access import allow
from meters.domain.walking import WalkSettings
from meters.errors import WalkRefused
from meters.models import Connection, Route
from meters.selectors.routes import ROUTE_ROLES, WALK_ROLES
from meters.selectors.walk import AT_ONCE, MOST_METERS, WalkProposal, WalkQuestion, find_route_state
from meters.services.walk import apply_order, enqueue_proposal, measure_order, propose_order, undo_order


class WalkQuestionSerializer(serializers.Serializer[Any]):
    """What is asked of a walk; everything may be left out."""

    start = serializers.ListField(
        child=serializers.FloatField(), min_length=2, max_length=2, required=False,
        help_text="longitude, latitude (WGS84)",
    )  # fmt: skip
    start_connection = serializers.IntegerField(required=False)
    end_connection = serializers.IntegerField(required=False)
    is_round = serializers.BooleanField(default=False)
    crossing_m = serializers.FloatField(min_value=0, max_value=500, default=WalkSettings.crossing_m)
    speed_km_h = serializers.FloatField(min_value=1, max_value=60, default=WalkSettings.speed_km_h)
    seconds_per_meter = serializers.FloatField(
        min_value=0, max_value=3600, default=WalkSettings.seconds_per_meter
    )
    order = serializers.ListField(
        child=serializers.IntegerField(), required=False, max_length=MOST_METERS * 2,
        help_text="connections in an order of your own: it is measured, none is looked for",
    )  # fmt: skip

    def validate_start(self, value: list[float]) -> list[float]:
        """Refuse what is not in Greece."""
        if not (19 < value[0] < 30 and 34 < value[1] < 42.5):
            raise serializers.ValidationError(_("This place is not in Greece."))
        return value


class WalkOrderSerializer(serializers.Serializer[Any]):
    """An order that the route is to take."""

    order = serializers.ListField(child=serializers.IntegerField(), max_length=MOST_METERS * 2)
    state = serializers.CharField(max_length=64, help_text="the mark that came with the proposal")
    slips_follow = serializers.BooleanField(default=False)


class WalkMeasureSerializer(serializers.Serializer[Any]):
    """Metres, and minutes with the readings."""

    metres = serializers.FloatField()
    minutes = serializers.FloatField()


class WalkSerializer(serializers.Serializer[Any]):
    """An order of a route, measured beside the one it has."""

    order = serializers.ListField(child=serializers.IntegerField())
    state = serializers.CharField()
    before = WalkMeasureSerializer()
    after = WalkMeasureSerializer()
    meters = serializers.IntegerField()
    way = serializers.ListField(help_text="longitudes and latitudes (WGS84)")
    warnings = serializers.ListField(child=serializers.CharField())


class WalkStateSerializer(serializers.Serializer[Any]):
    """The order that a route has."""

    order = serializers.ListField(child=serializers.IntegerField())
    state = serializers.CharField()


@allow(*WALK_ROLES)
class RouteWalkView(APIView):
    """The order in which the meters of a route are visited."""

    @extend_schema(responses={200: WalkStateSerializer})
    def get(self, request: Request, pk: int) -> Response:
        """Return the order that the route has."""
        return Response(_state(get_object_or_404(Route, pk=pk)))

    @extend_schema(request=WalkQuestionSerializer, responses={200: WalkSerializer, 202: None})
    def post(self, request: Request, pk: int) -> Response:
        """Return the shortest order found, or the measure of a given one; nothing is changed.

        Above 300 meters it is worked out in the background: 202 names the job, whose result holds the proposal.
        """
        route = get_object_or_404(Route, pk=pk)
        sent = WalkQuestionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        question = _question(sent.validated_data)
        try:
            if "order" in sent.validated_data:
                order = sent.validated_data["order"]
                return Response(_answer(measure_order(route=route, question=question, order=order)))
            if Connection.objects.filter(route=route).count() > AT_ONCE:
                job = enqueue_proposal(actor=cast(User, request.user), route=route, question=question)
                return Response({"job": job.pk}, status.HTTP_202_ACCEPTED)
            return Response(_answer(propose_order(route=route, question=question)))
        except WalkRefused as refusal:
            return _refused(refusal)

    @extend_schema(request=WalkOrderSerializer, responses={200: WalkStateSerializer})
    def put(self, request: Request, pk: int) -> Response:
        """Give every connection of the route its place."""
        route = self._to_change(request, pk)
        sent = WalkOrderSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        try:
            apply_order(
                actor=cast(User, request.user), route=route, order=given["order"], state=given["state"],
                slips_follow=given["slips_follow"],
            )  # fmt: skip
        except WalkRefused as refusal:
            return _refused(refusal)
        return Response(_state(route))

    @extend_schema(responses={200: WalkStateSerializer})
    def delete(self, request: Request, pk: int) -> Response:
        """Give the connections the places back that they had before the newest order; waiting slips follow."""
        route = self._to_change(request, pk)
        try:
            undo_order(actor=cast(User, request.user), route=route, slips_follow=True)
        except WalkRefused as refusal:
            return _refused(refusal)
        return Response(_state(route))

    def _to_change(self, request: Request, pk: int) -> Route:
        if not cast(User, request.user).has_any_role(*ROUTE_ROLES):
            raise PermissionDenied
        return get_object_or_404(Route, pk=pk)


def _question(given: dict[str, Any]) -> WalkQuestion:
    start = given.get("start")
    return WalkQuestion(
        start=None if start is None else move_point(start[0], start[1], source=DEGREES, target=2100),
        start_id=given.get("start_connection"), end_id=given.get("end_connection"), is_round=given["is_round"],
        settings=replace(
            WalkSettings(), crossing_m=given["crossing_m"], speed_km_h=given["speed_km_h"],
            seconds_per_meter=given["seconds_per_meter"],
        ),
    )  # fmt: skip


def _answer(found: WalkProposal) -> dict[str, Any]:
    value = found.as_json()
    return {name: value[name] for name in ("order", "state", "before", "after", "meters", "way", "warnings")}


def _state(route: Route) -> dict[str, Any]:
    rows = Connection.objects.filter(route=route).order_by("route_position")
    return {"order": list(rows.values_list("pk", flat=True)), "state": find_route_state(route)}


def _refused(refusal: WalkRefused) -> Response:
    code = (
        status.HTTP_409_CONFLICT if refusal.code == "route_changed" else status.HTTP_422_UNPROCESSABLE_ENTITY
    )
    return Response({"code": refusal.code, "detail": str(refusal)}, code)
