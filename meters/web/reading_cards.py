"""The card of readings and the meter card of a payer: on the screen, as PDF, as XLSX."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.exports import as_xlsx
from meters.choices import LiabilityRole
from meters.models import Connection
from meters.querysets import CONNECTION_ROLES
from meters.selectors.reading_card_files import card_pdf, card_rows, card_title
from meters.selectors.reading_cards import get_reading_card
from parties.models import Party
from parties.selectors.parties import shown_afm


def _answer(request: HttpRequest, pk: int, party_pk: int | None) -> HttpResponse:
    user = cast(User, request.user)
    connections = Connection.objects.visible_to(user).select_related("route")
    connection = get_object_or_404(connections, pk=pk)
    party = None
    if party_pk is not None:
        paid = connection.liabilities.filter(role=LiabilityRole.PAYER).values("party")
        party = get_object_or_404(Party.objects.visible_to(user).filter(pk__in=paid), pk=party_pk)
    card = get_reading_card(connection, party)
    name = f"{'meter-card' if party else 'readings'}-{connection.supply_number}"
    wanted = request.GET.get("export", "")
    if wanted == "pdf":
        answer = HttpResponse(card_pdf(card, user), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return answer
    if wanted == "xlsx":
        return as_xlsx(card_rows(card), name)
    context = {
        "card": card,
        "title": card_title(card),
        "lines": list(reversed(card.lines)),
        "afm": shown_afm(party, user) if party is not None else "",
        "back": f"{reverse('meters:connection_detail', args=[pk])}?tab=readings",
    }
    return render(request, "meters/reading_card.html", context)


@allow(*CONNECTION_ROLES)
@require_GET
def reading_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every reading of a connection with the consumption between them."""
    return _answer(request, pk, None)


@allow(*CONNECTION_ROLES)
@require_GET
def payer_card(request: HttpRequest, pk: int, party: int) -> HttpResponse:
    """Show the readings of the days that a payer was liable for the connection."""
    return _answer(request, pk, party)
