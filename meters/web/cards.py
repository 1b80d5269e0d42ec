"""A connection's card and what is written on it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gis_core.choices import Role
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from meters.choices import STATUS_TONES, ReadingSource, SensitivityKind
from meters.models import Connection
from meters.querysets import CONNECTION_ROLES, READING_ROLES, SENSITIVITY_ROLES
from meters.selectors.card import (
    list_card_actions,
    list_card_figures,
    list_card_notices,
    list_card_panels,
)  # fmt: skip
from meters.selectors.hanging import list_hanging
from meters.selectors.overview import describe_connection, get_present_meter
from meters.services.readings import record_reading
from meters.services.sensitivity import read_sensitivity, record_sensitivity
from meters.web.forms import PurposeForm, ReadingForm, SensitivityForm
from network.selectors.places import to_lon_lat


def _connection(request: HttpRequest, pk: int) -> Connection:
    rows = Connection.objects.visible_to(cast(User, request.user)).select_related(
        "route", "street", "pipe", "service_line"
    )
    return get_object_or_404(rows, pk=pk)


def _card(connection: Connection, tab: str) -> str:
    return f"{reverse('meters:connection_detail', args=[connection.pk])}?tab={tab}"


def _form_page(
    request: HttpRequest, connection: Connection, form: Form, title: str, tab: str, press: str = ""
) -> HttpResponse:
    context = {
        "connection": connection, "form": form, "title": title, "back": _card(connection, tab),
        "press": press or _("Write down"),
        "meter": get_present_meter(connection, timezone.localdate()) if tab == "readings" else None,
    }  # fmt: skip
    return render(request, "meters/form.html", context, status=422 if form.is_bound else 200)


@allow(*CONNECTION_ROLES)
@require_GET
def connection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the connection, who pays, its figures and the tab that is asked for."""
    user = cast(User, request.user)
    connection = _connection(request, pk)
    panels = list_card_panels(user)
    chosen = next((panel for panel in panels if panel.name == request.GET.get("tab")), panels[0])
    overview = describe_connection(connection, user, timezone.localdate())
    actions = list_card_actions(user)
    lon, lat = (f"{degrees:.6f}" for degrees in to_lon_lat(connection.geom))
    context = {
        "connection": connection,
        "tone": STATUS_TONES.get(connection.status, ""),
        "overview": overview,
        "point": f"{lon},{lat}",
        "map_url": f"{reverse('tiles:map')}?select=connections:{connection.pk}#18/{lat}/{lon}",
        "figures": list_card_figures(connection, user),
        "notices": list_card_notices(connection, user),
        "main_actions": [action for action in actions if action.is_main],
        "more_actions": [action for action in actions if not action.is_main],
        "may_see_sensitivity": user.has_any_role(*SENSITIVITY_ROLES),
        "may_read": user.has_any_role(*READING_ROLES),
        "tabs": [{"title": p.title, "url": f"?tab={p.name}", "is_on": p is chosen} for p in panels],
        "tab_template": chosen.template,
        **chosen.load(connection, user),
    }
    return render(request, "meters/connection_detail.html", context)


def _source_of(user: User) -> ReadingSource:
    """A reader has stood before the meter; what others write they were told at the desk or by telephone."""
    return ReadingSource.READER if user.has_any_role(Role.READER) else ReadingSource.OFFICE


@allow(*READING_ROLES)
@require_http_methods(["GET", "POST"])
def reading_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the meter of the connection shows."""
    connection, today = _connection(request, pk), timezone.localdate()
    form = ReadingForm(
        request.POST if request.method == "POST" else None, initial={"read_on": today},
        hanging=list_hanging(connection, today),
    )  # fmt: skip
    title = _("New reading")
    if not (form.is_bound and form.is_valid()):
        return _form_page(request, connection, form, title, "readings")
    given = form.cleaned_data
    hung = list_hanging(connection, given["read_on"])
    chosen = given.get("meter")
    installation = next((row for row in hung if not chosen or str(row.slot) == chosen), None)
    if installation is None:
        form.add_error("read_on", _("No meter hung there on that day."))
        return _form_page(request, connection, form, title, "readings")
    try:
        record_reading(
            actor=cast(User, request.user), installation=installation, read_on=given["read_on"],
            value_m3=given["value_m3"], source=_source_of(cast(User, request.user)), note=given["note"],
        )  # fmt: skip
    except DomainError as error:
        form.add_error(None, str(error))
        return _form_page(request, connection, form, title, "readings")
    messages.success(request, _("The reading is written."))
    return redirect(_card(connection, "readings"))


@allow(*SENSITIVITY_ROLES)
@require_http_methods(["GET", "POST"])
def sensitivity_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the records in force to who says why; the reading is written down."""
    connection = _connection(request, pk)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return _form_page(request, connection, form, _("Sensitivity records"), "consumption", _("Go on"))
    records = read_sensitivity(
        actor=cast(User, request.user), connection=connection, purpose=form.cleaned_data["purpose"]
    )
    return render(request, "meters/sensitivity.html", {"connection": connection, "records": records})


@allow(*SENSITIVITY_ROLES)
@require_http_methods(["GET", "POST"])
def sensitivity_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a cut hurts more here."""
    connection = _connection(request, pk)
    form = SensitivityForm(request.POST if request.method == "POST" else None)
    title = _("New sensitivity record")
    if not (form.is_bound and form.is_valid()):
        return _form_page(request, connection, form, title, "consumption")
    given = {**form.cleaned_data, "kind": SensitivityKind(form.cleaned_data["kind"])}
    try:
        record_sensitivity(actor=cast(User, request.user), connection=connection, **given)
    except DomainError as error:
        form.add_error(None, str(error))
        return _form_page(request, connection, form, title, "consumption")
    messages.success(request, _("The record is written."))
    return redirect(_card(connection, "consumption"))
