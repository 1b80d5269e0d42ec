"""Who gets into which page of the register of parties."""

from typing import Any

from gis_core.choices import STAFF_ROLES, Role

READERS = frozenset(STAFF_ROLES) - {Role.STOREKEEPER, Role.PROCUREMENT}
EDITORS = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.FRONT_DESK})

ROWS: dict[str, dict[str, Any]] = {
    "parties:party_list": {"roles": READERS},
    "parties:party_choices": {"roles": READERS},
    "parties:party_detail": {"roles": READERS},
    "parties:party_create": {"roles": EDITORS},
    "parties:party_edit": {"roles": EDITORS},
    "parties:contact_create": {"roles": EDITORS},
    "parties:consent_create": {"roles": EDITORS},
    "parties:consent_withdraw": {"roles": EDITORS},
    "api_party_list": {"roles": READERS},
    "api_party_detail": {"roles": READERS},
}
