"""A pipe's card and form, and the import of a network."""

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
from network.choices import LinkStatus
from network.models import Pipe
from network.selectors.addresses import nearest_address
from network.selectors.places import to_lon_lat
from network.services.import_jobs import enqueue_network_import
from network.services.pipes import PipeAttributes, update_pipe
from network.web.forms import NetworkImportForm, PipeForm
from network.web.roles import EDIT_ROLES, VIEW_ROLES


def _pipe(request: HttpRequest, pk: int) -> Pipe:
    pipes = Pipe.objects.visible_to(cast(User, request.user)).select_related(
        "system", "start_node", "end_node"
    )
    return get_object_or_404(pipes, pk=pk)


@allow(*VIEW_ROLES)
@require_GET
def pipe_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a pipe: what it is, where it lies, what became of it."""
    pipe = _pipe(request, pk)
    middle = pipe.geom.interpolate_normalized(0.5)
    longitude, latitude = to_lon_lat(middle)
    context = {
        "pipe": pipe,
        "tone": "good" if pipe.status == LinkStatus.OPEN else "bad",
        "address": nearest_address(middle),
        "longitude": f"{longitude:.6f}",
        "latitude": f"{latitude:.6f}",
        "changes": list_changes(pipe),
        "may_edit": cast(User, request.user).has_any_role(*EDIT_ROLES),
    }
    return render(request, "network/pipe_detail.html", context)


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def pipe_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written on a pipe."""
    pipe = _pipe(request, pk)
    names = ("diameter_mm", "material", "laid_year", "roughness", "status", "has_check_valve")
    form = PipeForm(
        request.POST if request.method == "POST" else None, initial={n: getattr(pipe, n) for n in names}
    )
    if form.is_bound and form.is_valid():
        given = {**form.cleaned_data, "status": LinkStatus(form.cleaned_data["status"])}
        try:
            update_pipe(actor=cast(User, request.user), pipe=pipe, attributes=PipeAttributes(**given))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Pipe %(code)s was changed.") % {"code": pipe.code})
            return redirect("network:pipe_detail", pk=pk)
    context = {
        "form": form,
        "title": _("Change pipe %(code)s") % {"code": pipe.code},
        "back": reverse("network:pipe_detail", args=[pk]),
        "save": _("Save"),
    }
    return render(request, "network/form.html", context, status=422 if form.is_bound else 200)


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
