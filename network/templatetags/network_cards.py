"""What the cards and the map's drawer show of an object for apps above."""

from __future__ import annotations

from django import template
from django.db.models import Model
from django.template.context import Context

from gis_core.models import User
from gis_core.registry import ShownButton
from network.selectors.card import CARD_LINKS

register = template.Library()


@register.simple_tag(takes_context=True)
def card_links(context: Context, slug: str, record: Model) -> list[ShownButton]:
    """Return the links that apps above put on the object's card, as far as the reader may follow them."""
    user = getattr(context.get("request"), "user", None)
    return CARD_LINKS.list_for(record, user, slug) if isinstance(user, User) else []
