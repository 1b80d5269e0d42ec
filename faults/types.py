"""Values that cross the layers of faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.gis.geos import Point

from faults.choices import FaultCategory, PlaceSource
from meters.models import Connection
from network.types import NearestPipe


@dataclass(frozen=True)
class Place:
    """Where a fault is: a point of EPSG:2100, how it was given, and its address in words."""

    source: PlaceSource
    point: Point
    address: str = ""
    connection: Connection | None = None
    #: The nearest pipe, where finding the place came upon it.
    pipe: NearestPipe | None = None


@dataclass(frozen=True)
class NewReport:
    """What a person tells of a fault; `request_key` was given with the empty form."""

    request_key: UUID
    category: FaultCategory
    place: Place
    language: str
    description: str = ""
    photos: Sequence[bytes] = field(default=(), repr=False)
    name: str = ""
    email: str = ""
    phone: str = ""
