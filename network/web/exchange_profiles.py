"""Import profiles: a mapping that was kept is deleted."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis_core.models import User
from gis_core.pages.access import allow
from network.models import ImportProfile
from network.services.exchange_jobs import delete_profile
from network.web.roles import EDIT_ROLES


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def exchange_profile_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more and delete the profile."""
    profile = get_object_or_404(ImportProfile.objects.visible_to(cast(User, request.user)), pk=pk)
    if request.method == "POST":
        delete_profile(profile=profile)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": profile.name})
        return redirect("network:exchange")
    return render(request, "network/exchange_profile_delete.html", {"profile": profile})
