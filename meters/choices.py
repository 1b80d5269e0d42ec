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


class StopValveState(TextChoices):
    """How the stop valve before the meter stands."""

    OPEN = "open", pgettext_lazy("stop valve", "Open")
    CLOSED = "closed", pgettext_lazy("stop valve", "Closed")
    SEALED = "sealed", pgettext_lazy("stop valve", "Sealed shut")


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
    DELEGATE = "delegate", _("Delegate")
    SUPPLIER = "supplier", _("Supplier")


class ReadingSource(TextChoices):
    """Where a reading comes from."""

    READER = "reader", _("Meter reader")
    OFFICE = "office", _("Office")
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


class LocationOrigin(TextChoices):
    """How a position came to be known."""

    READER = "reader", _("Meter reader")
    TECHNICIAN = "technician", _("Technician")
    OFFICE = "office", _("Office")
    FILE = "file", _("File")


class RoundState(TextChoices):
    """Life of a route's slips in a reading period."""

    OPEN = "open", pgettext_lazy("round", "Open")
    READING = "reading", _("Being read")
    CHECKED = "checked", _("Checked")
    CLOSED = "closed", pgettext_lazy("round", "Closed")


class SlipState(TextChoices):
    """What became of a slip."""

    WAITING = "waiting", _("Not visited")
    READ = "read", _("Read")
    NOT_READ = "not_read", _("Not read")


class ReadingCheck(TextChoices):
    """Named rules that hold a reading against what is known of its meter (docs/algorithms/readings.md)."""

    ROLLOVER = "rollover", _("Register passed its end")
    REVERSED = "reversed", _("Below the previous reading")
    BELOW_ESTIMATE = "below_estimate", _("Below an estimate")
    ZERO = "zero", _("No consumption")
    STOPPED = "stopped", _("Stopped meter")
    SAME_AGAIN = "same_again", _("Same value again")
    HIGH = "high", _("High consumption")
    LOW = "low", _("Low consumption")
    OUT_OF_ORDER = "out_of_order", _("Above a later reading")
    WRONG_PLACE = "wrong_place", _("Read far from the meter")
    WRONG_SERIAL = "wrong_serial", _("Serial of another meter")
    CLOSED_CONNECTION = "closed_connection", _("Consumption on a closed connection")
    MANY_ESTIMATES = "many_estimates", _("Estimates in a row")
    EXCHANGE = "exchange", _("Meter exchanged in between")


class FlagState(TextChoices):
    """What was decided about a flagged reading; open and re-read ones are not billed."""

    OPEN = "open", pgettext_lazy("exception", "To decide")
    REREAD = "reread", _("To be read again")
    ACCEPTED = "accepted", pgettext_lazy("exception", "Accepted")
    CORRECTED = "corrected", pgettext_lazy("exception", "Corrected")
    ESTIMATED = "estimated", pgettext_lazy("exception", "Estimated")


#: Flags in these states keep a reading from being billed.
HOLDING_FLAGS: tuple[str, ...] = (FlagState.OPEN, FlagState.REREAD)


class EstimateRule(TextChoices):
    """How an estimate was made."""

    LAST_YEAR = "last_year", _("Same season last year")
    RECENT = "recent", _("Recent daily average")
    LIKE_METERS = "like_meters", _("Like meters")


class SeasonKind(TextChoices):
    """The two halves of the year that rules tell apart."""

    SUMMER = "summer", _("Summer (May–October)")
    WINTER = "winter", _("Winter (November–April)")


class PositionAnswer(TextChoices):
    """What was decided about a position that moved far."""

    OPEN = "open", pgettext_lazy("position", "To decide")
    ACCEPTED = "accepted", pgettext_lazy("position", "New place accepted")
    REJECTED = "rejected", pgettext_lazy("position", "Old place kept")


class DocumentEffect(TextChoices):
    """What a document does to the register when it is approved or executed."""

    CONNECT = "connect", _("Connection")
    DISCONNECT = "disconnect", _("Disconnection")
    RECONNECT = "reconnect", _("Reconnection")
    EXCHANGE = "exchange", _("Meter exchange")
    TRANSFER = "transfer", _("Transfer of liability")
    REMOVE = "remove", _("Removal")


class DocumentState(TextChoices):
    """Life of a document of the register."""

    DRAFT = "draft", pgettext_lazy("document", "Draft")
    APPROVED = "approved", pgettext_lazy("document", "Approved")
    EXECUTED = "executed", pgettext_lazy("document", "Executed")
    CANCELLED = "cancelled", pgettext_lazy("document", "Cancelled")


class MeterState(TextChoices):
    """Where a meter is; told by its installations, held nowhere."""

    IN_STORE = "in_store", _("In store")
    INSTALLED = "installed", pgettext_lazy("meter", "Installed")
    SCRAPPED = "scrapped", pgettext_lazy("meter", "Scrapped")


#: Tone in which a meter's state is shown.
METER_TONES = {"in_store": "info", "installed": "good", "scrapped": ""}
