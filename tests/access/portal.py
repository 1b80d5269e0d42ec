"""Who gets into the consumers' site: everybody at the door, and behind it whoever has an account."""

from typing import Any

from gis_core.choices import Role

EVERYBODY = frozenset({*Role, "anonymous"})
SIGNED_IN = frozenset(Role)

ROWS: dict[str, dict[str, Any]] = {
    "portal:home": {"roles": EVERYBODY},
    "portal:accessibility": {"roles": EVERYBODY},
    "portal:tried": {"roles": frozenset({Role.ADMINISTRATOR, Role.FRONT_DESK})},
    "portal:claim": {"roles": SIGNED_IN},
    "portal:connection": {"roles": SIGNED_IN},
    "portal:own_reading": {"roles": SIGNED_IN},
    "portal:own_reading_undo": {"roles": SIGNED_IN},
    "portal:ledger": {"roles": SIGNED_IN},
    "portal:bill_list": {"roles": SIGNED_IN},
    "portal:bill_detail": {"roles": SIGNED_IN},
}
