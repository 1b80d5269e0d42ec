"""The acts of the register on a connection: particulars, status, roles, moves, meters taken down and hung again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from meters.choices import ConnectionStatus, LiabilityRole
from meters.errors import ConnectionRefused
from meters.models import Connection, Liability
from meters.querysets import EXCHANGE_ROLES, REGISTER_ROLES
from meters.selectors.hanging import list_hanging
from meters.selectors.liabilities import owner_on, payer_on
from meters.selectors.overview import get_present_meter
from meters.services.connection_changes import change_connection, change_status
from meters.services.installations import Hanging, reinstall_meter, remove_meter
from meters.services.liabilities import end_role, set_role
from meters.services.moves import Move, move_payer
from meters.web.changes import get_slot
from meters.web.register_forms import (
    MoveForm,
    ParticularsForm,
    ReinstallForm,
    RemoveForm,
    RoleEndForm,
    RoleForm,
    StatusForm,
)
from network.selectors.places import to_lon_lat

ONE_DAY = timedelta(days=1)


def _connection(request: HttpRequest, pk: int) -> Connection:
    rows = Connection.objects.visible_to(cast(User, request.user)).select_related("route", "street")
    return get_object_or_404(rows, pk=pk)


def _card(connection: Connection, tab: str) -> str:
    return f"{reverse('meters:connection_detail', args=[connection.pk])}?tab={tab}"


def _page(request: HttpRequest, connection: Connection, form: Form, **more: Any) -> HttpResponse:
    context = {"connection": connection, "form": form, **more}
    return render(request, "meters/form.html", context, status=422 if form.is_bound else 200)


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Do what the form asks for where it is valid; tell a refusal on the form."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        act()
    except ConnectionRefused as error:
        form.add_error(error.column if error.column in form.fields else None, str(error))
    except DomainError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@allow(*REGISTER_ROLES)
@require_http_methods(["GET", "POST"])
def connection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what the register says of a connection, and where it is."""
    connection = _connection(request, pk)
    names = (
        "use", "households", "people", "has_sewer", "house_number", "postcode", "route_position",
        "service_line", "shutoff_state", "shutoff_note", "legacy_number",
    )  # fmt: skip
    number = connection.house_number
    street = connection.address.removesuffix(number).strip() if number else connection.address
    initial = {name: getattr(connection, name) for name in names}
    lon, lat = to_lon_lat(connection.geom)
    initial |= {
        "route": connection.route.code, "street": street, "lon": round(lon, 7), "lat": round(lat, 7),
    }  # fmt: skip
    form = ParticularsForm(_posted(request), initial=initial, connection=connection)
    user = cast(User, request.user)
    if _done(
        form, lambda: change_connection(actor=user, connection=connection, given=form.get_particulars())
    ):
        messages.success(request, _("Saved."))
        return redirect("meters:connection_detail", pk=pk)
    context = {"connection": connection, "form": form}
    return render(request, "meters/connection_edit.html", context, status=422 if form.is_bound else 200)


@allow(*REGISTER_ROLES)
@require_http_methods(["GET", "POST"])
def connection_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether water runs, and why."""
    connection = _connection(request, pk)
    form = StatusForm(_posted(request), initial={"status": connection.status})

    def act() -> object:
        return change_status(
            actor=cast(User, request.user), connection=connection, reason=form.cleaned_data["reason"],
            status=ConnectionStatus(form.cleaned_data["status"]),
        )  # fmt: skip

    if _done(form, act):
        messages.success(request, _("The status is changed."))
        return redirect("meters:connection_detail", pk=pk)
    return _page(
        request, connection, form, title=_("Change the status"), press=_("Change the status"),
        back=_card(connection, "consumption"),
    )  # fmt: skip


@allow(*REGISTER_ROLES)
@require_http_methods(["GET", "POST"])
def role_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a role on the connection: owner, tenant, delegate, supplier."""
    connection, user = _connection(request, pk), cast(User, request.user)
    form = RoleForm(_posted(request), initial={"since": timezone.localdate()}, user=user)

    def act() -> object:
        given = form.cleaned_data
        return set_role(
            actor=user, connection=connection, party=given["party"], role=LiabilityRole(given["role"]),
            since=given["since"], until=given["last_day"] + ONE_DAY if given["last_day"] else None,
        )  # fmt: skip

    if _done(form, act):
        messages.success(request, _("The role is written."))
        return redirect(_card(connection, "payers"))
    return _page(
        request, connection, form, title=_("New role on the connection"), press=_("Write down the role"),
        back=_card(connection, "payers"),
    )  # fmt: skip


@allow(*REGISTER_ROLES)
@require_http_methods(["GET", "POST"])
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role on its last day."""
    user = cast(User, request.user)
    rows = Liability.objects.filter(connection__in=Connection.objects.visible_to(user))
    liability = get_object_or_404(rows.select_related("party", "connection"), pk=pk)
    connection = liability.connection
    form = RoleEndForm(_posted(request), initial={"last_day": timezone.localdate()})
    if _done(
        form,
        lambda: end_role(actor=user, liability=liability, until=form.cleaned_data["last_day"] + ONE_DAY),
    ):
        messages.success(request, _("The role ends on that day."))
        return redirect(_card(connection, "payers"))
    title = _("%(role)s: %(party)s") % {"role": liability.get_role_display(), "party": liability.party}
    return _page(
        request, connection, form, title=title, press=_("End the role"), back=_card(connection, "payers")
    )


@allow(*REGISTER_ROLES)
@require_http_methods(["GET", "POST"])
def connection_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one payer go and another come, with what every meter shows."""
    connection, user, today = _connection(request, pk), cast(User, request.user), timezone.localdate()
    owner = owner_on(connection, today)
    form = MoveForm(
        _posted(request), initial={"moved_on": today}, user=user, hanging=list_hanging(connection, today),
        owner=str(owner or ""),
    )  # fmt: skip

    def act() -> object:
        given = form.cleaned_data
        move = Move(
            moved_on=given["moved_on"], readings_m3=form.get_readings(), in_party=given["in_party"],
            is_tenant=given["is_tenant"], forwarding_address=given["forwarding_address"],
        )  # fmt: skip
        return move_payer(actor=user, connection=connection, move=move)

    if _done(form, act):
        messages.success(request, _("The move is written, with the reading of both."))
        return redirect(_card(connection, "payers"))
    return _page(
        request, connection, form, title=_("Move out and move in"), press=_("Write down the move"),
        payer=payer_on(connection, today), back=_card(connection, "payers"),
    )  # fmt: skip


@allow(*EXCHANGE_ROLES)
@require_http_methods(["GET", "POST"])
def meter_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the meter of a place down with its last reading."""
    connection, slot, today = _connection(request, pk), get_slot(request), timezone.localdate()
    form = RemoveForm(_posted(request), initial={"removed_on": today})

    def act() -> object:
        return remove_meter(
            actor=cast(User, request.user), connection=connection, slot=slot, **form.cleaned_data
        )

    if _done(form, act):
        messages.success(request, _("The meter is down; it is in store now."))
        return redirect(_card(connection, "meters"))
    return _page(
        request, connection, form, title=_("Take the meter down"), press=_("Write down the removal"),
        meter=get_present_meter(connection, today, slot=slot), back=_card(connection, "meters"),
    )  # fmt: skip


@allow(*EXCHANGE_ROLES)
@require_http_methods(["GET", "POST"])
def meter_reinstall(request: HttpRequest, pk: int) -> HttpResponse:
    """Hang the meter that was taken down from the place again."""
    connection, slot = _connection(request, pk), get_slot(request)
    form = ReinstallForm(_posted(request), initial={"since": timezone.localdate()})

    def act() -> object:
        given = form.cleaned_data
        return reinstall_meter(
            actor=cast(User, request.user), connection=connection, since=given["since"],
            start_m3=given["start_m3"], hanging=Hanging(slot, given["seal_number"]),
        )  # fmt: skip

    if _done(form, act):
        messages.success(request, _("The meter hangs there again."))
        return redirect(_card(connection, "meters"))
    return _page(
        request, connection, form, title=_("Hang the meter again"), press=_("Write down the installation"),
        back=_card(connection, "meters"),
    )  # fmt: skip
