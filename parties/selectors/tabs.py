"""Tabs of a party's card; apps above add theirs (bills, connections) without this app knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from gis_core.choices import Role
from gis_core.models import User
from parties.models import Party


@dataclass(frozen=True)
class PartyTab:
    """One tab: who sees it, the template of its content and what the template is given."""

    name: str
    title: str | Promise
    order: int
    roles: frozenset[Role]
    template: str
    context: Callable[[Party, User], dict[str, Any]]


_tabs: dict[str, PartyTab] = {}


def register_tab(tab: PartyTab) -> None:
    """Add a tab to every party's card; call it from the app's nav.py."""
    _tabs[tab.name] = tab


def list_tabs(user: User) -> list[PartyTab]:
    """Return the tabs that the user's roles open, in order."""
    return sorted((tab for tab in _tabs.values() if user.has_any_role(*tab.roles)), key=lambda tab: tab.order)
