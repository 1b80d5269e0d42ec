"""Closed lists of faults."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FaultCategory(TextChoices):
    """What is wrong, in the reporter's words."""

    NO_WATER = "no_water", _("I have no water")
    LEAK = "leak", _("Leak in the street")
    LOW_PRESSURE = "low_pressure", _("Low pressure")
    QUALITY = "quality", _("Colour or smell")
    SEWER = "sewer", _("Blocked sewer")
    METER = "meter", _("Meter or connection")
    OTHER = "other", _("Something else")


class FaultState(TextChoices):
    """Life of a fault."""

    NEW = "new", _("New")
    ACCEPTED = "accepted", _("Accepted")
    IN_PROGRESS = "in_progress", _("Crew at work")
    RESTORED = "restored", _("Restored")
    REJECTED = "rejected", _("Not a fault of the network")


class FaultPriority(TextChoices):
    """How soon someone must go."""

    URGENT = "urgent", _("Urgent")
    NORMAL = "normal", _("Normal")
    LOW = "low", _("Low")


class PlaceSource(TextChoices):
    """How the reporter said where."""

    MAP = "map", _("Tap on the map")
    POSITION = "position", _("Position of the device")
    ADDRESS = "address", _("Address")
    SUPPLY_NUMBER = "supply_number", _("Supply number")
