"""Who gets into which page of faults."""

from typing import Any

from gis_core.choices import Role

EVERYBODY = frozenset(Role) | {"anonymous"}
LOOKING = frozenset(
    {Role.ADMINISTRATOR, Role.TECHNICIAN, Role.PLANNER, Role.FRONT_DESK, Role.DIRECTOR, Role.AUDITOR}
)
ACTING = LOOKING - {Role.AUDITOR}

ROWS: dict[str, dict[str, Any]] = {
    "faults:report": {"roles": EVERYBODY},
    "faults:known": {"roles": EVERYBODY},
    "faults:follow": {"roles": EVERYBODY},
    "faults:photo": {"roles": EVERYBODY},
    "faults:fault_list": {"roles": LOOKING},
    "faults:fault_detail": {"roles": LOOKING},
    "faults:fault_say": {"roles": ACTING},
    "faults:fault_work": {"roles": ACTING},
    "api_fault_list": {"roles": LOOKING},
}
