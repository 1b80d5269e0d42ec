"""The import of a network."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from network.services.import_jobs import enqueue_network_import
from network.web.forms import NetworkImportForm
from network.web.roles import EDIT_ROLES


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def network_import(request: HttpRequest) -> HttpResponse:
    """Take an EPANET file and import it as long work, whose page tells what came of it."""
    form = NetworkImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            job = enqueue_network_import(
                actor=cast(User, request.user), content=given["file"].read(), file_name=given["file"].name,
                system_code=given["code"], name=given["name"], crs=given["crs"], anchor=given["anchor"],
            )  # fmt: skip
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("gis_core:job_detail", pk=job.pk)
    context = {
        "form": form,
        "title": _("Import a network"),
        "back": reverse("network:pipe_list"),
        "save": _("Import"),
        "is_upload": True,
    }
    return render(request, "network/form.html", context, status=422 if request.method == "POST" else 200)
