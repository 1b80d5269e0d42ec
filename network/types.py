"""What crosses the layers of the network."""

from __future__ import annotations

from collections.abc import Sequence
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
