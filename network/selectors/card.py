"""Links on the cards of the network's objects: apps above add theirs without this app knowing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise

from gis_core.choices import Role
from gis_core.models import User


@dataclass(frozen=True)
class CardLink:
    """A link of objects of one kind (pipe, node, shutoff …); `url` gives its address, empty where it has none."""

    name: str
    slug: str
    title: str | Promise
    icon: str
    order: int
    roles: frozenset[Role]
    url: Callable[[Model], str]


@dataclass(frozen=True)
class ShownLink:
    """A link with its address, for the template."""

    title: str | Promise
    icon: str
    url: str


_links: dict[str, CardLink] = {}


def register_card_link(link: CardLink) -> None:
    """Add a link to the cards of a kind of object; call it from the app's nav.py."""
    _links[link.name] = link


def list_card_links(slug: str, record: Model, user: User) -> list[ShownLink]:
    """Return the links of an object that the user's roles may follow, in order."""
    links = sorted(
        (one for one in _links.values() if one.slug == slug and user.has_any_role(*one.roles)),
        key=lambda one: one.order,
    )
    shown = [ShownLink(link.title, link.icon, link.url(record)) for link in links]
    return [link for link in shown if link.url]
