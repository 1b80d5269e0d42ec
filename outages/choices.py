"""Closed lists of cuts and works."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OutageKind(TextChoices):
    """What is announced."""

    PLANNED_CUT = "planned_cut", _("Planned water cut")
    EMERGENCY_CUT = "emergency_cut", _("Emergency water cut")
    WORKS = "works", _("Works")


class OutageState(TextChoices):
    """Life of an announcement."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Announced")
    ENDED = "ended", _("Water is back")
    CANCELLED = "cancelled", _("Cancelled")


class AreaSource(TextChoices):
    """How the planner said where."""

    DRAWN = "drawn", _("Drawn on the map")
    RADIUS = "radius", _("Radius around an address")
    ZONE = "zone", _("Zone")
    ISOLATION = "isolation", _("Pipes of an isolation")
