"""Values that cross the layers of meters."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PeriodConsumption:
    """Water used between two readings, in cubic metres, and in the same season a year before where known."""

    label: str
    first_day: date
    last_day: date
    consumption_m3: Decimal
    previous_year_m3: Decimal | None


@dataclass(frozen=True)
class AffectedCount:
    """Who lives and works in an area."""

    connections: int
    households: int
    people: int
    sensitive: int


@dataclass(frozen=True)
class Recipient:
    """A payer to be told of something at a connection, over one channel."""

    connection_id: int
    party_id: int
    language: str
    channel: str
    address: str
    place: str
    supply_number: str


@dataclass(frozen=True)
class RefusedLine:
    """A line of a file that was not taken, and why."""

    line: int
    code: str
    why: str
    text: str


@dataclass
class ImportReport:
    """What became of a file, line by line."""

    taken: int = 0
    repeated: int = 0
    refused: list[RefusedLine] = field(default_factory=list)
    batch_id: int | None = None
