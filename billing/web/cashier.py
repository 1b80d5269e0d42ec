"""The till: find what is owed, take money, give a receipt."""

from __future__ import annotations

import uuid
from typing import cast

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.models import Bill, Payment
from billing.querysets import BILL_ROLES
from billing.selectors.balances import balance_of, open_charges
from billing.selectors.documents import receipt_pdf
from billing.selectors.till import TillRow, find_at_till
from billing.services.payments import receive_payment
from billing.web.forms import PaymentForm
from gis_core.choices import Role
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from meters.models import Connection
from meters.selectors.liabilities import payer_on
from parties.models import Party

TILL_ROLES = (Role.CASHIER, Role.ADMINISTRATOR)


@allow(*TILL_ROLES)
@require_GET
def cashier(request: HttpRequest) -> HttpResponse:
    """Find a payer by scan or words; show what came in today."""
    query = request.GET.get("q", "").strip()
    found = find_at_till(query) if query else []
    if len(found) == 1:
        return redirect(_address(found[0]))
    today = Payment.objects.filter(received_on=timezone.localdate(), received_by=cast(User, request.user))
    return render(
        request,
        "billing/cashier.html",
        {
            "query": query,
            "found": [(row, _address(row)) for row in found],
            "today": today.select_related("party").order_by("-id")[:20],
            "today_total": today.aggregate(total=Sum("amount"))["total"] or 0,
        },
    )


def _address(row: TillRow) -> str:
    """Return the page on which the row's money is taken."""
    page = reverse("billing:payment_create", args=[row.connection.pk])
    return f"{page}?bill={row.former_bill_id}" if row.former_bill_id else page


@allow(*TILL_ROLES)
@require_http_methods(["GET", "POST"])
def payment_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Take money for a connection; it covers the oldest charges first.

    It is of the one who pays now, or of the payer whom the bill named by `?bill=` is addressed to.
    """
    connection = get_object_or_404(Connection.objects.visible_to(cast(User, request.user)), pk=pk)
    today = timezone.localdate()
    bill = request.GET.get("bill", "")
    if bill.isdecimal():
        issued = Bill.objects.issued().select_related("party")
        party: Party | None = get_object_or_404(issued, pk=int(bill), connection=connection).party
    else:
        party = payer_on(connection, today)
    if party is None:
        messages.error(request, _("Nobody is liable for this connection today; record the payer first."))
        return redirect("meters:connection_detail", pk=pk)
    charges = open_charges(connection, party)
    balance = balance_of(connection, party)
    initial = {"key": uuid.uuid4(), "amount": balance if balance > 0 else None, "received_on": today}
    form = PaymentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            payment = receive_payment(
                actor=cast(User, request.user),
                key=f"till:{form.cleaned_data['key']}",
                connection=connection,
                party=party,
                amount=form.cleaned_data["amount"],
                method=form.cleaned_data["method"],
                received_on=form.cleaned_data["received_on"],
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("billing:payment_detail", pk=payment.pk)
    context = {
        "connection": connection, "party": party, "charges": charges,
        "balance": balance, "form": form, "today": today,
    }  # fmt: skip
    return render(request, "billing/payment_form.html", context, status=422 if form.errors else 200)


def _payment(pk: int) -> Payment:
    return get_object_or_404(Payment.objects.select_related("party", "connection", "received_by"), pk=pk)


@allow(*BILL_ROLES)
@require_GET
def payment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a receipt and what it covers."""
    payment = _payment(pk)
    allocations = list(
        payment.allocations.select_related("charge__bill", "charge__charge").order_by("charge__entry_date")
    )
    credit = payment.amount - sum(allocation.amount for allocation in allocations)
    return render(
        request,
        "billing/payment_detail.html",
        {
            "payment": payment,
            "allocations": allocations,
            "credit": credit,
            "may_collect": cast(User, request.user).has_any_role(*TILL_ROLES),
        },
    )


@allow(*BILL_ROLES)
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the receipt as PDF, in the language of who paid."""
    payment = _payment(pk)
    response = HttpResponse(receipt_pdf(payment, payment.party.language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{payment.reference}.pdf"'
    return response
