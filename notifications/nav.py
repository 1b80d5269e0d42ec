"""The outbox's entry of the rail, and what of it waits for people."""

from django.utils.translation import gettext_lazy as _

from gis_core.choices import Role
from gis_core.registry import NavItem, WaitingItem, register_nav, register_waiting
from notifications.querysets import MESSAGE_ROLES
from notifications.selectors.waiting import count_failed

register_nav(
    NavItem(
        "messages", _("Messages"), "notifications:message_list", "envelope", _("Services"), 910, MESSAGE_ROLES
    )
)
register_waiting(
    WaitingItem(
        "failed_messages",
        _("Messages that could not be delivered"),
        "notifications:failed_list",
        frozenset({Role.ADMINISTRATOR, Role.FRONT_DESK}),
        count_failed,
    )
)
