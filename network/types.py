"""What crosses the layers of the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.contrib.gis.geos import Point


@dataclass(frozen=True)
class RefusedObject:
    """An object of a file that was not taken, and the sentence that says why."""

    object: str
    why: str


@dataclass(frozen=True)
class TakenObjects:
    """How many objects of each kind a network import took."""

    junctions: int = 0
    reservoirs: int = 0
    tanks: int = 0
    pipes: int = 0
    pumps: int = 0
    valves: int = 0


@dataclass(frozen=True)
class NetworkImportReport:
    """What came of the import of a network; with anything refused, nothing was taken."""

    system_code: str
    taken: TakenObjects = field(default_factory=TakenObjects)
    refused: Sequence[RefusedObject] = ()

    def as_json(self) -> dict[str, object]:
        """Return what machines read."""
        return {"taken": asdict(self.taken), "refused": [asdict(line) for line in self.refused]}


@dataclass(frozen=True)
class StreetImportReport:
    """What came of the import of streets and house numbers."""

    streets_new: int = 0
    streets_changed: int = 0
    streets_same: int = 0
    addresses_new: int = 0
    addresses_changed: int = 0
    addresses_same: int = 0
    nameless: int = 0  # objects without a name, which are no streets
    refused: Sequence[RefusedObject] = ()

    @property
    def writes(self) -> int:
        """How many rows it makes or changes."""
        return self.streets_new + self.streets_changed + self.addresses_new + self.addresses_changed

    def as_json(self) -> dict[str, object]:
        """Return what machines read."""
        return {
            "streets": {"new": self.streets_new, "changed": self.streets_changed, "same": self.streets_same},
            "addresses": {
                "new": self.addresses_new,
                "changed": self.addresses_changed,
                "same": self.addresses_same,
            },
            "nameless": self.nameless,
            "refused": [asdict(line) for line in self.refused],
        }


@dataclass(frozen=True)
class AddressHit:
    """A place that an address names; `is_exact` says that the house number itself is known.

    `label` is ready to be shown, `point` is in EPSG:2100; `number` is empty for a street as a whole.
    """

    label: str
    street_id: int
    number: str
    point: Point
    postcode: str = ""
    is_exact: bool = True
    settlement: str = ""


@dataclass(frozen=True)
class NearestPipe:
    """The pipe nearest to a point; `fraction` runs from 0 at its start node to 1 at its end."""

    pipe_id: int
    fraction: float
    distance_m: float
    point: Point  # on the pipe, EPSG:2100
    code: str = ""
    diameter_mm: Decimal | None = None


@dataclass(frozen=True)
class TopologyFault:
    """Something that the network's keys and its geometry say differently."""

    kind: str  # pipe, pump, valve or node
    code: str
    system_code: str
    fault: str
    distance_m: float


@dataclass(frozen=True)
class PipePointMove:
    """Places on a stretch of a pipe are now on a stretch of another: shares of length, the ends in order.

    `to_pipe_id` is None where the stretch is no more. `to_low` above `to_high` turns the stretch round.
    """

    from_pipe_id: int
    from_low: float
    from_high: float
    to_pipe_id: int | None
    to_low: float = 0.0
    to_high: float = 1.0

    def moved(self, fraction: float) -> float:
        """Return where a place of the stretch is now."""
        if self.from_high <= self.from_low:
            return self.to_low
        share = (fraction - self.from_low) / (self.from_high - self.from_low)
        share = min(1.0, max(0.0, share))
        return self.to_low + share * (self.to_high - self.to_low)


@dataclass(frozen=True)
class DrawnPoint:
    """A corner of a line being drawn, in EPSG:2100 metres, and what the network has there: a node or a pipe."""

    x: float
    y: float
    node_id: int | None = None
    pipe_id: int | None = None
    fraction: float | None = None


@dataclass(frozen=True)
class EditWarning:
    """Something odd about what an edit made, in words; it was made all the same."""

    code: str
    sentence: str
    figure: float | None = None


@dataclass(frozen=True)
class EditOutcome:
    """What an edit did, by kind of object (node, pipe, pump, valve, shutoff, service, inlet, check) and key.

    `main` is what the act was about: the new valve, the kept pipe, the node that was moved.
    """

    edit_id: int
    main: tuple[str, int] | None
    made: dict[str, list[int]]
    changed: dict[str, list[int]]
    gone: dict[str, list[int]]
    warnings: tuple[EditWarning, ...] = ()

    @property
    def main_id(self) -> int:
        """Return the key of what the act was about."""
        if self.main is None:
            raise LookupError("the edit was about no single object")
        return self.main[1]


@dataclass(frozen=True)
class Snap:
    """Something of the network near a point, in EPSG:2100 metres: a node, or a place on a pipe."""

    kind: str  # node or pipe
    object_id: int
    code: str
    x: float
    y: float
    distance_m: float
    fraction: float | None = None
    node_kind: str = ""
    version: int = 0


@dataclass(frozen=True)
class ExchangeLine:
    """What is told of one object of an imported file; `wkb` is where it lies (EPSG:2100)."""

    layer: str
    object: str
    why: str
    wkb: bytes | None = None


@dataclass
class ExchangeReport:
    """What came, or would come, of an imported file: objects by what they become, and in how many separate parts."""

    system_code: str
    counts: dict[str, int] = field(default_factory=dict)
    components: int = 0
    refused: list[ExchangeLine] = field(default_factory=list)
    warned: list[ExchangeLine] = field(default_factory=list)
    is_written: bool = False

    @property
    def total(self) -> int:
        """How many objects it makes."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class MeteredDemands:
    """The average draw of the metered connections of a system, given to the junctions along the pipes.

    `by_node` is in litres a second by the key of the junction; the other volumes are in m³ a day. `connections` had
    readings, `unread` had not enough; `unplaced` are those of `connections` whose pipe has no junction at an end;
    `pipeless` are metered connections of which nobody knows the pipe, which are of no system.
    """

    by_node: Mapping[int, float] = field(default_factory=dict)
    connections: int = 0
    metered_m3_day: float = 0.0
    unplaced: int = 0
    unplaced_m3_day: float = 0.0
    pipeless: int = 0
    pipeless_m3_day: float = 0.0
    unread: int = 0
