"""Print the fingerprints of a generated town: `python -m tests.demo.fingerprint SEED`.

Runs without Django, in a process of its own, so that the order of Python's sets can be another each time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from random import Random

from portal.demo.consumption import build_readings, reading_days
from portal.demo.people import build_connections
from portal.demo.photos import draw_leak, draw_manhole, draw_meter_box
from portal.demo.town import PipeLine, build_town

UNTIL = date(2026, 6, 1)
BLOCKS = 5
BLOCK_M = 120.0


def digest(rows: Iterable[object]) -> str:
    """Return the hash of rows in their order."""
    return sha256("\n".join(map(repr, rows)).encode()).hexdigest()


def build_grid() -> list[PipeLine]:
    """Return pipes under the streets of a square quarter, five blocks a side."""
    pipes = []
    for row in range(BLOCKS + 1):
        for column in range(BLOCKS + 1):
            x, y = column * BLOCK_M, row * BLOCK_M
            here = f"n{column}-{row}"
            if column < BLOCKS:
                end = (x + BLOCK_M, y)
                pipes.append(PipeLine(f"h{column}-{row}", here, f"n{column + 1}-{row}", ((x, y), end)))
            if row < BLOCKS:
                end = (x, y + BLOCK_M)
                pipes.append(PipeLine(f"v{column}-{row}", here, f"n{column}-{row + 1}", ((x, y), end)))
    return pipes


def take_fingerprints(seed: int) -> dict[str, str]:
    """Return the hash of each generated part."""
    town = build_town(pipes=build_grid(), random=Random(f"{seed} streets"))
    days = reading_days(until=UNTIL, quarters=8)
    connections = build_connections(
        houses=town.houses, seaside_y=BLOCK_M, opened_on=days[0], random=Random(f"{seed} people")
    )
    rounds = build_readings(connections=connections, days=days, random=Random(f"{seed} readings"))
    photos = [draw(Random(seed)) for draw in (draw_leak, draw_manhole, draw_meter_box)]
    return {
        "streets": digest(town.streets),
        "houses": digest(town.houses),
        "connections": digest(connections),
        "readings": digest(reading for one in rounds for reading in one),
        "photos": digest(photos),
    }


if __name__ == "__main__":
    json.dump(take_fingerprints(int(sys.argv[1])), sys.stdout)
