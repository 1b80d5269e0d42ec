"""Tables of connections, meters, readings and routes."""

from meters.models.checking import CheckSetting, PositionQuestion, ReadingFlag
from meters.models.connection import Connection, ConnectionAccess, Route, Sensitivity
from meters.models.document import DocumentFee, DocumentKind, RegisterDocument
from meters.models.liability import Liability
from meters.models.meter import Installation, Meter
from meters.models.reading import ImportBatch, Reading, ReadingRequest
from meters.models.round import (
    NoteCode,
    ReadingPeriod,
    ReadingProfile,
    ReadingRound,
    ReadingWindow,
    RouteOrder,
    Slip,
)
from meters.models.visit import SentMedia, SlipVisit

__all__ = [
    "CheckSetting", "Connection", "ConnectionAccess", "DocumentFee", "DocumentKind", "ImportBatch", "Installation",
    "Liability", "Meter", "NoteCode", "PositionQuestion", "Reading", "ReadingFlag", "ReadingPeriod", "ReadingProfile",
    "ReadingRequest", "ReadingRound", "ReadingWindow", "RegisterDocument", "Route", "RouteOrder", "Sensitivity",
    "SentMedia", "Slip", "SlipVisit",
]  # fmt: skip
