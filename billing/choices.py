"""Closed lists of tariffs, runs, bills and payments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TariffState(TextChoices):
    """Life of a tariff version."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


class Service(TextChoices):
    """What is charged; each service has its own income account."""

    WATER = "water", _("Water")
    WATER_FIXED = "water_fixed", _("Water, fixed")
    SEWER = "sewer", _("Sewerage")
    SPECIAL_FEE = "special_fee", _("Special fee N. 1069/80")
    OTHER = "other", _("Other charges")
    VAT = "vat", _("VAT")


class ComponentKind(TextChoices):
    """How a component of a tariff makes an amount."""

    BLOCKS = "blocks", _("Rising blocks")
    FIXED = "fixed", _("Fixed")
    FIXED_BY_DIAMETER = "fixed_by_diameter", _("Fixed by diameter")
    PERCENT = "percent", _("Percentage of another component")


class RunState(TextChoices):
    """Life of a bill run."""

    DRAFT = "draft", _("Draft")
    PREVIEWED = "previewed", _("Preview")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")
    CANCELLED = "cancelled", _("Cancelled")


class BillState(TextChoices):
    """A bill is a draft of its run until it takes a number; then it never changes."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")


class LedgerKind(TextChoices):
    """What moved a payer's balance."""

    BILL = "bill", _("Bill")
    CHARGE = "charge", _("Charge")
    PAYMENT = "payment", _("Payment")


class PaymentMethod(TextChoices):
    """How money came."""

    CASH = "cash", _("Cash")
    CARD = "card", _("Card")
    BANK = "bank", _("Bank")
