"""The little town that the tests live in.

`build_network()` lays it down, `tests/factories/meters.py` gives it people and meters. Metres from the
town's corner at EPSG:2100 (407000, 4501000); x runs east, y north. Names of pipes stand beside them.

```
    y
   450            (T1) tank
                   |
                   p8
                   |
   300   n1 --p1-- n2 --p2-- n3        Αγίου Δημητρίου   y = 300, x = 0 … 400
         |         |         |
         p5        p6        p7        Αγίας Σοφίας      x = 200, y = 100 … 300 (along p6)
         |         |         |
   200   n4 --p3-- n5 --p4-- n6        Ερμού             y = 200, x = 0 … 400
         ^         |
        pump       v1 (PRV)            between n5 (200,200) and n7 (200,180)
         |         |
   180   |         n7
         |         |
         |         p9
         |         |
   100   |         n8 -p10-- n9        Βασιλίσσης Όλγας  y = 100, x = 0 … 400; no house numbers known
         |
   150  [R1] reservoir at (0,150)

         x = 0     200       400
```
House numbers: Ερμού has 1, 3, … 39 on the north side (y = 210) and 2, 4, … 40 on the south (y = 190), number
2k or 2k-1 at x = 10 + 20 (k - 1). Number 16 (x = 150) is not known; 12Α stands at (125, 190).
Αγίου Δημητρίου has 1 at (10, 310), 2 at (10, 290), 39 at (390, 310) and 40 at (390, 290).
The zone "south" (ΝΟΤΙΑ) covers y < 190, "all" (ΟΛΗ) covers everything.
"""

from __future__ import annotations

from dataclasses import dataclass

from network.choices import NodeKind, ZoneKind
from network.models import AddressPoint, Node, Pipe, Pump, Street, SupplySystem, Valve, Zone
from tests.factories.network import (
    make_address,
    make_node,
    make_pipe,
    make_pump,
    make_street,
    make_system,
    make_valve,
    make_zone,
    square,
)


@dataclass(frozen=True)
class TownNetwork:
    """The town's rows by the names of the drawing."""

    system: SupplySystem
    nodes: dict[str, Node]
    pipes: dict[str, Pipe]
    pump: Pump
    valve: Valve
    streets: dict[str, Street]
    addresses: dict[str, AddressPoint]
    zones: dict[str, Zone]


def build_network() -> TownNetwork:
    """Lay the town's network, streets, house numbers and zones."""
    system = make_system()
    nodes = _build_nodes(system)
    streets = _build_streets()
    return TownNetwork(
        system=system,
        nodes=nodes,
        pipes=_build_pipes(nodes),
        pump=make_pump("pump", nodes["R1"], nodes["n4"]),
        valve=make_valve("v1", nodes["n5"], nodes["n7"]),
        streets=streets,
        addresses=_build_addresses(streets),
        zones={
            "all": make_zone("ΟΛΗ", "Όλη η πόλη", square(-50, 50, 450, 500)),
            "south": make_zone("ΝΟΤΙΑ", "Νότια ζώνη", square(-50, 50, 450, 190), kind=ZoneKind.PRESSURE),
        },
    )


def _build_nodes(system: SupplySystem) -> dict[str, Node]:
    places = {
        "n1": (0, 300), "n2": (200, 300), "n3": (400, 300),
        "n4": (0, 200), "n5": (200, 200), "n6": (400, 200),
        "n7": (200, 180), "n8": (200, 100), "n9": (400, 100),
    }  # fmt: skip
    nodes = {code: make_node(system, code, east, north) for code, (east, north) in places.items()}
    nodes["R1"] = make_node(system, "R1", 0, 150, kind=NodeKind.RESERVOIR, elevation_m="2")
    nodes["T1"] = make_node(system, "T1", 200, 450, kind=NodeKind.TANK, elevation_m="62.5")
    return nodes


def _build_pipes(nodes: dict[str, Node]) -> dict[str, Pipe]:
    ends = {
        "p1": ("n1", "n2", "160"), "p2": ("n2", "n3", "110"), "p3": ("n4", "n5", "160"),
        "p4": ("n5", "n6", "110"), "p5": ("n1", "n4", "200"), "p6": ("n2", "n5", "110"),
        "p7": ("n3", "n6", "90"), "p8": ("T1", "n2", "250"), "p9": ("n7", "n8", "90"),
        "p10": ("n8", "n9", "63"),
    }  # fmt: skip
    return {
        code: make_pipe(code, nodes[start], nodes[end], diameter_mm=diameter)
        for code, (start, end, diameter) in ends.items()
    }


def _build_streets() -> dict[str, Street]:
    return {
        "dimitriou": make_street("Αγίου Δημητρίου", (0, 300), (400, 300)),
        "ermou": make_street("Ερμού", (0, 200), (400, 200)),
        "olgas": make_street("Βασιλίσσης Όλγας", (0, 100), (400, 100)),
        "sofias": make_street("Αγίας Σοφίας", (200, 100), (200, 300)),
    }


def _build_addresses(streets: dict[str, Street]) -> dict[str, AddressPoint]:
    ermou, dimitriou = streets["ermou"], streets["dimitriou"]
    addresses = {}
    for k in range(1, 21):
        east = 10 + 20 * (k - 1)
        addresses[f"Ερμού {2 * k - 1}"] = make_address(ermou, str(2 * k - 1), east, 210)
        if 2 * k != 16:
            addresses[f"Ερμού {2 * k}"] = make_address(ermou, str(2 * k), east, 190)
    addresses["Ερμού 12Α"] = make_address(ermou, "12Α", 125, 190)
    for number, east, north in (("1", 10, 310), ("2", 10, 290), ("39", 390, 310), ("40", 390, 290)):
        addresses[f"Αγίου Δημητρίου {number}"] = make_address(
            dimitriou, number, east, north, postcode="54630"
        )
    return addresses
