"""What of a message's text the office may read."""

from __future__ import annotations

from django.conf import settings

from gis_core.choices import Role
from gis_core.models import User
from notifications.models import Message
from notifications.selectors.waiting import is_configured


def readable_text(message: Message, user: User) -> str | None:
    """Return the text, or None where it opens an account and is for the recipient alone.

    Where nothing can be sent and nothing is at stake (no production), an administrator hands such links on.
    """
    if not message.is_secret:
        return message.body
    is_demonstration = not settings.PRODUCTION and not is_configured(message.channel)
    if is_demonstration and message.body and user.has_any_role(Role.ADMINISTRATOR):
        return message.body
    return None
