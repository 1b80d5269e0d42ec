"""The register's entry of the rail and the tabs of a party's card."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gis_core.models import User
from gis_core.pages.history import list_changes
from gis_core.registry import NavItem, register_nav
from parties.models import Party
from parties.querysets import PARTY_ROLES, PERSONAL_DATA_ROLES
from parties.selectors.contacts import shown_contact
from parties.selectors.parties import may_see_personal_data
from parties.selectors.tabs import PartyTab, register_tab


def _contacts(party: Party, user: User) -> dict[str, Any]:
    rows = party.contacts.order_by("kind", "-is_preferred", "pk")
    return {
        "contacts": [(contact, shown_contact(contact, user)) for contact in rows],
        "is_open": may_see_personal_data(user),
    }


def _consents(party: Party, user: User) -> dict[str, Any]:
    return {"consents": party.consents.order_by("-given_at", "-pk")}


def _history(party: Party, user: User) -> dict[str, Any]:
    return {"changes": list_changes(party)}


register_nav(
    NavItem("parties", _("Parties"), "parties:party_list", "people", _("Customers"), 210, PARTY_ROLES)
)
register_tab(PartyTab("contacts", _("Contacts"), 10, PARTY_ROLES, "parties/tabs/contacts.html", _contacts))
register_tab(
    PartyTab("consents", _("Consents"), 20, PERSONAL_DATA_ROLES, "parties/tabs/consents.html", _consents)
)
register_tab(
    PartyTab("history", _("History"), 900, PERSONAL_DATA_ROLES, "parties/tabs/history.html", _history)
)
