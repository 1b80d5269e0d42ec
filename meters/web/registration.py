"""A connection registered by hand."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_core.models import User
from gis_core.pages.access import allow
from meters.errors import ConnectionRefused
from meters.querysets import REGISTER_ROLES
from meters.services.connections import register_connection
from meters.web.forms import ConnectionForm


@allow(*REGISTER_ROLES)
@require_http_methods(["GET", "POST"])
def connection_create(request: HttpRequest) -> HttpResponse:
    """Register one connection; what is wrong is told at its field."""
    initial = {"opened_on": timezone.localdate()}
    user = cast(User, request.user)
    form = ConnectionForm(request.POST if request.method == "POST" else None, initial=initial, user=user)
    if form.is_bound and form.is_valid():
        try:
            connection = register_connection(
                actor=user, cells=form.get_cells(), payer=form.cleaned_data["payer"]
            )
        except ConnectionRefused as error:
            shown = error.column in form.fields and not form.fields[error.column].widget.is_hidden
            form.add_error(error.column if shown else None, str(error))
        else:
            messages.success(request, _("The connection is registered."))
            return redirect("meters:connection_detail", pk=connection.pk)
    context = {"form": form}
    return render(request, "meters/connection_form.html", context, status=422 if form.is_bound else 200)
