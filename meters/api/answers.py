"""Answers of the network with who hangs on them, as JSON text; the lines are GeoJSON as the database wrote it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from meters.choices import UseKind
from meters.selectors.losses import count_losses, count_losses_of_parts
from meters.types import LossCount
from network.choices import NodeKind
from network.domain.answers import (
    CutValve,
    FoundSpot,
    IsolationAnswer,
    LostObject,
    Part,
    Saving,
    TogetherAnswer,
    TraceAnswer,
)

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def isolation_json(answer: IsolationAnswer) -> str:
    """Return an isolation; docs/algorithms/isolation.md tells its fields."""
    parts = [answer.drained.pipe_ids, answer.dry.pipe_ids, *(saving.pipe_ids for saving in answer.savings)]
    drained, dry, *saved = count_losses_of_parts(parts)
    return _object(
        spots=_text([_spot(spot) for spot in answer.spots]),
        close=_text([valve.id for valve in answer.to_close]),
        valves=_text([_valve(valve) for valve in answer.valves]),
        drained=_part(answer.drained, drained),
        dry=_part(answer.dry, dry),
        lost=_text([_lost(lost) for lost in answer.lost]),
        savings=_text([_saving(saving, loss) for saving, loss in zip(answer.savings, saved, strict=True)]),
        losses=_text(loss_dict(drained + dry)),
    )


def together_json(answer: TogetherAnswer) -> str:
    """Return several cuts: each, all together, and the part that is dry only because of all."""
    return _object(
        cuts=f"[{','.join(isolation_json(cut) for cut in answer.cuts)}]",
        together=isolation_json(answer.together),
        conflict=_part(answer.conflict, count_losses(answer.conflict.pipe_ids)),
    )


def trace_json(answer: TraceAnswer) -> str:
    """Return a trace."""
    return _object(
        kind=_text(answer.kind),
        spots=_text([_spot(spot) for spot in answer.spots]),
        valves=_text(answer.valve_ids),
        part=_part(answer.part, count_losses(answer.part.pipe_ids)),
    )


def loss_dict(loss: LossCount) -> dict[str, Any]:
    """Return who loses water: sums, and by use with its name."""
    return {
        "connections": loss.connections, "households": loss.households, "people": loss.people,
        "sensitive": loss.sensitive,
        "by_use": [{"name": str(UseKind(use.use).label), **asdict(use)} for use in loss.by_use],
    }  # fmt: skip


def _text(value: object) -> str:
    return _ENCODER.encode(value)


def _object(**members: str) -> str:
    return "{" + ",".join(f'"{name}":{text}' for name, text in members.items()) + "}"


def _part(part: Part, loss: LossCount) -> str:
    return _object(
        pipes=_text(part.pipe_ids), nodes=_text(part.node_ids), length_m=_text(round(part.length_m, 2)),
        volume_m3=_text(round(part.volume_m3, 3)), losses=_text(loss_dict(loss)), lines=part.lines or "null",
    )  # fmt: skip


def _spot(found: FoundSpot) -> dict[str, Any]:
    return {
        "kind": found.spot.kind, "id": found.spot.id, "fraction": found.spot.fraction, "code": found.code,
        **_place(found.lon, found.lat),
    }  # fmt: skip


def _valve(valve: CutValve) -> dict[str, Any]:
    return {
        "kind": valve.kind, "id": valve.id, "code": valve.code, "why": valve.why, "sentence": valve.sentence,
        "turn": valve.turn, "distance_m": round(valve.distance_m, 1), "state": valve.state,
        "condition": valve.condition, "diameter_mm": valve.diameter_mm, **_place(valve.lon, valve.lat),
    }  # fmt: skip


def _lost(lost: LostObject) -> dict[str, Any]:
    return {
        "id": lost.id, "code": lost.code, "kind": lost.kind, "name": str(NodeKind(lost.kind).label),
        "drained": lost.is_drained, "source": lost.is_source, **_place(lost.lon, lost.lat),
    }  # fmt: skip


def _saving(saving: Saving, loss: LossCount) -> dict[str, Any]:
    return {
        "valve": saving.valve_id, "code": saving.code, "condition": saving.condition,
        "pipes": saving.pipe_ids, "length_m": round(saving.length_m, 2), "losses": loss_dict(loss),
        **_place(saving.lon, saving.lat),
    }  # fmt: skip


def _place(lon: float, lat: float) -> dict[str, float]:
    return {"lon": round(lon, 7), "lat": round(lat, 7)}
