"""What traces and isolations answer in: pipes, nodes and valves by key, lengths and volumes, lines for a map."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spot:
    """Where a question starts: a pipe (at a share of its length), a node, or a shut-off valve ("shutoff")."""

    kind: str
    id: int
    fraction: float | None = None


@dataclass(frozen=True)
class FoundSpot:
    """A spot as the network has it, with its place in degrees (WGS84)."""

    spot: Spot
    code: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Part:
    """A part of the network; its lines are GeoJSON (a MultiLineString in WGS84), empty where it has none."""

    pipe_ids: tuple[int, ...]
    node_ids: tuple[int, ...]
    length_m: float
    volume_m3: float
    lines: str


@dataclass(frozen=True)
class CutValve:
    """Something near the spot that might have held water back, and why it is closed or passed over.

    `kind` is shutoff, or of a check valve, pump or control valve pipe, pump, valve. `turn` counts the valves to close
    from 1, the nearest first; `distance_m` is along the drained pipes. The place is in degrees (WGS84).
    """

    kind: str
    id: int
    code: str
    why: str  # close, needless, stuck, buried, not_found, said_stuck, closed, inside, one_way, control
    sentence: str
    distance_m: float
    turn: int | None
    lon: float
    lat: float
    state: str = ""
    condition: str = ""
    diameter_mm: float | None = None


@dataclass(frozen=True)
class LostObject:
    """A node that is more than a joint and loses its water: a hydrant, a tank, a flow meter."""

    id: int
    code: str
    kind: str
    is_drained: bool
    is_source: bool
    lon: float
    lat: float


@dataclass(frozen=True)
class Saving:
    """A valve that is closed today, and what keeps its water if it is opened before the cut."""

    valve_id: int
    code: str
    condition: str
    pipe_ids: tuple[int, ...]
    length_m: float
    lon: float
    lat: float


@dataclass(frozen=True)
class IsolationAnswer:
    """What to close so that the spots can be worked at, and who loses water.

    Drained is what cannot be told from the spots by a working valve; dry is what had water through it alone.
    """

    spots: tuple[FoundSpot, ...]
    drained: Part
    dry: Part
    valves: tuple[CutValve, ...]
    lost: tuple[LostObject, ...]
    savings: tuple[Saving, ...]

    @property
    def to_close(self) -> tuple[CutValve, ...]:
        """The valves to close, in their order."""
        chosen = [valve for valve in self.valves if valve.turn is not None]
        return tuple(sorted(chosen, key=lambda valve: valve.turn or 0))

    @property
    def pipe_ids(self) -> tuple[int, ...]:
        """All pipes without water."""
        return self.drained.pipe_ids + self.dry.pipe_ids


@dataclass(frozen=True)
class TogetherAnswer:
    """Several cuts at once: each alone, all together, and what is dry only because of them together."""

    cuts: tuple[IsolationAnswer, ...]
    together: IsolationAnswer
    conflict: Part


@dataclass(frozen=True)
class TraceAnswer:
    """What a trace found, and where it started; `kind` is the kind of trace."""

    kind: str
    spots: tuple[FoundSpot, ...]
    part: Part
    valve_ids: tuple[int, ...]
