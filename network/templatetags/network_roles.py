"""Who may do what, for parts of pages that any of the staff sees."""

from __future__ import annotations

from django import template

from gis_core.models import User
from network.web.roles import CHECK_ROLES

register = template.Library()


@register.filter
def may_check(user: object) -> bool:
    """Say whether the user works valves in the street."""
    return isinstance(user, User) and user.has_any_role(*CHECK_ROLES)
