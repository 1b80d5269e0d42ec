"""A zone's card and the page that draws it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from network.choices import ZoneKind
from network.models import Zone
from network.selectors.places import to_lon_lat
from network.selectors.zones import ZoneOutline, outline_of, shape_of
from network.services.zones import change_zone, register_zone
from network.web.forms import ZoneForm
from network.web.roles import EDIT_ROLES, VIEW_ROLES
from network.web.zone_cards import computed_context

M2_OF_KM2 = 1_000_000


def _zone(request: HttpRequest, pk: int) -> Zone:
    return get_object_or_404(Zone.objects.visible_to(cast(User, request.user)).defer("geom_3857"), pk=pk)


@allow(*VIEW_ROLES)
@require_GET
def zone_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a zone: where it lies, how large it is, what became of it."""
    zone = _zone(request, pk)
    longitude, latitude = to_lon_lat(zone.geom.point_on_surface)
    context = {
        "zone": zone,
        "area_km2": zone.geom.area / M2_OF_KM2,
        "polygons": len(zone.geom),
        "shape": shape_of(zone),
        "longitude": f"{longitude:.6f}",
        "latitude": f"{latitude:.6f}",
        "changes": list_changes(zone),
        "may_edit": cast(User, request.user).has_any_role(*EDIT_ROLES),
        **computed_context(zone, cast(User, request.user)),
    }
    return render(request, "network/zone_detail.html", context)


def _form_page(request: HttpRequest, form: ZoneForm, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render(request, "network/zone_form.html", context, status=422 if form.is_bound else 200)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def zone_create(request: HttpRequest) -> HttpResponse:
    """Draw a new zone."""
    form = ZoneForm(request.POST if request.method == "POST" else None, outline=ZoneOutline())
    if form.is_bound and form.is_valid() and form.shape is not None:
        given = form.cleaned_data
        try:
            zone = register_zone(
                actor=cast(User, request.user), code=given["code"], name=given["name"],
                kind=ZoneKind(given["kind"]), wkb=form.shape.wkb,
            )  # fmt: skip
        except DomainError as error:
            form.add_error("code" if error.code == "zone_exists" else None, str(error))
        else:
            messages.success(request, _("Zone %(name)s was drawn.") % {"name": zone.name})
            return redirect("network:zone_detail", pk=zone.pk)
    return _form_page(request, form, _("Draw a zone"), reverse("network:zone_list"))


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def zone_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a zone's names or its area."""
    zone = _zone(request, pk)
    form = ZoneForm(
        request.POST if request.method == "POST" else None, outline=outline_of(zone),
        initial={"code": zone.code, "name": zone.name, "kind": zone.kind},
    )  # fmt: skip
    back = reverse("network:zone_detail", args=[pk])
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            change_zone(
                actor=cast(User, request.user), zone=zone, code=given["code"], name=given["name"],
                kind=ZoneKind(given["kind"]), wkb=form.shape.wkb if form.shape is not None else None,
            )  # fmt: skip
        except DomainError as error:
            form.add_error("code" if error.code == "zone_exists" else None, str(error))
        else:
            messages.success(request, _("Zone %(name)s was changed.") % {"name": given["name"]})
            return redirect(back)
    return _form_page(request, form, _("Change zone %(name)s") % {"name": zone.name}, back)
