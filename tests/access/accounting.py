"""Who reads the journal."""

from typing import Any

from gis_core.choices import Role

READERS = frozenset({Role.ACCOUNTANT, Role.AUDITOR, Role.BILLING, Role.DIRECTOR})

ROWS: dict[str, dict[str, Any]] = {
    "accounting:entry_list": {"roles": READERS},
    "accounting:entry_detail": {"roles": READERS},
    "accounting:period_list": {"roles": READERS},
    "accounting:period_close": {"roles": frozenset({Role.ACCOUNTANT})},
}
