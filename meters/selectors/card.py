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


@dataclass(frozen=True)
class NoticeLine:
    """Something that goes on at the connection now: its kind in a word or two, what, and the page behind it."""

    kind: str
    text: str
    url: str
    tone: str = "warn"


@dataclass(frozen=True)
class CardNotice:
    """What an app tells of the connection today, under the card's map."""

    name: str
    order: int
    roles: frozenset[Role]
    load: Callable[[Connection, User], list[NoticeLine]]


@dataclass(frozen=True)
class CardAction:
    """A button at the head of the card; the address takes the connection's id."""

    name: str
    title: str | Promise
    order: int
    roles: frozenset[Role]
    url_name: str
    icon: str
    is_main: bool = True  # what people mostly come to the card for


_panels: dict[str, CardPanel] = {}
_figures: dict[str, CardFigure] = {}
_notices: dict[str, CardNotice] = {}
_actions: dict[str, CardAction] = {}


def register_card_panel(panel: CardPanel) -> None:
    """Add a tab to every connection's card; call it from the app's nav.py."""
    _panels[panel.name] = panel


def register_card_figure(figure: CardFigure) -> None:
    """Add a figure to every connection's card; call it from the app's nav.py."""
    _figures[figure.name] = figure


def register_card_notice(notice: CardNotice) -> None:
    """Add what goes on now to every connection's card; call it from the app's nav.py."""
    _notices[notice.name] = notice


def register_card_action(action: CardAction) -> None:
    """Add a button to every connection's card; call it from the app's nav.py."""
    _actions[action.name] = action


def list_card_notices(connection: Connection, user: User) -> list[NoticeLine]:
    """Return what goes on at the connection now, as far as the user's roles may know, in order."""
    notices = sorted((n for n in _notices.values() if user.has_any_role(*n.roles)), key=lambda n: n.order)
    return [line for notice in notices for line in notice.load(connection, user)]


def list_card_actions(user: User) -> list[CardAction]:
    """Return the buttons that the user's roles may press, in order."""
    return sorted((a for a in _actions.values() if user.has_any_role(*a.roles)), key=lambda a: a.order)


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
