"""A connection registered by hand."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_core.models import User
from gis_core.pages.access import allow
from meters.errors import ConnectionRefused
from meters.models import Connection
from meters.querysets import REGISTER_ROLES
from meters.services.connections import register_connection
from meters.web.forms import ConnectionForm
from parties.domain.afm import clean_afm
from parties.selectors.choosing import get_party
from parties.selectors.duplicates import Candidate, Likely, list_likely_duplicates


@allow(*REGISTER_ROLES)
@require_http_methods(["GET", "POST"])
def connection_create(request: HttpRequest) -> HttpResponse:
    """Register one connection; what is wrong is told at its field, who may stand there already before it is written."""
    user = cast(User, request.user)
    posted = request.POST if request.method == "POST" else None
    form = ConnectionForm(_with_chosen(posted, user), initial={"opened_on": timezone.localdate()}, user=user)
    likely = []
    if form.is_bound and form.is_valid():
        likely = [] if form.data.get("is_another") else _list_likely(form)
        connection = None if likely else _register(user, form)
        if connection is not None:
            messages.success(request, _("The connection is registered."))
            return redirect("meters:connection_detail", pk=connection.pk)
    context = {"form": form, "likely": likely}
    return render(request, "meters/connection_form.html", context, status=422 if form.is_bound else 200)


def _register(user: User, form: ConnectionForm) -> Connection | None:
    """Register what the form tells; None with the refusal at its field."""
    try:
        return register_connection(actor=user, cells=form.get_cells(), payer=form.cleaned_data["payer"])
    except ConnectionRefused as error:
        shown = error.column in form.fields and not form.fields[error.column].widget.is_hidden
        form.add_error(error.column if shown else None, str(error))
        return None


def _with_chosen(posted: QueryDict | None, user: User) -> QueryDict | None:
    """Put the party that was chosen among the likely ones in the place of the one that was written."""
    number = posted.get("use_party", "") if posted is not None else ""
    if posted is None or not number.isdecimal():
        return posted
    party = get_party(f"#{number}", user)
    if party is None:
        return posted
    given = posted.copy()
    given["payer"] = f"#{party.pk}"
    for name in ConnectionForm.WRITTEN:
        given[name] = ""
    return given


def _list_likely(form: ConnectionForm) -> list[Likely]:
    """Return who may be the payer that was written anew; nobody where the tax number names one already."""
    given = form.cleaned_data
    afm = clean_afm(given["payer_afm"]) if given["payer_afm"] else None
    if given["payer"] is not None or (afm and get_party(afm, form.user) is not None):
        return []
    mobile = "".join(letter for letter in given["payer_mobile"] if letter.isdecimal())
    return list_likely_duplicates(
        Candidate(
            given["payer_name"], given["payer_first_name"], given["payer_father_name"], afm,
            (given["payer_email"].strip().lower(), mobile),
        )
    )  # fmt: skip
