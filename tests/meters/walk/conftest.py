"""Route 09: five meters on the two sides of Ερμού, visited in zigzag.

Streets as tests/world.py draws them; crossing costs 15 m. By house number, with the metre of the street:

```
   north   1 (10)   5 (50)   9 (90)
   --------------------------------- Ερμού
   south            6 (50)  10 (90)
```
Old order: 1, 10, 5, 9, 6.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from meters.models import Connection, Route
from tests.factories import meters as make
from tests.world import TownNetwork

HOUSES = {"1": "900001", "10": "900010", "5": "900005", "9": "900009", "6": "900006"}


@pytest.fixture
def route(town: TownNetwork, tmp_path: Path) -> Route:
    lines = [
        f"{number};Ερμού;{house};09;{10 * place};01/03/2020;W-{house};Παππά;Ρένα;;;1"
        for place, (house, number) in enumerate(HOUSES.items(), 1)
    ]
    report = make.bring_connections(tmp_path, *lines)
    assert (report.taken, report.refused) == (5, [])
    return Route.objects.get(code="09")


def ids(*houses: str) -> list[int]:
    """Return the connections of the houses, in this order."""
    known = dict(Connection.objects.values_list("supply_number", "pk"))
    return [known[HOUSES[house]] for house in houses]


def houses_in_order(route: Route) -> list[str]:
    """Return the houses of the route in the order in which they are visited."""
    of = {number: house for house, number in HOUSES.items()}
    rows = route.connections.order_by("route_position").values_list("supply_number", flat=True)
    return [of.get(number, number) for number in rows]


def positions(route: Route) -> list[int]:
    """Return the positions that the route's connections hold."""
    return list(route.connections.order_by("route_position").values_list("route_position", flat=True))
