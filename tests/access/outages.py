"""Who gets into which page of cuts and works."""

from typing import Any

from gis_core.choices import STAFF_ROLES, Role

EVERYBODY = frozenset(Role) | {"anonymous"}
STAFF = frozenset(STAFF_ROLES)
PLANNING = frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.DIRECTOR})

ROWS: dict[str, dict[str, Any]] = {
    "outages:public_list": {"roles": EVERYBODY},
    "outages:public_detail": {"roles": EVERYBODY},
    "outages:public_geojson": {"roles": EVERYBODY},
    "outages:public_atom": {"roles": EVERYBODY},
    "outages:outage_list": {"roles": STAFF},
    "outages:outage_detail": {"roles": STAFF},
    "outages:outage_create": {"roles": PLANNING},
    "outages:outage_edit": {"roles": PLANNING},
    "outages:area_count": {"roles": PLANNING},
    "outages:outage_approve": {"roles": PLANNING},
    "outages:outage_cancel": {"roles": PLANNING},
    "outages:outage_times": {"roles": PLANNING},
    "api_outage_list": {"roles": EVERYBODY},
    "api_outage_detail": {"roles": EVERYBODY},
    "outages:outage_end": {"roles": PLANNING | {Role.TECHNICIAN}},
}
