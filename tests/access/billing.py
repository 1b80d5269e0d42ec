"""Who sees bills, makes runs, takes money and sets prices."""

from typing import Any

from gis_core.choices import Role

SEE_BILLS = frozenset(
    {
        Role.ADMINISTRATOR, Role.BILLING, Role.CASHIER, Role.ACCOUNTANT, Role.FRONT_DESK, Role.DIRECTOR,
        Role.AUDITOR,
    }
)  # fmt: skip
SEE_RUNS = SEE_BILLS - {Role.CASHIER, Role.FRONT_DESK}
APPROVE = frozenset({Role.BILLING, Role.DIRECTOR})
CLERKS = frozenset({Role.BILLING})
TILL = frozenset({Role.ADMINISTRATOR, Role.CASHIER})
#: What is shown behind these depends on whose bill it is.
SIGNED_IN = frozenset(Role)

ROWS: dict[str, dict[str, Any]] = {
    "billing:bill_list": {"roles": SEE_BILLS},
    "billing:bill_detail": {"roles": SEE_BILLS},
    "billing:bill_pdf": {"roles": SIGNED_IN},
    "billing:charge_detail": {"roles": SEE_BILLS},
    "billing:run_list": {"roles": SEE_RUNS},
    "billing:run_choices": {"roles": SEE_BILLS},
    "billing:run_create": {"roles": CLERKS},
    "billing:run_detail": {"roles": SEE_RUNS},
    "billing:run_exclusions": {"roles": SEE_RUNS},
    "billing:run_act": {"roles": APPROVE},
    "billing:cashier": {"roles": TILL},
    "billing:payment_create": {"roles": TILL},
    "billing:payment_list": {"roles": SEE_BILLS},
    "billing:payment_detail": {"roles": SEE_BILLS},
    "billing:receipt_pdf": {"roles": SEE_BILLS},
    "billing:tariff_list": {"roles": SEE_BILLS},
    "billing:tariff_detail": {"roles": SEE_BILLS},
    "billing:tariff_copy": {"roles": CLERKS},
    "billing:tariff_approve": {"roles": APPROVE},
    "api_bill_list": {"roles": SIGNED_IN},
    "api_bill_detail": {"roles": SIGNED_IN},
    "api_payment_list": {"roles": SEE_BILLS},
    "api_tariff_list": {"roles": SEE_BILLS},
}
