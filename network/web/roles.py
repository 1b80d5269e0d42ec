"""Who does what with the network."""

from gis_core.choices import STAFF_ROLES, Role

VIEW_ROLES = STAFF_ROLES
EDIT_ROLES = frozenset({Role.ADMINISTRATOR, Role.PLANNER})
#: Who works valves in the street.
CHECK_ROLES = EDIT_ROLES | {Role.TECHNICIAN}
ATTACH_ROLES = CHECK_ROLES
