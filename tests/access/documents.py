"""Who gets to a file of the archive: anybody signed in, and then only to what hangs on what they may see."""

from typing import Any

from gis_core.choices import STAFF_ROLES, Role

STAFF = frozenset(STAFF_ROLES)
ROWS: dict[str, dict[str, Any]] = {
    "documents:attachment": {"roles": frozenset(Role)},
    "documents:attachment_add": {"roles": STAFF},
    "documents:ordered_file": {"roles": STAFF},
    "documents:archive": {"roles": STAFF},
}
