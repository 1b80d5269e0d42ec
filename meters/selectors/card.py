"""Parts of a connection's card: apps above add tabs and figures without this app knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection


@dataclass(frozen=True)
class CardPanel:
    """One tab of the card: who sees it, what its template is given."""

    name: str
    title: str | Promise
    order: int
    roles: frozenset[Role]
    load: Callable[[Connection, User], dict[str, Any]]
    template: str


@dataclass(frozen=True)
class FigureValue:
    """A figure ready to show: its text, the page behind it, a tone (good, warn, bad or none)."""

    text: str
    url: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class CardFigure:
    """One figure at the head of the card."""

    name: str
    title: str | Promise
    order: int
    roles: frozenset[Role]
    load: Callable[[Connection, User], FigureValue | None]


@dataclass(frozen=True)
class ShownFigure:
    """A figure with its title, for the template."""

    title: str | Promise
    value: FigureValue


_panels: dict[str, CardPanel] = {}
_figures: dict[str, CardFigure] = {}


def register_card_panel(panel: CardPanel) -> None:
    """Add a tab to every connection's card; call it from the app's nav.py."""
    _panels[panel.name] = panel


def register_card_figure(figure: CardFigure) -> None:
    """Add a figure to every connection's card; call it from the app's nav.py."""
    _figures[figure.name] = figure


def list_card_panels(user: User) -> list[CardPanel]:
    """Return the tabs that the user's roles open, in order."""
    return sorted((p for p in _panels.values() if user.has_any_role(*p.roles)), key=lambda p: p.order)


def list_card_figures(connection: Connection, user: User) -> list[ShownFigure]:
    """Return the figures that the user's roles open and that have something to say, in order."""
    shown = []
    for figure in sorted(_figures.values(), key=lambda f: f.order):
        if user.has_any_role(*figure.roles):
            value = figure.load(connection, user)
            if value is not None:
                shown.append(ShownFigure(figure.title, value))
    return shown
