"""Crews at shut-off valves: those near by, and what was found and done at one."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.amounts import AmountField
from network.choices import ValveCondition, ValveState
from network.models import ShutoffValve
from network.selectors.addresses import nearest_address
from network.selectors.shutoffs import list_near_shutoffs
from network.services.field_checks import record_check
from network.web.kinds import CONDITION_TONES, KINDS, STATE_TONES
from network.web.objects import get_record
from network.web.roles import CHECK_ROLES

_STATE_ICONS = {
    ValveState.OPEN: "circle",
    ValveState.THROTTLED: "circle-half",
    ValveState.CLOSED: "x-circle-fill",
}
_CONDITION_ICONS = {
    ValveCondition.WORKING: "check-lg", ValveCondition.STUCK: "lock", ValveCondition.BURIED: "layers",
    ValveCondition.NOT_FOUND: "question-lg",
}  # fmt: skip


class CheckForm(forms.Form):
    """What was found and done at a valve."""

    request_key = forms.UUIDField(widget=forms.HiddenInput)
    condition = forms.ChoiceField(label=gettext_lazy("Condition"), choices=ValveCondition.choices)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=ValveState.choices)
    turns = AmountField(
        label=gettext_lazy("Turns made"), required=False, min_value=0, max_value=999, decimal_places=1
    )
    remarks = forms.CharField(
        label=gettext_lazy("Remarks"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    accuracy = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=0)

    def position(self) -> Point | None:
        """Return where the device was (EPSG:2100), None where it did not say."""
        return place_of(self.cleaned_data["longitude"], self.cleaned_data["latitude"])


def place_of(longitude: float | None, latitude: float | None) -> Point | None:
    """Return a place on Earth in EPSG:2100; None for what is none."""
    if longitude is None or latitude is None:
        return None
    x, y = move_point(longitude, latitude, source=DEGREES, target=settings.STORAGE_SRID)
    if abs(x) > 1e8 or abs(y) > 1e8:
        return None
    return Point(x, y, srid=settings.STORAGE_SRID)


class _PlaceForm(forms.Form):
    longitude = forms.FloatField(min_value=-180, max_value=180)
    latitude = forms.FloatField(min_value=-90, max_value=90)


@allow(*CHECK_ROLES)
@require_GET
def shutoff_near(request: HttpRequest) -> HttpResponse:
    """List the shut-off valves around the device, or around a place in the address (`longitude`, `latitude`)."""
    form = _PlaceForm(request.GET)
    point = place_of(**form.cleaned_data) if form.is_valid() else None
    valves = list_near_shutoffs(user=cast(User, request.user), point=point) if point is not None else []
    rows = [(valve, (STATE_TONES[valve.state], CONDITION_TONES[valve.condition])) for valve in valves]
    context = {
        "rows": rows,
        "is_asked": point is not None,
        "address": nearest_address(point) if point else None,
    }
    return render(request, "network/shutoff_near.html", context)


@allow(*CHECK_ROLES)
@require_http_methods(["GET", "POST"])
def shutoff_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was found and done at a valve; the same form sent twice is one check."""
    valve: ShutoffValve = get_record(request, KINDS["shutoff"], pk)
    first = {"request_key": uuid.uuid4(), "state": valve.state, "condition": valve.condition}
    form = CheckForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            record_check(
                actor=cast(User, request.user), valve=valve, request_key=given["request_key"], turns=given["turns"],
                state=ValveState(given["state"]), condition=ValveCondition(given["condition"]),
                position=form.position(), accuracy_m=given["accuracy"], remarks=given["remarks"],
                photo=given["photo"].read() if given["photo"] else None,
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The check of valve %(code)s was kept.") % {"code": valve.code})
            return redirect("network:shutoff_detail", pk=pk)
    context = {
        "valve": valve, "form": form, "address": nearest_address(valve.geom),
        "states": _tiles(ValveState, _STATE_ICONS, form["state"].value()),
        "conditions": _tiles(ValveCondition, _CONDITION_ICONS, form["condition"].value()),
    }  # fmt: skip
    return render(request, "network/shutoff_check.html", context, status=422 if form.is_bound else 200)


def _tiles(choices: Any, icons: Any, chosen: Any) -> list[tuple[str, Any, str, bool]]:
    return [(choice.value, choice.label, icons[choice], choice.value == chosen) for choice in choices]
