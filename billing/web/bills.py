"""Pages of bills: one explained, as PDF."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from billing.models import Bill
from billing.querysets import BILL_ROLES
from billing.selectors.bills import explain_bill, explain_carrying, list_meters, open_amount_of
from billing.selectors.documents import bill_pdf
from billing.web.runs import SEE_ROLES
from gis_core.choices import LanguageChoice, Role
from gis_core.models import User
from gis_core.pages.access import allow, allow_signed_in


@allow(*BILL_ROLES)
@require_GET
def bill_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show for every amount of a bill what made it."""
    user = cast(User, request.user)
    bill = get_object_or_404(
        Bill.objects.visible_to(user).select_related(
            "connection", "party", "tariff", "run", "previous_reading", "current_reading"
        ),
        pk=pk,
    )
    open_amount = open_amount_of(bill)
    allocations = []
    if hasattr(bill, "ledger_entry"):
        allocations = list(
            bill.ledger_entry.allocations.select_related("payment", "credit__charge").order_by(
                "allocated_on", "id"
            )
        )
    return render(
        request,
        "billing/bill_detail.html",
        {
            "bill": bill,
            "lines": explain_bill(bill),
            "meters": list_meters(bill),
            "carrying": explain_carrying(bill),
            "open_amount": open_amount,
            "is_overdue": open_amount > 0 and bill.due_date < timezone.localdate(),
            "allocations": allocations,
            "can_collect": user.has_any_role(Role.CASHIER),
            "may_see_run": user.has_any_role(*SEE_ROLES),
        },
    )


@allow_signed_in
@require_GET
def bill_as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the bill as PDF to staff who see bills and to its payer, in the language asked for."""
    bill = get_object_or_404(Bill.objects.visible_to(cast(User, request.user)), pk=pk)
    language = request.GET.get("language", translation.get_language() or LanguageChoice.GREEK)
    if language not in LanguageChoice.values:
        language = LanguageChoice.GREEK
    response = HttpResponse(bill_pdf(bill, language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{bill.reference if bill.number else "preview"}.pdf"'
    return response
