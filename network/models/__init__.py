"""Tables of the network, its streets and zones."""

from network.models.link import Pipe, Pump, Valve
from network.models.node import Node, SupplySystem
from network.models.street import AddressPoint, Street
from network.models.zone import Zone

__all__ = ["AddressPoint", "Node", "Pipe", "Pump", "Street", "SupplySystem", "Valve", "Zone"]
