"""Tables of the network, its streets and zones."""

from network.models.building import Building
from network.models.catalogue import AssetType, Material, PipeSize
from network.models.criticality import CriticalityRun, Segment, ValveCriticality
from network.models.criticality_map import CriticalValve
from network.models.edit import NetworkEdit, TopologyFinding, TopologyReport
from network.models.exchange import ImportProfile
from network.models.hydraulic import HydraulicModel
from network.models.link import Pipe, Pump, Valve
from network.models.node import Node, Station, SupplySystem
from network.models.scenario import LinkResult, NodeResult, Scenario
from network.models.service_line import ServiceLine
from network.models.shutoff import ShutoffValve, ValveCheck
from network.models.street import AddressPoint, Street
from network.models.zone import Zone, ZoneInlet, ZonePipe
from network.models.zone_map import ComputedZone

__all__ = [
    "AddressPoint", "AssetType", "Building", "ComputedZone", "CriticalValve", "CriticalityRun", "HydraulicModel",
    "ImportProfile",
    "LinkResult", "Material", "NetworkEdit", "Node", "NodeResult", "Pipe", "PipeSize", "Pump", "Scenario",
    "Segment", "ServiceLine", "ShutoffValve", "Station", "Street", "SupplySystem", "TopologyFinding",
    "TopologyReport", "Valve", "ValveCheck", "ValveCriticality", "Zone", "ZoneInlet", "ZonePipe",
]  # fmt: skip
