"""Edits of pipes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.gis.geos import LineString
from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import LinkStatus
from network.errors import PipeEditError
from network.models import Material, Pipe

#: Nearer than this two corners are one (m).
SAME_PLACE_M = 0.001


@dataclass(frozen=True)
class PipeAttributes:
    """What is written on a pipe, beside its place."""

    diameter_mm: Decimal
    material: Material | None
    laid_year: int | None
    roughness: Decimal | None
    status: LinkStatus
    has_check_valve: bool


@transaction.atomic
def update_pipe(*, actor: User | None, pipe: Pipe, attributes: PipeAttributes) -> Pipe:
    """Write a pipe's attributes; its history tells who changed what.

    Raises:
        PipeEditError: the diameter is not positive, or the status is none of a pipe's.
    """
    if attributes.diameter_mm <= 0:
        raise PipeEditError(_("A pipe's diameter is more than zero."), code="diameter")
    if attributes.status not in {LinkStatus.OPEN, LinkStatus.CLOSED}:
        raise PipeEditError(_("A pipe is open or closed."), code="status")
    locked = Pipe.objects.select_for_update(of=("self",)).get(pk=pipe.pk)
    for name, value in vars(attributes).items():
        setattr(locked, name, value)
    locked.save(update_fields=list(vars(attributes)))
    return locked


def describe_pipes(
    *, actor: User | None, pipe_ids: Collection[int], material: Material | None, laid_year: int | None
) -> int:
    """Write material and year on pipes that were laid together; their history tells it. Return how many changed."""
    same = {"material": material, "laid_year": laid_year}
    return Pipe.objects.filter(pk__in=pipe_ids).exclude(**same).update(**same)


@transaction.atomic
def move_pipe_vertices(*, actor: User | None, pipe: Pipe, corners: Sequence[tuple[float, float]]) -> Pipe:
    """Draw a pipe anew through corners (EPSG:2100 metres) between its end nodes, which stay where they are.

    `corners` are those between the ends; points measured along the pipe keep their share of its length.

    Raises:
        PipeEditError: a corner is no place on Earth, or the line has no length between two different nodes.
    """
    locked = (
        Pipe.objects.select_for_update(of=("self",)).select_related("start_node", "end_node").get(pk=pipe.pk)
    )
    start, end = locked.start_node.geom, locked.end_node.geom
    kept: list[tuple[float, float]] = [(start.x, start.y)]
    for x, y in [*corners, (end.x, end.y)]:
        if abs(x - kept[-1][0]) > SAME_PLACE_M or abs(y - kept[-1][1]) > SAME_PLACE_M:
            kept.append((x, y))
    kept = [*kept[:-1], (end.x, end.y)] if len(kept) > 1 else [*kept, (end.x, end.y)]
    line = LineString(kept, srid=start.srid)
    if not line.valid and line.length != 0:
        raise PipeEditError(_("The pipe cannot be drawn like this."), code="geometry")
    locked.geom = line
    locked.save(update_fields=["geom"])
    return Pipe.objects.get(pk=pipe.pk)
