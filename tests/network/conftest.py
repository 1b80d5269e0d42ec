"""Files that the network's tests read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

SHARED_DATA = Path(os.environ.get("HYDRIA_SHARED_DATA", "../shared/data"))

SMALL = """[TITLE]
Χωριό
[JUNCTIONS]
;ID Elev Demand
J1 10 1
J2 12 2.5
[RESERVOIRS]
R1 50
[TANKS]
T1 40 2 1 4 8
[PIPES]
P1 R1 J1 100 150 130 0 Open
P2 J1 J2 200 100 130 CV
P3 J2 T1 50 100 130 0 Closed
[PUMPS]
U1 R1 J2 HEAD 1 PATTERN nights SPEED 0.9
[VALVES]
V1 J1 J2 100 PRV 35 0
V2 J1 J2 100 FCV 12 0
V3 R1 T1 100 GPV 1 0
[CURVES]
1 10 30
[OPTIONS]
Units LPS
Headloss H-W
Unknown word
[COORDINATES]
J1 407000 4501000
J2 407300 4501400
R1 407000 4501000
T1 407300 4501500
[VERTICES]
P2 407100 4501100
P2 407200 4501200
[END]
"""


@pytest.fixture
def shared_network() -> Callable[[str], Path]:
    """Return the path of a network of the shared data; the test is skipped, saying so, where it is absent."""

    def find(name: str) -> Path:
        path = SHARED_DATA / "networks" / name
        if not path.is_file():
            pytest.skip(f"shared data is absent: {path}")
        return path

    return find


@pytest.fixture
def small_inp(tmp_path: Path) -> Path:
    """Return a village's EPANET file: two junctions, a source, a tank, three pipes, a pump, three valves."""
    path = tmp_path / "village.inp"
    path.write_text(SMALL)
    return path
