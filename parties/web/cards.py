"""A party's card."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from gis_core.models import User
from gis_core.pages.access import allow
from parties.models import Party
from parties.querysets import PARTY_ROLES
from parties.selectors.parties import may_see_personal_data, shown_afm
from parties.selectors.tabs import list_tabs
from parties.web.roles import EDIT_ROLES


@allow(*PARTY_ROLES)
@require_GET
def party_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who it is, and the tab that is asked for."""
    user = cast(User, request.user)
    party = get_object_or_404(Party.objects.visible_to(user), pk=pk)
    tabs = list_tabs(user)
    chosen = next((tab for tab in tabs if tab.name == request.GET.get("tab")), tabs[0])
    context = {
        "party": party,
        "afm": shown_afm(party, user),
        "father_name": party.father_name if may_see_personal_data(user) else "",
        "may_edit": user.has_any_role(*EDIT_ROLES),
        "tabs": [{"title": tab.title, "url": f"?tab={tab.name}", "is_on": tab is chosen} for tab in tabs],
        "tab_template": chosen.template,
        **chosen.context(party, user),
    }
    return render(request, "parties/party_detail.html", context)
