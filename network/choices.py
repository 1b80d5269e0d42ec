"""Closed lists of the network, in EPANET's terms where it has one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NodeKind(TextChoices):
    """What a node is: what a model calculates with, and what stands on it in the street."""

    JUNCTION = "junction", _("Junction")
    FITTING = "fitting", _("Fitting")
    HYDRANT = "hydrant", _("Hydrant")
    AIR_VALVE = "air_valve", _("Air valve")
    WASH_OUT = "wash_out", _("Wash-out")
    FLOW_METER = "flow_meter", _("Flow meter")
    PRESSURE_GAUGE = "gauge", _("Pressure gauge")
    SAMPLING_POINT = "sampling", _("Sampling point")
    RESERVOIR = "reservoir", _("Reservoir")
    TANK = "tank", _("Tank")
    WELL = "well", _("Well")
    SPRING = "spring", _("Spring")
    TREATMENT_PLANT = "plant", _("Treatment plant")
    MANHOLE = "manhole", _("Manhole")
    OUTFALL = "outfall", _("Outfall")


#: Nodes that give water by themselves.
SOURCE_KINDS = (
    NodeKind.RESERVOIR,
    NodeKind.TANK,
    NodeKind.WELL,
    NodeKind.SPRING,
    NodeKind.TREATMENT_PLANT,
)
#: Nodes that only a sewer has.
SEWER_NODE_KINDS = (NodeKind.MANHOLE, NodeKind.OUTFALL)


class Medium(TextChoices):
    """What flows in a system."""

    WATER = "water", pgettext_lazy("medium", "Water")
    SEWER = "sewer", pgettext_lazy("medium", "Sewage")


class PipeKind(TextChoices):
    """What a pipe is for."""

    TRANSMISSION = "trunk", _("Transmission main")
    DISTRIBUTION = "distribution", _("Distribution main")
    GRAVITY_SEWER = "gravity", _("Gravity sewer")
    RISING_MAIN = "rising", _("Rising main")


#: Pipes of a sewer.
SEWER_PIPE_KINDS = (PipeKind.GRAVITY_SEWER, PipeKind.RISING_MAIN)


class Lifecycle(TextChoices):
    """Whether it is there yet, or still."""

    PLANNED = "planned", pgettext_lazy("lifecycle", "Planned")
    IN_SERVICE = "in_service", pgettext_lazy("lifecycle", "In service")
    ABANDONED = "abandoned", pgettext_lazy("lifecycle", "Abandoned")


class ValveKind(TextChoices):
    """EPANET's valve types."""

    PRV = "prv", _("Pressure reducing valve")
    PSV = "psv", _("Pressure sustaining valve")
    PBV = "pbv", _("Pressure breaker valve")
    FCV = "fcv", _("Flow control valve")
    TCV = "tcv", _("Throttle control valve")
    GPV = "gpv", _("General purpose valve")


class ValveState(TextChoices):
    """How far a shut-off valve is open."""

    OPEN = "open", pgettext_lazy("shut-off valve", "Open")
    THROTTLED = "throttled", pgettext_lazy("shut-off valve", "Throttled")
    CLOSED = "closed", pgettext_lazy("shut-off valve", "Closed")


class ValveCondition(TextChoices):
    """Whether a shut-off valve can be worked."""

    WORKING = "working", pgettext_lazy("shut-off valve", "Working")
    STUCK = "stuck", pgettext_lazy("shut-off valve", "Stuck")
    BURIED = "buried", pgettext_lazy("shut-off valve", "Buried")
    NOT_FOUND = "not_found", pgettext_lazy("shut-off valve", "Not found")


class LinkStatus(TextChoices):
    """State of a pipe, pump or valve."""

    OPEN = "open", pgettext_lazy("link", "Open")
    CLOSED = "closed", pgettext_lazy("link", "Closed")
    ACTIVE = "active", pgettext_lazy("link", "Active")


class StationKind(TextChoices):
    """What is built there."""

    PUMPING = "pumping", _("Pumping station")
    SEWAGE_PUMPING = "sewage", _("Sewage pumping station")
    WATER_TREATMENT = "water", _("Water treatment plant")
    SEWAGE_TREATMENT = "treatment", _("Sewage treatment plant")
    CHAMBER = "chamber", _("Valve chamber")


class AssetClass(TextChoices):
    """What a type of the catalogue is a type of."""

    SHUT_OFF_VALVE = "shutoff", _("Shut-off valve")
    HYDRANT = "hydrant", _("Hydrant")
    MANHOLE = "manhole", _("Manhole")
    FLOW_METER = "meter", _("Flow meter")
    FITTING = "fitting", _("Fitting")


class ZoneKind(TextChoices):
    """Why the zone was drawn."""

    SUPPLY = "supply", _("Supply zone")
    PRESSURE = "pressure", _("Pressure zone")
    DMA = "dma", _("District metered area")


class ObjectKind(TextChoices):
    """What of the network is spoken of."""

    NODE = "node", _("Node")
    PIPE = "pipe", _("Pipe")
    VALVE = "valve", _("Valve")
    PUMP = "pump", _("Pump")
    SHUT_OFF_VALVE = "shutoff", _("Shut-off valve")
    SERVICE_LINE = "service", _("Service line")


class EditKind(TextChoices):
    """What was done to the network."""

    ADD = "add", pgettext_lazy("network edit", "Added")
    CHANGE = "change", pgettext_lazy("network edit", "Changed")
    MOVE = "move", pgettext_lazy("network edit", "Moved")
    SPLIT = "split", pgettext_lazy("network edit", "Split")
    JOIN = "join", pgettext_lazy("network edit", "Joined")
    REVERSE = "reverse", pgettext_lazy("network edit", "Reversed")
    RECONNECT = "reconnect", pgettext_lazy("network edit", "Reconnected")
    MERGE = "merge", pgettext_lazy("network edit", "Merged")
    DELETE = "delete", pgettext_lazy("network edit", "Deleted")
    CHECK = "check", pgettext_lazy("network edit", "Checked in the field")
    REPAIR = "repair", pgettext_lazy("network edit", "Repaired")
    UNDO = "undo", pgettext_lazy("network edit", "Undone")


class Severity(TextChoices):
    """How much a finding of the topology report matters."""

    ERROR = "error", pgettext_lazy("finding", "Error")
    WARNING = "warning", pgettext_lazy("finding", "Warning")
    NOTE = "note", pgettext_lazy("finding", "Note")


class TraceKind(TextChoices):
    """What is followed through the network from a spot."""

    UPSTREAM = "upstream", pgettext_lazy("trace", "Upstream")
    DOWNSTREAM = "downstream", pgettext_lazy("trace", "Downstream")
    CONNECTED = "connected", pgettext_lazy("trace", "All that is connected")
    TO_SOURCE = "to_source", pgettext_lazy("trace", "Way from the source")
    SHORTEST = "shortest", pgettext_lazy("trace", "Shortest way")
    SPREAD = "spread", pgettext_lazy("trace", "Spread of contamination")
