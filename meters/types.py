"""Values that cross the layers of meters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.contrib.gis.geos import Point


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
    #: The refused lines, of a large file the first `MOST_TOLD` of them.
    refused: list[RefusedLine] = field(default_factory=list)
    #: Refused lines beyond those.
    untold: int = 0
    #: Taken readings that a rule holds back until somebody decides.
    flagged: int = 0
    batch_id: int | None = None

    @property
    def refused_count(self) -> int:
        """All refused lines."""
        return len(self.refused) + self.untold


@dataclass(frozen=True)
class ReadingDetails:
    """What comes beside a reading.

    The note code, where it was taken (EPSG:2100, accuracy in m), the number seen on the meter, and what was read
    (m³) where what counts differs from it.
    """

    note_code_id: int | None = None
    point: Point | None = None
    accuracy_m: float | None = None
    seen_serial: str = ""
    read_m3: Decimal | None = None


#: Nothing beside the reading.
NO_DETAILS = ReadingDetails()


@dataclass(frozen=True)
class UseLoss:
    """Connections of one use that lose water."""

    use: str
    connections: int
    households: int
    people: int
    sensitive: int


@dataclass(frozen=True)
class LossCount:
    """Who loses water, by use, the commonest first."""

    by_use: tuple[UseLoss, ...] = ()

    @property
    def connections(self) -> int:
        """Connections of all uses."""
        return sum(use.connections for use in self.by_use)

    @property
    def households(self) -> int:
        """Households behind them."""
        return sum(use.households for use in self.by_use)

    @property
    def people(self) -> int:
        """People behind them."""
        return sum(use.people for use in self.by_use)

    @property
    def sensitive(self) -> int:
        """Connections with a sensitivity record in force."""
        return sum(use.sensitive for use in self.by_use)

    def __add__(self, other: LossCount) -> LossCount:
        """Return both together, by use."""
        sums: dict[str, tuple[int, int, int, int]] = {}
        for one in (*self.by_use, *other.by_use):
            known = sums.get(one.use, (0, 0, 0, 0))
            figures = (one.connections, one.households, one.people, one.sensitive)
            sums[one.use] = (
                known[0] + figures[0],
                known[1] + figures[1],
                known[2] + figures[2],
                known[3] + figures[3],
            )
        uses = [UseLoss(use, *figures) for use, figures in sums.items()]
        return LossCount(tuple(sorted(uses, key=lambda use: (-use.connections, use.use))))


@dataclass(frozen=True)
class SlipCount:
    """How far a round is: its slips by state, and the readings among them that are held back."""

    slips: int = 0
    waiting: int = 0
    read: int = 0
    not_read: int = 0
    held: int = 0

    @property
    def visited(self) -> int:
        """Read or found unreadable."""
        return self.read + self.not_read

    @property
    def percent(self) -> int:
        """Visited of all, in whole hundredths; 100 only when all are."""
        return 100 * self.visited // self.slips if self.slips else 0


@dataclass(frozen=True)
class SlipRow:
    """A slip with what its reader needs: place (WGS84), meter, last readings (m³), usual use (litres a day)."""

    slip_id: int
    position: int
    state: str
    note: str
    note_code_id: int | None
    visited_at: datetime | None
    visited_by_id: int | None
    installation_id: int
    connection_id: int
    supply_number: str
    address: str
    use: str
    slot: int
    seal_number: str
    serial: str
    digits: int
    diameter_mm: int
    longitude: float
    latitude: float
    has_own_place: bool
    reading_id: int | None
    value_m3: Decimal | None
    read_on: date | None
    source: str | None
    recorded_by_id: int | None
    last_m3: Decimal | None
    last_on: date | None
    last_total_m3: Decimal | None
    last_offset_m3: Decimal | None
    before_m3: Decimal | None
    before_on: date | None
    litres_day: Decimal | None
    is_held: bool
    has_question: bool


@dataclass(frozen=True)
class NewPeriod:
    """A reading period as it is opened."""

    code: str
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Visit:
    """What a reader sends from a meter.

    A value (m³) or a note code that prevents reading; where from (EPSG:2100, accuracy in m); the SHA-256 of files
    that come before or after it; the sender's own key.
    """

    key: str
    visited_at: datetime
    value_m3: Decimal | None = None
    note_code_id: int | None = None
    note: str = ""
    seen_serial: str = ""
    point: Point | None = None
    accuracy_m: float | None = None
    media: tuple[str, ...] = ()
