"""The office's page of claims that failed: see which supply numbers are shut, and open them."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gis_core.choices import Role
from gis_core.models import User
from gis_core.pages.access import allow
from portal.selectors.claims import list_tried
from portal.services.claims import lift_claims

CLAIM_ROLES = (Role.ADMINISTRATOR, Role.FRONT_DESK)


@allow(*CLAIM_ROLES)
@require_http_methods(["GET", "POST"])
def tried(request: HttpRequest) -> HttpResponse:
    """List the supply numbers that were tried in vain; open one again."""
    if request.method == "POST":
        lift_claims(actor=cast(User, request.user), supply_number=request.POST.get("supply_number", "")[:30])
        return redirect("portal:tried")
    return render(request, "portal/tried.html", {"rows": list_tried()})
