"""A new station: its names, and its place tapped on the map or written."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.amounts import AmountField
from network.choices import Lifecycle, StationKind
from network.services.stations import register_station
from network.web.roles import EDIT_ROLES


class NewStationForm(forms.Form):
    """A station and its place."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=60)
    name = forms.CharField(label=gettext_lazy("Name of the station"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=StationKind.choices)
    lifecycle = forms.ChoiceField(
        label=gettext_lazy("Lifecycle"), choices=Lifecycle.choices, initial=Lifecycle.IN_SERVICE
    )
    longitude = AmountField(label=gettext_lazy("Longitude"), min_value=18, max_value=31, decimal_places=7)
    latitude = AmountField(label=gettext_lazy("Latitude"), min_value=33, max_value=43, decimal_places=7)

    def point(self) -> Point:
        """Return the place in EPSG:2100."""
        given: dict[str, Any] = self.cleaned_data
        x, y = move_point(
            float(given["longitude"]), float(given["latitude"]), source=DEGREES, target=settings.STORAGE_SRID
        )
        return Point(x, y, srid=settings.STORAGE_SRID)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def station_create(request: HttpRequest) -> HttpResponse:
    """Put a station on the map."""
    form = NewStationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            station = register_station(
                actor=cast(User, request.user), code=given["code"], name=given["name"],
                kind=StationKind(given["kind"]), lifecycle=Lifecycle(given["lifecycle"]), point=form.point(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("%(object)s was saved.") % {"object": station})
            return redirect("network:station_detail", pk=station.pk)
    return render(request, "network/station_form.html", {"form": form}, status=422 if form.is_bound else 200)
