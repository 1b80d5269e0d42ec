"""Who drafts, approves and executes documents of the register."""

from typing import Any

from gis_core.choices import STAFF_ROLES, Role

OFFICE = STAFF_ROLES - {Role.PROCUREMENT, Role.STOREKEEPER, Role.READER, Role.TECHNICIAN}
DRAFTING = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.FRONT_DESK})
APPROVING = frozenset({Role.ADMINISTRATOR, Role.BILLING, Role.DIRECTOR})
KINDS = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR})

ROWS: dict[str, dict[str, Any]] = {
    "meters:document_list": {"roles": OFFICE},
    "meters:document_detail": {"roles": OFFICE | {Role.TECHNICIAN}},
    "meters:document_pdf": {"roles": OFFICE},
    "meters:document_choose": {"roles": DRAFTING},
    "meters:document_create": {"roles": DRAFTING},
    "meters:document_connection": {"roles": DRAFTING},
    "meters:document_attach": {"roles": DRAFTING},
    "meters:document_approve": {"roles": APPROVING},
    "meters:document_cancel": {"roles": APPROVING | DRAFTING},
    "meters:document_execute": {"roles": DRAFTING | {Role.TECHNICIAN}},
    "meters:document_kind_list": {"roles": OFFICE},
    "meters:document_kind_create": {"roles": KINDS},
    "meters:document_kind_edit": {"roles": KINDS},
}
