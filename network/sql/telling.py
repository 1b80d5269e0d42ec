"""What answers tell of what was found in memory, by one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from network.domain.answers import Part, Spot
from network.sql.prepared import array_text, fetch_prepared

_STATEMENT = (Path(__file__).parent / "tell.sql").read_text()
#: Keys of pipes and of nodes.
PartKeys = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True)
class ObjectFact:
    """A valve of any kind, a node, or (by its turn from 1) a spot; the place is in degrees (WGS84).

    `what` is the kind of a node, pipe or control valve, and the medium at a spot.
    """

    kind: str
    id: int
    code: str
    what: str
    state: str
    condition: str
    diameter_mm: float | None
    lon: float
    lat: float


@dataclass
class Told:
    """Spots by turn, parts in the order asked, objects by kind and key in the order of their codes."""

    spots: dict[int, ObjectFact] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    objects: dict[tuple[str, int], ObjectFact] = field(default_factory=dict)


def read_told(
    *, spots: Sequence[Spot], parts: Sequence[PartKeys], objects: Mapping[str, Sequence[int]]
) -> Told:
    """Return what is told of spots, of parts, and of objects by kind (shutoff, pipe, pump, valve, node).

    What does not exist is left out; of nodes only those are told that are more than joints.
    """
    asked = {
        "kinds": array_text(spot.kind for spot in spots),
        "ids": array_text(spot.id for spot in spots),
        "fractions": array_text(0.5 if spot.fraction is None else spot.fraction for spot in spots),
        "parts": array_text(number for number, (pipes, _nodes) in enumerate(parts) for _pipe in pipes),
        "part_pipes": array_text(pipe for pipes, _nodes in parts for pipe in pipes),
    }
    asked |= {
        f"{kind}s": array_text(objects.get(kind, ())) for kind in ("shutoff", "pipe", "pump", "valve", "node")
    }
    told = Told()
    figures: dict[int, tuple[float, float, str]] = {}
    for (
        kind,
        pk,
        code,
        what,
        state,
        condition,
        diameter_mm,
        length_m,
        volume_m3,
        lon,
        lat,
        lines,
    ) in fetch_prepared(_STATEMENT, asked):
        if kind == "part":
            figures[pk] = (length_m, volume_m3, lines)
            continue
        fact = ObjectFact(kind, pk, code, what, state, condition, diameter_mm, lon, lat)
        if kind == "spot":
            told.spots[pk] = fact
        else:
            told.objects[kind, pk] = fact
    told.parts = [
        Part(tuple(pipes), tuple(nodes), *figures.get(number, (0.0, 0.0, "")))
        for number, (pipes, nodes) in enumerate(parts)
    ]
    return told
