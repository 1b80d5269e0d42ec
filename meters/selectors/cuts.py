"""Isolations and traces with who hangs on them, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from django.db.models import QuerySet
from django.utils import timezone

from gis_core.models import User
from meters.choices import ConnectionStatus
from meters.domain.questions import Question
from meters.models import Connection, Sensitivity
from meters.selectors.losses import count_losses_of_parts
from meters.types import LossCount
from network.domain.answers import FoundSpot, IsolationAnswer, Part, Saving, Spot
from network.models import Node, Pipe, ShutoffValve
from network.selectors.isolation import isolate_from, isolate_together
from network.selectors.snapping import find_snaps


@dataclass(frozen=True)
class SavedWater:
    """A closed valve, and who keeps water when it is opened before the cut."""

    saving: Saving
    loss: LossCount


@dataclass(frozen=True)
class OneCut:
    """One of several cuts, as it would be alone."""

    spots: tuple[FoundSpot, ...]
    answer: IsolationAnswer
    loss: LossCount


@dataclass(frozen=True)
class CutAnswer:
    """What to close for a question, who loses water, who would keep it; what dries only of several cuts at once."""

    question: Question
    whole: IsolationAnswer
    drained: LossCount
    dry: LossCount
    savings: tuple[SavedWater, ...]
    cuts: tuple[OneCut, ...] = ()
    conflict: Part | None = None
    conflict_loss: LossCount = field(default_factory=LossCount)

    @property
    def loss(self) -> LossCount:
        """Who loses water in all."""
        return self.drained + self.dry


def answer_question(question: Question) -> CutAnswer:
    """Answer a question about shutting; its spots are cuts that are made at once.

    IsolationError as of `isolate_from`.
    """
    stuck, closed = question.stuck, question.closed
    if len(question.spots) < 2:
        whole = isolate_from(question.spots, stuck_valve_ids=stuck, closed_valve_ids=closed)
        each: tuple[IsolationAnswer, ...] = ()
        conflict: Part | None = None
    else:
        told = isolate_together(
            [[spot] for spot in question.spots], stuck_valve_ids=stuck, closed_valve_ids=closed
        )
        whole, each, conflict = told.together, told.cuts, told.conflict
    parts: list[Sequence[int]] = [whole.drained.pipe_ids, whole.dry.pipe_ids]
    parts += [saving.pipe_ids for saving in whole.savings] + [answer.pipe_ids for answer in each]
    parts.append(conflict.pipe_ids if conflict else ())
    counted = count_losses_of_parts(parts)
    after = 2 + len(whole.savings)
    return CutAnswer(
        question=question, whole=whole, drained=counted[0], dry=counted[1],
        savings=tuple(map(SavedWater, whole.savings, counted[2:after])),
        cuts=tuple(OneCut(one.spots, one, loss) for one, loss in zip(each, counted[after:-1], strict=True)),
        conflict=conflict, conflict_loss=counted[-1],
    )  # fmt: skip


def connections_on(pipe_ids: Sequence[int], user: User) -> QuerySet[Connection]:
    """Return the connections with running water on the pipes that the user may see, in the order of addresses."""
    rows = Connection.objects.visible_to(user).filter(
        pipe_id__in=list(pipe_ids), status=ConnectionStatus.ACTIVE
    )
    return rows.select_related("pipe").defer("geom_3857", "pipe__geom", "pipe__geom_3857").order_by(
        "address", "supply_number"
    )  # fmt: skip


def sensitive_on(pipe_ids: Sequence[int], user: User) -> list[Connection]:
    """Return those of the connections that have a sensitivity record in force; without what it says."""
    today = timezone.localdate()
    records = Sensitivity.objects.filter(valid_from__lte=today, expires_on__gt=today)
    found = connections_on(pipe_ids, user).filter(pk__in=records.values("connection"))
    return list(found)


def pipes_of(pipe_ids: Sequence[int]) -> QuerySet[Pipe]:
    """Return the pipes in the order of codes, with what a list tells of them."""
    rows = Pipe.objects.filter(pk__in=list(pipe_ids)).select_related("material", "start_node", "end_node")
    return rows.defer("geom", "geom_3857", "start_node__geom", "start_node__geom_3857", "end_node__geom",
                      "end_node__geom_3857").order_by("code", "pk")  # fmt: skip


def nodes_of(node_ids: Sequence[int]) -> QuerySet[Node]:
    """Return the nodes in the order of codes."""
    return (
        Node.objects.filter(pk__in=list(node_ids)).defer("geom", "geom_3857").order_by("kind", "code", "pk")
    )


def shutoffs_of(valve_ids: Sequence[int]) -> QuerySet[ShutoffValve]:
    """Return the shut-off valves in the order of codes, with their pipes."""
    rows = ShutoffValve.objects.filter(pk__in=list(valve_ids)).select_related("pipe")
    return rows.defer("geom", "geom_3857", "pipe__geom", "pipe__geom_3857").order_by("code", "pk")


def spot_at(point: Point, within_m: float) -> Spot | None:
    """Return the spot on the nearest pipe within so many metres of a point (EPSG:2100)."""
    for near in find_snaps(point, within_m, kinds=("pipe",)):
        return Spot("pipe", near.object_id, round(near.fraction or 0.0, 4))
    return None
