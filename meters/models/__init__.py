"""Tables of connections, meters, readings and routes."""

from meters.models.connection import Connection, ConnectionAccess, Route, Sensitivity
from meters.models.liability import Liability
from meters.models.meter import Installation, Meter
from meters.models.reading import ImportBatch, Reading, ReadingRequest

__all__ = [
    "Connection",
    "ConnectionAccess",
    "ImportBatch",
    "Installation",
    "Liability",
    "Meter",
    "Reading",
    "ReadingRequest",
    "Route",
    "Sensitivity",
]
