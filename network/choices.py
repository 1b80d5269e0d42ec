"""Closed lists of the network, in EPANET's terms."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NodeKind(TextChoices):
    """What a node is."""

    JUNCTION = "junction", _("Junction")
    RESERVOIR = "reservoir", _("Reservoir")
    TANK = "tank", _("Tank")


class ValveKind(TextChoices):
    """EPANET's valve types, and the shut-off valve."""

    SHUT_OFF = "shut_off", _("Shut-off valve")
    PRV = "prv", _("Pressure reducing valve")
    PSV = "psv", _("Pressure sustaining valve")
    PBV = "pbv", _("Pressure breaker valve")
    FCV = "fcv", _("Flow control valve")
    TCV = "tcv", _("Throttle control valve")
    GPV = "gpv", _("General purpose valve")


class LinkStatus(TextChoices):
    """State of a pipe, pump or valve."""

    OPEN = "open", pgettext_lazy("link", "Open")
    CLOSED = "closed", pgettext_lazy("link", "Closed")
    ACTIVE = "active", pgettext_lazy("link", "Active")


class ZoneKind(TextChoices):
    """Why the zone was drawn."""

    SUPPLY = "supply", _("Supply zone")
    PRESSURE = "pressure", _("Pressure zone")
    DMA = "dma", _("District metered area")
