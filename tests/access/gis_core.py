"""Who gets into which page of the kernel and of signing in."""

from typing import Any

from gis_core.choices import STAFF_ROLES, Role

STAFF = frozenset(STAFF_ROLES)
SIGNED_IN = frozenset(Role)
EVERYBODY = SIGNED_IN | {"anonymous"}

ROWS: dict[str, dict[str, Any]] = {
    "gis_core:home": {"roles": STAFF},
    "gis_core:search": {"roles": STAFF},
    "gis_core:language": {"roles": EVERYBODY},
    "gis_core:health": {"roles": EVERYBODY},
    "gis_core:saved_list_save": {"roles": STAFF},
    "gis_core:saved_list_change": {"roles": STAFF},
    "gis_core:saved_list_delete": {"roles": STAFF},
    "gis_core:saved_list_start": {"roles": STAFF},
    "gis_core:job_list": {"roles": STAFF},
    "gis_core:job_detail": {"roles": STAFF},
    "gis_core:job_progress": {"roles": STAFF},
    "gis_core:job_stop": {"roles": STAFF},
    "gis_core:job_resume": {"roles": STAFF},
    "gis_core:user_list": {"roles": frozenset({Role.ADMINISTRATOR, Role.AUDITOR})},
    "gis_core:user_create": {"roles": frozenset({Role.ADMINISTRATOR})},
    "gis_core:user_change": {"roles": frozenset({Role.ADMINISTRATOR})},
    "gis_core:utility": {"roles": frozenset({Role.ADMINISTRATOR})},
    # A tile and a layer are for whom its layer is: a layer of that name there is none.
    "tiles:tile": {"roles": EVERYBODY},
    "tiles:options": {"roles": EVERYBODY},
    "tiles:map": {"roles": STAFF},
    "tiles:in_view": {"roles": STAFF},
    "tiles:identify": {"roles": STAFF},
    "api_schema": {"roles": EVERYBODY},
    "api_docs": {"roles": STAFF},
    # Signing in, up and out; allauth's own checks stand behind the pages of one's account.
    "account_login": {"roles": EVERYBODY},
    "account_logout": {"roles": EVERYBODY},
    "account_inactive": {"roles": EVERYBODY},
    "account_signup": {"roles": EVERYBODY},
    "account_reauthenticate": {"roles": SIGNED_IN},
    "account_email": {"roles": SIGNED_IN},
    "account_email_verification_sent": {"roles": EVERYBODY},
    "account_change_password": {"roles": SIGNED_IN},
    "account_set_password": {"roles": SIGNED_IN},
    "account_reset_password": {"roles": EVERYBODY},
    "account_reset_password_done": {"roles": EVERYBODY},
    "account_reset_password_from_key": {"roles": EVERYBODY, "kwargs": lambda: {"uidb36": "1", "key": "x-y"}},
    "account_reset_password_from_key_done": {"roles": EVERYBODY},
    "account_confirm_email": {"roles": EVERYBODY, "kwargs": lambda: {"key": "none"}},
    "account_confirm_login_code": {"roles": EVERYBODY},
    "mfa_index": {"roles": SIGNED_IN},
    "mfa_authenticate": {"roles": EVERYBODY},
    "mfa_reauthenticate": {"roles": SIGNED_IN},
    "mfa_activate_totp": {"roles": SIGNED_IN},
    "mfa_deactivate_totp": {"roles": SIGNED_IN},
    "mfa_view_recovery_codes": {"roles": SIGNED_IN},
    "mfa_generate_recovery_codes": {"roles": SIGNED_IN},
    "mfa_download_recovery_codes": {"roles": SIGNED_IN},
}
