"""Who sees connections and readings, who writes readings, who learns why a cut hurts more somewhere."""

from typing import Any

from gis_core.choices import STAFF_ROLES, Role

SEE = STAFF_ROLES - {Role.PROCUREMENT, Role.STOREKEEPER}
READ_METERS = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.FRONT_DESK, Role.READER})
REGISTER = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.FRONT_DESK})
HANG = REGISTER | {Role.TECHNICIAN}
BRING_FILES = frozenset({Role.ADMINISTRATOR, Role.BILLING})
#: Who walks a round with the telephone.
WALK = BRING_FILES | {Role.READER}
SENSITIVITY = frozenset({Role.PLANNER, Role.DIRECTOR, Role.FRONT_DESK})

ROWS: dict[str, dict[str, Any]] = {
    "meters:connection_list": {"roles": SEE},
    "meters:connection_choices": {"roles": SEE},
    "meters:connection_create": {"roles": READ_METERS - {Role.READER}},
    "meters:connection_detail": {"roles": SEE},
    "meters:reading_list": {"roles": SEE},
    "meters:exception_list": {"roles": BRING_FILES | {Role.AUDITOR, Role.DIRECTOR}},
    "meters:exception_detail": {"roles": BRING_FILES | {Role.AUDITOR, Role.DIRECTOR}},
    "meters:exception_decide": {"roles": BRING_FILES},
    "meters:route_list": {"roles": SEE},
    "meters:route_detail": {"roles": SEE},
    "meters:route_walk": {"roles": BRING_FILES | {Role.PLANNER}},
    "meters:route_walk_apply": {"roles": BRING_FILES},
    "meters:route_walk_undo": {"roles": BRING_FILES},
    "api_route_walk": {"roles": BRING_FILES | {Role.PLANNER}},
    "meters:round_list": {"roles": SEE},
    "meters:round_detail": {"roles": SEE},
    "meters:round_map": {"roles": SEE},
    "meters:round_slips": {"roles": SEE},
    "meters:period_open": {"roles": BRING_FILES},
    "meters:round_assign": {"roles": BRING_FILES},
    "meters:round_check": {"roles": BRING_FILES},
    "meters:round_close": {"roles": BRING_FILES},
    "meters:round_reopen": {"roles": BRING_FILES},
    "meters:position_list": {"roles": BRING_FILES},
    "meters:position_answer": {"roles": BRING_FILES},
    "meters:note_code_list": {"roles": BRING_FILES},
    "meters:note_code_create": {"roles": BRING_FILES},
    "meters:note_code_edit": {"roles": BRING_FILES},
    "meters:window_list": {"roles": SEE},
    "meters:window_create": {"roles": BRING_FILES},
    "meters:window_end": {"roles": BRING_FILES},
    "meters:round_mine": {"roles": WALK},
    "meters:round_walk": {"roles": WALK},
    "api_round_list": {"roles": SEE},
    "api_slip_list": {"roles": SEE},
    "api_slip_visit": {"roles": WALK},
    "api_round_media": {"roles": WALK},
    "meters:reading_create": {"roles": READ_METERS},
    "meters:meter_exchange": {"roles": READ_METERS - {Role.READER} | {Role.TECHNICIAN}},
    "meters:liability_change": {"roles": READ_METERS - {Role.READER}},
    "meters:reading_card": {"roles": SEE},
    "meters:payer_card": {"roles": SEE},
    "meters:connection_edit": {"roles": REGISTER},
    "meters:connection_status": {"roles": REGISTER},
    "meters:connection_move": {"roles": REGISTER},
    "meters:role_create": {"roles": REGISTER},
    "meters:role_end": {"roles": REGISTER},
    "meters:payer_list": {"roles": REGISTER | {Role.ACCOUNTANT, Role.DIRECTOR, Role.AUDITOR}},
    "meters:meter_remove": {"roles": HANG},
    "meters:meter_reinstall": {"roles": HANG},
    "meters:meter_list": {"roles": SEE},
    "meters:meter_detail": {"roles": SEE},
    "meters:meter_create": {"roles": HANG},
    "meters:meter_edit": {"roles": HANG},
    "meters:meter_scrap": {"roles": HANG},
    "meters:meter_return": {"roles": HANG},
    "meters:meter_import": {"roles": BRING_FILES},
    "meters:reading_import": {"roles": BRING_FILES},
    "meters:reading_import_check": {"roles": BRING_FILES},
    "meters:reading_import_refused": {"roles": BRING_FILES},
    "meters:connection_import": {"roles": BRING_FILES},
    "meters:connection_import_check": {"roles": BRING_FILES},
    "meters:connection_import_refused": {"roles": BRING_FILES},
    "meters:sensitivity_read": {"roles": SENSITIVITY},
    "meters:sensitivity_create": {"roles": SENSITIVITY},
    "api_connection_list": {"roles": SEE},
    "api_reading_list": {"roles": SEE},
    "meters:isolation": {"roles": frozenset(STAFF_ROLES)},
    "meters:isolation_record_stuck": {
        "roles": frozenset({Role.ADMINISTRATOR, Role.PLANNER, Role.TECHNICIAN})
    },
    "meters:trace": {"roles": frozenset(STAFF_ROLES)},
    "api_isolation": {"roles": frozenset(STAFF_ROLES)},
    "api_isolation_together": {"roles": frozenset(STAFF_ROLES)},
    "api_trace": {"roles": frozenset(STAFF_ROLES)},
}
