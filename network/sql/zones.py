"""Zones as they are computed: their pipes, areas and figures written, and what findings name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.db import connection
from numpy.typing import NDArray

_FOLDER = Path(__file__).parent
_PIPES, _SHAPES, _PLACES, _LABELS = (
    (_FOLDER / f"zone_{name}.sql").read_text() for name in ("pipes", "shapes", "places", "labels")
)
#: Of more pipes than these, the area is the squares that they pass.
MANY_PIPES = 5_000
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class ZoneShape:
    """A computed zone beside the drawn one; `empty_m2` is drawn area that the computed one does not cover."""

    zone_id: int
    pipes: int
    length_m: float
    volume_m3: float
    outside_m: float
    missing_m: float
    drawn_m2: float
    computed_m2: float
    empty_m2: float


@dataclass(frozen=True)
class Place:
    """An object of the network by code, and where it is (degrees)."""

    kind: str
    pk: int
    code: str
    lon: float
    lat: float


def write_zone_pipes(pipes: Mapping[int, Numbers]) -> None:
    """Let the zones hold exactly these pipes, by key."""
    zones = [zone for zone, held in pipes.items() for _pipe in range(len(held))]
    keys = [pipe for held in pipes.values() for pipe in held.tolist()]
    asked = {"zones": zones, "pipes": keys, "computed": list(pipes)}
    with connection.cursor() as cursor:
        cursor.execute(_PIPES, asked)


def write_zone_shapes(zone_ids: Sequence[int]) -> list[ZoneShape]:
    """Draw the areas around the zones' pipes; return them beside the drawn ones."""
    with connection.cursor() as cursor:
        cursor.execute(_SHAPES, {"zones": list(zone_ids), "many": MANY_PIPES})
        return [ZoneShape(*row) for row in cursor.fetchall()]


def read_places(asked: Mapping[str, set[int]]) -> dict[tuple[str, int], Place]:
    """Return the objects asked for: keys by node, pipe, pump, valve, shutoff."""
    kinds = ("node", "pipe", "pump", "valve", "shutoff")
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {f"{kind}s": sorted(asked.get(kind, ())) for kind in kinds})
        return {(row[0], row[1]): Place(*row) for row in cursor.fetchall()}


def read_labels(zone_ids: Sequence[int]) -> tuple[Numbers, Numbers]:
    """Return the nodes that lie in exactly one of the drawn zones, and that zone."""
    with connection.cursor() as cursor:
        cursor.execute(_LABELS, {"zones": list(zone_ids)})
        rows = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]
