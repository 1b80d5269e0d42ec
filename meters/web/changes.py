"""What changes at a connection: its meter, and who pays."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_core.domain.greek import format_date
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from meters.errors import ReadingRefused, StartRefused
from meters.models import Connection
from meters.querysets import EXCHANGE_ROLES, REGISTER_ROLES
from meters.selectors.liabilities import payer_on
from meters.selectors.overview import get_present_meter
from meters.services.installations import Hanging, change_meter
from meters.services.liabilities import set_liability
from meters.web.forms import ExchangeForm, LiabilityForm

#: No connection has more meters.
MOST_METERS = 99


def _connection(request: HttpRequest, pk: int) -> Connection:
    return get_object_or_404(Connection.objects.visible_to(cast(User, request.user)), pk=pk)


def _field_of(error: DomainError) -> str | None:
    """Return the field of an exchange that the refusal is about, None for the whole."""
    if isinstance(error, StartRefused):
        return "start_m3"
    return "last_m3" if isinstance(error, ReadingRefused) else None


def get_slot(request: HttpRequest) -> int:
    """Return the place on the connection that the address asks for, the first one without."""
    text = request.GET.get("slot", "1")
    return int(text) if text.isdecimal() and 1 <= int(text) <= MOST_METERS else 1


@allow(*EXCHANGE_ROLES)
@require_http_methods(["GET", "POST"])
def meter_exchange(request: HttpRequest, pk: int) -> HttpResponse:
    """End the present meter of a place with its last reading and hang another, or the first one there."""
    connection, slot = _connection(request, pk), get_slot(request)
    today = timezone.localdate()
    present = get_present_meter(connection, today, slot=slot)
    form = ExchangeForm(
        request.POST if request.method == "POST" else None, initial={"changed_on": today},
        has_meter=present is not None,
    )  # fmt: skip
    back = f"{reverse('meters:connection_detail', args=[pk])}?tab=meters"
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            change_meter(
                actor=cast(User, request.user), connection=connection, new=form.get_meter(),
                changed_on=given["changed_on"], last_m3=given.get("last_m3"), start_m3=given["start_m3"],
                hanging=Hanging(slot, given["seal_number"]),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(_field_of(error), str(error))
        else:
            said = _("Meter %(serial)s hangs there now.") % {"serial": given["serial"]}
            messages.success(request, said)
            return redirect(back)
    context = {
        "connection": connection, "form": form, "meter": present, "back": back,
        "title": _("Exchange the meter") if present else _("Install a meter"),
        "press": _("Write down the exchange") if present else _("Write down the installation"),
    }  # fmt: skip
    return render(request, "meters/form.html", context, status=422 if form.is_bound else 200)


@allow(*REGISTER_ROLES)
@require_http_methods(["GET", "POST"])
def liability_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Make somebody the payer from a day on."""
    connection = _connection(request, pk)
    user, today = cast(User, request.user), timezone.localdate()
    form = LiabilityForm(
        request.POST if request.method == "POST" else None, initial={"since": today}, user=user
    )
    back = f"{reverse('meters:connection_detail', args=[pk])}?tab=payers"
    if form.is_bound and form.is_valid():
        party, since = form.cleaned_data["party"], form.cleaned_data["since"]
        try:
            set_liability(
                actor=user, connection=connection, party=party, since=since,
                reading_m3=form.cleaned_data["reading_m3"],
            )  # fmt: skip
        except DomainError as error:
            form.add_error("reading_m3" if isinstance(error, ReadingRefused) else "since", str(error))
        else:
            said = _("%(party)s pays from %(day)s.") % {
                "party": party,
                "day": format_date(since, user.language),
            }
            messages.success(request, said)
            return redirect(back)
    context = {
        "connection": connection, "form": form, "back": back, "payer": payer_on(connection, today),
        "title": _("Change who pays"), "press": _("Write down the payer"),
    }  # fmt: skip
    return render(request, "meters/form.html", context, status=422 if form.is_bound else 200)
