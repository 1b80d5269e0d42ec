"""Choosing in a form where a question about the network starts: a pipe, a node or a shut-off valve by its code."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gis_core.domain.greek import search_key
from gis_core.models import User
from gis_core.registry import Choice, Chooser
from network.domain.answers import Spot
from network.models import Node, Pipe, ShutoffValve

Place = Pipe | Node | ShutoffValve

#: Parts the code from the kind in what a form shows.
_DOT = " · "


def _word(place: Place) -> str:
    """Return what it is."""
    if isinstance(place, Node):
        return str(place.get_kind_display())
    return _("Pipe") if isinstance(place, Pipe) else _("Shut-off valve")


def find_places(query: str, user: User, limit: int) -> Sequence[Place]:
    """Return pipes, nodes and shut-off valves whose code begins with what was typed, some of each."""
    code = query.partition(_DOT)[0].strip()
    found: list[Place] = []
    for model in (Pipe, Node, ShutoffValve):
        rows = model.objects.visible_to(user).filter(code__istartswith=code).defer("geom", "geom_3857")
        found += rows.select_related("system").order_by("code", "pk")[: max(1, (limit + 2) // 3)]
    return found[:limit]


def get_place(text: str, user: User) -> Place | None:
    """Return the one that bears the code, and of several the one whose kind follows it; None where that is unclear."""
    code, _dot, word = text.partition(_DOT)
    found: list[Place] = []
    for model in (Pipe, Node, ShutoffValve):
        rows = model.objects.visible_to(user).filter(code=code.strip()).defer("geom", "geom_3857")
        found += rows.select_related("system").order_by("pk")[:5]
    if word:
        found = [place for place in found if search_key(_word(place)) == search_key(word)]
    return found[0] if len(found) == 1 else None


def describe_place(place: Place, user: User) -> Choice:
    """Return the code and what it is, with the system beside them."""
    detail = str(place.system)
    if isinstance(place, Pipe):
        detail = f"Ø {place.diameter_mm:.0f} mm, {detail}"
    elif isinstance(place, ShutoffValve):
        detail = f"{place.get_state_display()}, {place.get_condition_display()}"
    return Choice(f"{place.code}{_DOT}{_word(place)}", detail)


def spot_of(place: Place) -> Spot:
    """Return the spot that the row is."""
    if isinstance(place, Node):
        return Spot("node", place.pk)
    return Spot("pipe" if isinstance(place, Pipe) else "shutoff", place.pk)


PLACES: Chooser[Place] = Chooser("network:place_choices", find_places, get_place, describe_place)
