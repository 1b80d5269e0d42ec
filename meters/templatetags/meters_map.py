"""What the map's drawer says of a connection beyond its row."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils import timezone

from gis_core.models import User
from meters.choices import STATUS_TONES
from meters.models import Connection
from meters.querysets import SENSITIVITY_ROLES
from meters.selectors.connections import count_sensitivities

register = template.Library()


@dataclass(frozen=True)
class Summary:
    """The tone of the status; how many sensitivity records are in force, None for who may not know."""

    tone: str
    sensitive: int | None


@register.simple_tag
def connection_summary(connection: Connection, user: User) -> Summary:
    """Return what the drawer shows; the records themselves are read elsewhere, and that is written down."""
    may_count = user.has_any_role(*SENSITIVITY_ROLES)
    return Summary(
        tone=STATUS_TONES.get(connection.status, ""),
        sensitive=count_sensitivities(connection, timezone.localdate()) if may_count else None,
    )
