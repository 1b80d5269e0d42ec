"""Chainable filters over messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from gis_core.choices import Role

if TYPE_CHECKING:
    from gis_core.models import User
    from notifications.models import Message

#: Roles that answer for what is sent: they see addresses and texts.
MESSAGE_ROLES: frozenset[Role] = frozenset(
    {Role.ADMINISTRATOR, Role.BILLING, Role.PLANNER, Role.FRONT_DESK, Role.DIRECTOR, Role.AUDITOR}
)


class MessageQuerySet(models.QuerySet["Message"]):
    """Filters over messages."""

    def visible_to(self, user: User) -> MessageQuerySet:
        """Keep all for the roles that answer for messages, none for the rest."""
        return self if user.has_any_role(*MESSAGE_ROLES) else self.none()
