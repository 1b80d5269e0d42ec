"""What apps offer to the shell, the map, the search box and doctor; the kernel imports none of them.

Each app declares in its own `nav.py`, `search.py`, `layers.py`, `health.py` and `jobs.py`, which the kernel
imports by name when it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import Model
from django.utils.functional import Promise

from gis_core.choices import Role
from gis_core.models import User

Text = str | Promise
M = TypeVar("M", bound=Model)
S = TypeVar("S")


@dataclass(frozen=True)
class NavItem:
    """An entry of the office's rail."""

    name: str
    title: Text
    url_name: str
    icon: str  # Bootstrap Icons name without the bi- prefix
    group: Text
    order: int
    roles: frozenset[Role]
    count: Callable[[User], int] | None = None  # what waits, shown as a badge; must be cheap


@dataclass(frozen=True)
class WaitingItem:
    """Something that waits for the user: approvals, exceptions, overdue work."""

    name: str
    title: Text
    url_name: str
    roles: frozenset[Role]
    count: Callable[[User], int]


@dataclass(frozen=True)
class HomeFigure:
    """A figure of the office's first page, with the list behind it."""

    name: str
    title: Text
    order: int
    roles: frozenset[Role]
    value: Callable[[User], str]  # ready to show, in the active language; must be cheap
    url_name: str
    query: str = ""  # appended to the address, for example "?state=new"


@dataclass(frozen=True)
class HomeRow:
    """A line of a panel of the first page: what it is, what is told of it, its state in words and tone."""

    title: str
    detail: str
    url: str
    state: str = ""
    tone: str = ""


@dataclass(frozen=True)
class HomePanel:
    """A short list on the office's first page: the newest of somebody's work."""

    name: str
    title: Text
    order: int
    roles: frozenset[Role]
    rows: Callable[[User], Sequence[HomeRow]]  # a handful, ready to show; must be cheap
    url_name: str  # the whole list
    empty: Text
    query: str = ""


@dataclass(frozen=True)
class SearchHit:
    """One line of the search box's answer."""

    title: str
    detail: str
    url: str
    icon: str
    point: tuple[float, float] | None = None  # longitude, latitude (WGS84), to show it on the map


@dataclass(frozen=True)
class SearchProvider:
    """A kind of thing that the search box finds."""

    name: str
    title: Text
    order: int
    roles: frozenset[Role]
    find: Callable[[str, User, int], Iterable[SearchHit]]


@dataclass(frozen=True)
class Choice:
    """A row as a form offers it: the words that then stand in the field, and what tells it from its namesakes."""

    text: str
    detail: str = ""


@dataclass(frozen=True)
class Chooser(Generic[M]):
    """How a form finds one row among very many; each app offers its own from `selectors/choosing.py`."""

    url_name: str  # answers the field's questions; opens to the roles that may choose
    find: Callable[[str, User, int], Sequence[M]]  # what was typed, who asks, how many at most
    exact: Callable[[str, User], M | None]  # the row that the whole text names, by its number
    describe: Callable[[M, User], Choice]  # its `text` must name the row to `exact`


@dataclass(frozen=True)
class MapTool:
    """A tool of the staff map: a part of its page and the script that brings it to life.

    The script hears `hydria:map` on the map's element (gis_core/assets/README.md tells what comes with it).
    """

    name: str
    order: int
    roles: frozenset[Role]
    template: str
    script: str  # of the static files


@dataclass(frozen=True)
class Button(Generic[S]):
    """A button that apps above put under something; `url` gives its address from that, empty where it has none."""

    name: str
    title: Text
    icon: str
    order: int
    roles: frozenset[Role]
    url: Callable[[S], str]
    of: str = ""  # the kind of thing that it is for, where the place knows several


@dataclass(frozen=True)
class ShownButton:
    """A button with its address, for the template."""

    title: Text
    icon: str
    url: str


class Buttons(Generic[S]):
    """The buttons of one place, which knows none of the apps that add theirs from their nav.py."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[str, Button[S]] = {}

    def register(self, button: Button[S]) -> None:
        """Add a button; one of the same name takes its place."""
        self._known[button.name] = button

    def list_for(self, subject: S, user: User, of: str = "") -> list[ShownButton]:
        """Return the buttons that the user's roles may press and that lead somewhere, in order."""
        mine = [each for each in self._known.values() if each.of == of and user.has_any_role(*each.roles)]
        shown = [
            ShownButton(each.title, each.icon, each.url(subject))
            for each in sorted(mine, key=lambda each: each.order)
        ]
        return [each for each in shown if each.url]


@dataclass(frozen=True)
class HealthResult:
    """What a check of doctor found."""

    ok: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True)
class HealthCheck:
    """A check that doctor runs."""

    name: str
    title: Text
    run: Callable[[], HealthResult]


@dataclass
class Registry:
    """Everything that the apps declared."""

    nav: dict[str, NavItem] = field(default_factory=dict)
    waiting: dict[str, WaitingItem] = field(default_factory=dict)
    figures: dict[str, HomeFigure] = field(default_factory=dict)
    panels: dict[str, HomePanel] = field(default_factory=dict)
    search: dict[str, SearchProvider] = field(default_factory=dict)
    health: dict[str, HealthCheck] = field(default_factory=dict)
    map_tools: dict[str, MapTool] = field(default_factory=dict)


_registry = Registry()


def register_nav(item: NavItem) -> None:
    """Put an entry on the rail."""
    _registry.nav[item.name] = item


def register_waiting(item: WaitingItem) -> None:
    """Add a kind of thing that waits for people."""
    _registry.waiting[item.name] = item


def register_figure(figure: HomeFigure) -> None:
    """Put a figure on the office's first page."""
    _registry.figures[figure.name] = figure


def register_panel(panel: HomePanel) -> None:
    """Put a short list on the office's first page."""
    _registry.panels[panel.name] = panel


def register_search(provider: SearchProvider) -> None:
    """Add a kind of thing to the search box."""
    _registry.search[provider.name] = provider


def register_health(check: HealthCheck) -> None:
    """Add a check to doctor."""
    _registry.health[check.name] = check


def list_nav(user: User) -> list[NavItem]:
    """Return the entries the user's roles open, in order."""
    return sorted((i for i in _registry.nav.values() if user.has_any_role(*i.roles)), key=lambda i: i.order)


def list_waiting(user: User) -> list[WaitingItem]:
    """Return the kinds of waiting things that concern the user."""
    return [i for i in _registry.waiting.values() if user.has_any_role(*i.roles)]


def list_figures(user: User) -> list[HomeFigure]:
    """Return the figures the user's roles open, in order."""
    return sorted(
        (f for f in _registry.figures.values() if user.has_any_role(*f.roles)), key=lambda f: f.order
    )


def list_panels(user: User) -> list[HomePanel]:
    """Return the short lists the user's roles open, in order."""
    return sorted(
        (p for p in _registry.panels.values() if user.has_any_role(*p.roles)), key=lambda p: p.order
    )


def list_search(user: User) -> list[SearchProvider]:
    """Return the search providers the user's roles open, in order."""
    return sorted(
        (p for p in _registry.search.values() if user.has_any_role(*p.roles)), key=lambda p: p.order
    )


def list_health() -> list[HealthCheck]:
    """Return every check."""
    return list(_registry.health.values())


def register_map_tool(tool: MapTool) -> None:
    """Put a tool on the staff map."""
    _registry.map_tools[tool.name] = tool


def list_map_tools(user: User) -> list[MapTool]:
    """Return the tools that the user may use, in order."""
    tools = (tool for tool in _registry.map_tools.values() if user.has_any_role(*tool.roles))
    return sorted(tools, key=lambda tool: tool.order)
