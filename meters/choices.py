"""Closed lists of connections, meters and readings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UseKind(TextChoices):
    """What the water of a connection is for."""

    DOMESTIC = "domestic", _("Domestic")
    PROFESSIONAL = "professional", _("Professional")
    HOTEL = "hotel", _("Hotel")
    INDUSTRIAL = "industrial", _("Industrial")
    FARM = "farm", _("Farm")
    MUNICIPAL = "municipal", _("Municipal and public")
    SOCIAL = "social", _("Social tariff")


class ConnectionStatus(TextChoices):
    """Whether water runs."""

    ACTIVE = "active", pgettext_lazy("connection", "Active")
    SUSPENDED = "suspended", pgettext_lazy("connection", "Suspended")
    CUT = "cut", _("Cut for debt")
    REMOVED = "removed", _("Removed")


#: Tone in which a status is shown.
STATUS_TONES = {"active": "good", "suspended": "warn", "cut": "bad", "removed": ""}


class SensitivityKind(TextChoices):
    """Why a water cut hurts more here."""

    DIALYSIS = "dialysis", _("Dialysis at home")
    HOSPITAL = "hospital", _("Hospital or clinic")
    SCHOOL = "school", _("School or nursery")
    CARE_HOME = "care_home", _("Care home")
    OTHER = "other", _("Other need")


class LiabilityRole(TextChoices):
    """What a party is to a connection."""

    PAYER = "payer", _("Liable payer")
    OWNER = "owner", _("Owner")
    TENANT = "tenant", _("Tenant")


class ReadingSource(TextChoices):
    """Where a reading comes from."""

    READER = "reader", _("Meter reader")
    FILE = "file", _("File")
    CONSUMER = "consumer", _("Consumer")
    ESTIMATE = "estimate", _("Estimate")
    INSTALLATION = "installation", _("Installation")
    REMOVAL = "removal", _("Removal")


class LineOutcome(TextChoices):
    """What became of a line of an import."""

    TAKEN = "taken", _("Taken")
    REPEATED = "repeated", _("Already there")
    REFUSED = "refused", _("Refused")
