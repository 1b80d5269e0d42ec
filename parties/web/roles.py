"""Who may change the register."""

from gis_core.choices import Role

EDIT_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.FRONT_DESK})
