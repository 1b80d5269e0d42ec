"""Pages of the consumers' site."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from billing.models import Bill
from billing.selectors.bills import explain_bill, explain_carrying, list_meters
from gis_core.models import User
from gis_core.pages.access import allow_everybody, allow_signed_in
from gis_core.pages.chart import Chart, Value, draw_chart
from gis_core.pages.visitors import visitor_address
from meters.models import ConnectionAccess
from meters.selectors.consumption import consumption_history
from meters.selectors.overview import is_unusual
from meters.selectors.windows import find_open_window, list_my_meters
from meters.types import PeriodConsumption
from outages.selectors.outages import list_current_outages, outages_for
from portal.errors import TooManyClaims
from portal.selectors.home import get_home, list_accesses, list_ledger
from portal.services.claims import claim_connection
from portal.types import MyConnection
from portal.web.forms import ClaimForm


@dataclass(frozen=True)
class HomeCard:
    """A connection of the first screen with the drawing of its consumption."""

    mine: MyConnection
    chart: Chart | None


@allow_everybody
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show staff the office, consumers what they owe, everybody else the way in."""
    user = request.user
    if not isinstance(user, User):
        return render(request, "portal/welcome.html", {"outages": list_current_outages()[:3]})
    if user.is_office:
        return redirect("gis_core:home")
    found = get_home(user, timezone.localdate())
    cards = [HomeCard(mine, _draw(mine.history) if mine.history else None) for mine in found.connections]
    return render(request, "portal/home.html", {"home": found, "cards": cards})


@allow_signed_in
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Let the user show that a connection is theirs."""
    user = cast(User, request.user)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            access = claim_connection(
                actor=user,
                supply_number=form.cleaned_data["supply_number"],
                bill_total=form.cleaned_data["bill_total"],
                sender=visitor_address(request),
            )
        except TooManyClaims as error:
            form.add_error(None, str(error))
        else:
            if access is not None:
                messages.success(request, _("The connection is now in your list."))
                return redirect("portal:connection", pk=access.connection_id)
            form.add_error(
                None,
                _("We found no recent bill with this supply number and this total. Check both on the bill."),
            )
    return render(request, "portal/claim.html", {"form": form}, status=422 if form.errors else 200)


def _my_access(request: HttpRequest, connection_pk: int) -> ConnectionAccess:
    """Return the user's standing access to the connection, or answer that there is no such page.

    Who claimed it by bills of two payers, one after the other, has two: the newest counts.
    """
    accesses = ConnectionAccess.objects.filter(
        user=cast(User, request.user), ended_at__isnull=True, connection_id=connection_pk
    )
    access = accesses.select_related("connection", "party").order_by("-pk").first()
    if access is None:
        raise Http404
    return access


def _draw(history: Sequence[PeriodConsumption]) -> Chart:
    """Draw consumption beside the year before."""
    return draw_chart([Value(p.label, p.consumption_m3, p.previous_year_m3, is_unusual(p)) for p in history])


@allow_signed_in
@require_GET
def connection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one connection: consumption, readings, bills, cuts."""
    access = _my_access(request, pk)
    bills = Bill.objects.visible_to(cast(User, request.user)).filter(connection=access.connection)
    return render(
        request,
        "portal/connection.html",
        {
            "access": access,
            "connection": access.connection,
            "chart": _draw(consumption_history(access.connection, party=access.party)),
            "bills": bills.issued().order_by("-issue_date", "-pk")[:8],
            "outages": outages_for([access.connection]),
            "meters": list_my_meters(cast(User, request.user), access.connection),
            "window": find_open_window(access.connection, timezone.localdate()),
        },
    )


@allow_signed_in
@require_GET
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the movements of the account on one connection."""
    access = _my_access(request, pk)
    return render(
        request,
        "portal/ledger.html",
        {"access": access, "connection": access.connection, "entries": list_ledger(access)},
    )


@allow_signed_in
@require_GET
def bill_list(request: HttpRequest) -> HttpResponse:
    """List the user's bills, newest first, of a year when one is chosen."""
    user = cast(User, request.user)
    bills = Bill.objects.visible_to(user).issued().filter(connection__accesses__user=user).distinct()
    years = [day.year for day in bills.dates("issue_date", "year", order="DESC")]
    chosen = request.GET.get("year", "")
    if chosen in map(str, years):
        bills = bills.filter(issue_date__year=int(chosen))
    return render(
        request,
        "portal/bill_list.html",
        {
            "bills": bills.select_related("connection", "ledger_entry").order_by("-issue_date", "-id")[:200],
            "years": years,
            "chosen": chosen,
            "has_connections": bool(list_accesses(user)),
        },
    )


@allow_signed_in
@require_GET
def bill_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Explain a bill, line by line."""
    user = cast(User, request.user)
    bill = get_object_or_404(
        Bill.objects.visible_to(user)
        .issued()
        .select_related("connection", "party", "tariff", "previous_reading", "current_reading"),
        pk=pk,
    )
    return render(
        request,
        "portal/bill_detail.html",
        {
            "bill": bill,
            "lines": explain_bill(bill),
            "meters": list_meters(bill),
            "carrying": explain_carrying(bill),
            "chart": _draw(consumption_history(bill.connection, party=bill.party)),
        },
    )


@allow_everybody
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far the site meets WCAG 2.2 AA and whom to tell what does not work."""
    return render(request, "portal/accessibility.html")
