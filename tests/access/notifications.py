"""Who gets into which page of the outbox."""

from typing import Any

from gis_core.choices import Role

READERS = frozenset(
    {Role.ADMINISTRATOR, Role.BILLING, Role.PLANNER, Role.FRONT_DESK, Role.DIRECTOR, Role.AUDITOR}
)
ACTORS = READERS - {Role.AUDITOR}

ROWS: dict[str, dict[str, Any]] = {
    "notifications:message_list": {"roles": READERS},
    "notifications:failed_list": {"roles": READERS},
    "notifications:message_detail": {"roles": READERS},
    "notifications:message_retry": {"roles": ACTORS},
    "notifications:message_cancel": {"roles": ACTORS},
}
