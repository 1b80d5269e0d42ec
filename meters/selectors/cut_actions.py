"""Buttons under an isolation: apps above add theirs without this app knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from gis_core.choices import Role
from gis_core.models import User


@dataclass(frozen=True)
class CutAction:
    """A button; `url` gives its address from the isolation's question (`meters.domain.questions`)."""

    name: str
    title: str | Promise
    icon: str
    order: int
    roles: frozenset[Role]
    url: Callable[[str], str]


@dataclass(frozen=True)
class ShownAction:
    """A button with its address, for the template."""

    title: str | Promise
    icon: str
    url: str


_actions: dict[str, CutAction] = {}


def register_cut_action(action: CutAction) -> None:
    """Add a button to every isolation; call it from the app's nav.py."""
    _actions[action.name] = action


def list_cut_actions(query: str, user: User) -> list[ShownAction]:
    """Return the buttons that the user's roles may press, in order."""
    actions = sorted(
        (one for one in _actions.values() if user.has_any_role(*one.roles)), key=lambda one: one.order
    )
    return [ShownAction(one.title, one.icon, one.url(query)) for one in actions]
