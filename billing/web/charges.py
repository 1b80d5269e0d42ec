"""The page of a charge that is no bill of water."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from billing.models import Charge
from billing.querysets import BILL_ROLES
from billing.services.charges import vat_by_rate
from gis_core.pages.access import allow


@allow(*BILL_ROLES)
@require_GET
def charge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the lines of a charge, what it was made for and what took it back."""
    charge = get_object_or_404(
        Charge.objects.select_related("connection", "party", "document__kind", "reverses", "reversed_by"),
        pk=pk,
    )
    lines = list(charge.lines.order_by("order"))
    return render(
        request,
        "billing/charge_detail.html",
        {
            "charge": charge,
            "lines": lines,
            "vat": vat_by_rate(lines).items(),
            "reversal": getattr(charge, "reversed_by", None),
        },
    )
