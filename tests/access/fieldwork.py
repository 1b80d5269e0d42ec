"""Who gets into which page of work outside."""

from typing import Any

from gis_core.choices import Role

OFFICE = frozenset(
    {Role.ADMINISTRATOR, Role.BILLING, Role.PLANNER, Role.FRONT_DESK, Role.DIRECTOR, Role.AUDITOR}
)
GIVING = OFFICE - {Role.AUDITOR}
OUTSIDE = frozenset({Role.TECHNICIAN, Role.READER})
CREWS = frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.DIRECTOR})

ROWS: dict[str, dict[str, Any]] = {
    "fieldwork:task_list": {"roles": OFFICE},
    "fieldwork:task_create": {"roles": GIVING},
    "fieldwork:task_assign_many": {"roles": GIVING},
    "fieldwork:task_mine": {"roles": OFFICE | OUTSIDE},
    "fieldwork:task_mine_map": {"roles": OFFICE | OUTSIDE},
    "fieldwork:task_detail": {"roles": OFFICE | OUTSIDE},
    "fieldwork:task_start": {"roles": GIVING | OUTSIDE},
    "fieldwork:task_finish": {"roles": GIVING | OUTSIDE},
    "fieldwork:task_note": {"roles": GIVING | OUTSIDE},
    "fieldwork:task_assign": {"roles": GIVING},
    "fieldwork:task_change": {"roles": GIVING},
    "fieldwork:task_cancel": {"roles": GIVING},
    "fieldwork:crew_list": {"roles": OFFICE},
    "fieldwork:crew_create": {"roles": CREWS},
    "fieldwork:crew_edit": {"roles": CREWS},
    "api_task_list": {"roles": OFFICE | OUTSIDE},
    "api_task_start": {"roles": GIVING | OUTSIDE},
    "api_task_finish": {"roles": GIVING | OUTSIDE},
}
