"""Shut-off valves of the town: at its crossings, with some that are stuck, buried, not found or closed.

Made for the demonstration: the hydraulic model names none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.db import transaction

from network.choices import ValveCondition, ValveState
from network.models import Pipe, Pump, Valve
from network.services.shutoffs import add_shutoff

#: Of a hundred valves so many stand in each condition.
CONDITIONS = {ValveCondition.STUCK: 7, ValveCondition.BURIED: 3, ValveCondition.NOT_FOUND: 2}
#: How many stand closed: between parts that have water from elsewhere.
CLOSED = 8
#: A crossing has a valve on each pipe, or on all but one.
SPARED_SHARE = 0.7
#: From here on (mm) a pipe is a main: its valves are never spared.
MAIN_MM = 200
OFFSET_M = 1.5

_Ends = Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class Fitted:
    """A valve to be put: on which pipe, at which end, how it stands."""

    pipe: Pipe
    at_end: bool
    condition: ValveCondition
    is_closed: bool = False


def choose_valves(*, pipes: Sequence[Pipe], others: Sequence[tuple[int, int]], seed: int) -> list[Fitted]:
    """Return the valves of the town, the same for the same seed; `others` are nodes that pumps and valves join."""
    at_node: dict[int, list[Pipe]] = defaultdict(list)
    for pipe in pipes:
        at_node[pipe.start_node_id].append(pipe)
        at_node[pipe.end_node_id].append(pipe)
    chosen = [
        Fitted(pipe, pipe.end_node_id == node, _condition(random))
        for node, meeting in sorted(at_node.items(), key=lambda each: each[1][0].code)
        if len(meeting) >= 3
        for random in [Random(f"{seed} valves {meeting[0].code} {len(meeting)}")]
        for pipe in _valved(meeting, random)
    ]
    return list(_with_closed(chosen, pipes, others, Random(f"{seed} closed valves")))


def _valved(meeting: Sequence[Pipe], random: Random) -> list[Pipe]:
    """Return the pipes of a crossing that have a valve there."""
    pipes = [
        pipe for pipe in meeting if pipe.length_m > 3 * OFFSET_M and pipe.start_node_id != pipe.end_node_id
    ]
    lesser = [pipe for pipe in pipes if pipe.diameter_mm < MAIN_MM]
    if lesser and random.random() < SPARED_SHARE:
        pipes.remove(random.choice(lesser))
    return pipes


def _condition(random: Random) -> ValveCondition:
    drawn = random.random() * 100
    for condition, share in CONDITIONS.items():
        drawn -= share
        if drawn < 0:
            return condition
    return ValveCondition.WORKING


def _with_closed(
    chosen: Sequence[Fitted], pipes: Sequence[Pipe], others: Sequence[tuple[int, int]], random: Random
) -> Iterator[Fitted]:
    """Yield the valves, a few of them closed where both sides keep their water."""
    ends: dict[int, tuple[int, int]] = {pipe.pk: (pipe.start_node_id, pipe.end_node_id) for pipe in pipes}
    closed: set[int] = set()
    candidates = [
        one for one in chosen if one.condition == ValveCondition.WORKING and one.pipe.diameter_mm < MAIN_MM
    ]
    for one in random.sample(candidates, len(candidates)):
        if len(closed) == CLOSED:
            break
        if _hangs_together(
            {pk: pair for pk, pair in ends.items() if pk not in {*closed, one.pipe.pk}}, ends, others
        ):
            closed.add(one.pipe.pk)
    shut: set[int] = set()
    for one in chosen:
        is_closed = (
            one.pipe.pk in closed and one.pipe.pk not in shut and one.condition == ValveCondition.WORKING
        )
        if is_closed:
            shut.add(one.pipe.pk)
        yield Fitted(one.pipe, one.at_end, one.condition, is_closed)


def _hangs_together(open_pipes: _Ends, every_pipe: _Ends, others: Sequence[tuple[int, int]]) -> bool:
    """Say whether every node is still joined with every other."""
    beside: dict[int, list[int]] = defaultdict(list)
    for start, end in [*open_pipes.values(), *others]:
        beside[start].append(end)
        beside[end].append(start)
    nodes = {node for pair in every_pipe.values() for node in pair}
    first = min(nodes)
    seen, ahead = {first}, [first]
    while ahead:
        fresh = [node for node in beside[ahead.pop()] if node not in seen]
        seen.update(fresh)
        ahead += fresh
    return nodes <= seen


@transaction.atomic
def fit_valves(*, system_code: str, seed: int) -> int:
    """Put the valves of the town onto its pipes; return how many they are."""
    pipes = list(Pipe.objects.filter(system__code=system_code).order_by("code"))
    others = [
        pair
        for model in (Pump, Valve)
        for pair in model.objects.filter(system__code=system_code).values_list("start_node_id", "end_node_id")
    ]
    chosen = choose_valves(pipes=pipes, others=others, seed=seed)
    for number, one in enumerate(chosen, start=1):
        add_shutoff(
            actor=None, pipe=one.pipe, at_end=one.at_end, offset_m=OFFSET_M, code=f"Β-{number:03d}",
            condition=one.condition, state=ValveState.CLOSED if one.is_closed else ValveState.OPEN,
            turns=Decimal(6 + round(float(one.pipe.diameter_mm) * 2 / 25)),
        )  # fmt: skip
    return len(chosen)
