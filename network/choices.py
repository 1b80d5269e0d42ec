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


class BuildingUse(TextChoices):
    """What a building is used for (INSPIRE BU: current use)."""

    RESIDENTIAL = "residential", pgettext_lazy("building", "Residential")
    COMMERCIAL = "commercial", pgettext_lazy("building", "Commerce and services")
    INDUSTRIAL = "industrial", pgettext_lazy("building", "Industry")
    PUBLIC = "public", pgettext_lazy("building", "Public services")
    AGRICULTURAL = "agricultural", pgettext_lazy("building", "Agriculture")
    OTHER = "other", pgettext_lazy("building", "Other")
    UNKNOWN = "unknown", pgettext_lazy("building", "Unknown")


class CriticalityGrade(TextChoices):
    """How much a valve's failure adds, beside all others of the run."""

    TOP = "top", _("Among the worst 1 %")
    HIGH = "high", _("Among the worst 10 %")
    SOME = "some", _("Adds something")
    NONE = "none", _("Adds nothing")


class TopologyCheck(TextChoices):
    """What a topology report looks for."""

    END_OFF_NODE = "end_off_node", _("Ends off its node")
    DUPLICATE_NODES = "duplicate_nodes", _("Two nodes on one spot")
    NEAR_NODES = "near_nodes", _("Two nodes nearer than half a metre")
    ORPHAN_NODE = "orphan_node", _("Node that nothing is joined to")
    NODE_ON_PIPE = "node_on_pipe", _("Node on a pipe that it does not cut")
    CROSSING_PIPES = "crossing_pipes", _("Pipes cross without a node")
    DUPLICATE_PIPES = "duplicate_pipes", _("The same pipe twice")
    SAME_ENDS = "same_ends", _("Two pipes between the same nodes")
    NO_LENGTH = "no_length", _("Pipe shorter than 5 cm")
    SHORT_PIPE = "short_pipe", _("Pipe shorter than 20 cm")
    SELF_CROSSING = "self_crossing", _("Pipe crosses itself")
    LIFECYCLE_MISMATCH = "lifecycle_mismatch", _("In service on a node that is not")
    PART_WITHOUT_SOURCE = "part_without_source", _("Part of the network without a source")
    PART_WITHOUT_OUTFALL = "part_without_outfall", _("Part of the sewer without an outfall")
    DRY_BEHIND_CLOSED = "dry_behind_closed", _("Closed valves leave it without water")
    UPHILL_SEWER = "uphill_sewer", _("Sewer runs uphill")
    SEWER_WITHOUT_INVERTS = "sewer_without_inverts", _("Sewer without inverts")
    BOTTOM_ABOVE_INVERT = "bottom_above_invert", _("Manhole's bottom above its sewer")
    MANHOLE_WITHOUT_INVERT = "manhole_without_invert", _("Manhole without an invert")
    MANHOLE_ABOVE_GROUND = "manhole_above_ground", _("Manhole's bottom above the ground")
    VALVE_WITHOUT_DIAMETER = "valve_without_diameter", _("Shut-off valve without a diameter")
    VALVE_WITHOUT_TURNS = "valve_without_turns", _("Shut-off valve without its turns")
    VALVE_NEVER_WORKED = "valve_never_worked", _("Shut-off valve that nobody has worked")
    VALVE_LONG_NOT_WORKED = "valve_long_not_worked", _("Shut-off valve not worked for five years")
    VALVE_OFF_PIPE_END = (
        "valve_off_pipe_end",
        _("Shut-off valve farther from its node than the pipe's middle"),
    )
    VALVE_ON_DEAD_PIPE = "valve_on_dead_pipe", _("Shut-off valve in service on a pipe that is not")
    DIAMETER_OUT_OF_RANGE = "diameter_out_of_range", _("Diameter that no pipe has")
    MISSING_MATERIAL = "missing_material", _("Pipe without a material")
    MISSING_YEAR = "missing_year", _("Pipe without the year laid")
    YEAR_OUT_OF_RANGE = "year_out_of_range", _("Year laid that cannot be")
    SERVICE_OFF_PIPE = "service_off_pipe", _("Service line begins off its pipe")
    SERVICE_TOO_LONG = "service_too_long", _("Service line longer than 100 m")
    SERVICE_ON_DEAD_PIPE = "service_on_dead_pipe", _("Service line in service on a pipe that is not")
    MISSING_ELEVATION = "missing_elevation", _("Node without an elevation")
    TANK_WITHOUT_LEVELS = "tank_without_levels", _("Tank without its diameter or levels")
    TANK_LEVEL_OUT_OF_RANGE = "tank_level_out_of_range", _("Tank's level outside its lowest and highest")
    DEMAND_ON_SOURCE = "demand_on_source", _("Demand on a source")
    LINK_NEIGHBOURS = "link_neighbours", _("Pump or control valve that nothing leads to or from")
    ONE_WAY_DEAD_END = "one_way_dead_end", _("One-way pipe into a dead end")
