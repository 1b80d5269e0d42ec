"""What traces and isolations tell of the rows they found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from network.domain.answers import Part, Spot

_FOLDER = Path(__file__).parent
_SPOTS, _PARTS, _OBJECTS = (
    (_FOLDER / f"{name}.sql").read_text() for name in ("cut_spots", "parts", "cut_objects")
)


@dataclass(frozen=True)
class SpotRow:
    """A spot: its turn from 1, code, medium, place in degrees; of pipes, metres of the line and of its valves."""

    turn: int
    code: str
    medium: str
    lon: float
    lat: float
    length_m: float
    at_start_m: float | None
    at_end_m: float | None


@dataclass(frozen=True)
class ObjectFact:
    """A valve of any kind or a node; `what` is the kind of a node, pipe or control valve."""

    kind: str
    id: int
    code: str
    what: str
    state: str
    condition: str
    diameter_mm: float | None
    lon: float
    lat: float


def read_spots(spots: Sequence[Spot]) -> list[SpotRow]:
    """Return those of the spots that exist, in their order; without a fraction, a pipe is asked in its middle."""
    asked: dict[str, Any] = {
        "kinds": [spot.kind for spot in spots],
        "ids": [spot.id for spot in spots],
        "fractions": [0.5 if spot.fraction is None else spot.fraction for spot in spots],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPOTS, asked)
        return [SpotRow(*row) for row in cursor.fetchall()]


def read_parts(parts: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[Part]:
    """Return parts of the network given as keys of pipes and of nodes."""
    numbers = [number for number, (pipes, _nodes) in enumerate(parts) for _pipe in pipes]
    keys = [pipe for pipes, _nodes in parts for pipe in pipes]
    told: dict[int, tuple[float, float, str]] = {}
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_PARTS, {"parts": numbers, "pipes": keys})
            told = {number: tuple(figures) for number, *figures in cursor.fetchall()}
    return [
        Part(tuple(pipes), tuple(nodes), *told.get(number, (0.0, 0.0, "")))
        for number, (pipes, nodes) in enumerate(parts)
    ]


def read_objects(
    *,
    shutoffs: Sequence[int] = (),
    pipes: Sequence[int] = (),
    pumps: Sequence[int] = (),
    valves: Sequence[int] = (),
    nodes: Sequence[int] = (),
) -> list[ObjectFact]:
    """Return the objects by their codes; of nodes only those that are more than joints."""
    asked = {
        "shutoffs": list(shutoffs), "pipes": list(pipes), "pumps": list(pumps), "valves": list(valves),
        "nodes": list(nodes),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_OBJECTS, asked)
        return [ObjectFact(*row) for row in cursor.fetchall()]
