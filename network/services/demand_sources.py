"""What people draw, as an app above tells it from its meters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from network.models import SupplySystem
from network.types import MeteredDemands

DemandReader = Callable[[SupplySystem, date, date], MeteredDemands]
_readers: list[DemandReader] = []


def register_demand_source(read: DemandReader) -> None:
    """Take what tells the demands of a system between two days; there is one such teller."""
    _readers[:] = [read]


def read_metered_demands(system: SupplySystem, first: date, last: date) -> MeteredDemands:
    """Return the average demands from the first day to the last; none where nobody tells."""
    return _readers[0](system, first, last) if _readers else MeteredDemands()
