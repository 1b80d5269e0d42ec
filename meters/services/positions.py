"""Where meters are: taken while they are read, and asked about when they seem to have moved."""

from __future__ import annotations

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from meters.choices import LocationOrigin, PositionAnswer
from meters.errors import RoundRefused
from meters.models import Installation, PositionQuestion, Reading

#: A meter met within so many metres of its place, and what the telephone is unsure of, has not moved.
SAME_PLACE_M = 15.0
#: Surer than this a telephone must be for a place to be taken from it.
COARSEST_M = 50.0
#: A first place farther than this from the connection's own is a question too.
FAR_FROM_CONNECTION_M = 250.0


@transaction.atomic
def take_position(
    *,
    actor: User | None,
    installation: Installation,
    point: Point,
    accuracy_m: float | None,
    origin: LocationOrigin,
    reading: Reading | None = None,
) -> PositionQuestion | None:
    """Give a meter without a place the point (EPSG:2100); ask a person when it is met far from its place.

    A known place is never overwritten. Points that are not sure to within 50 m are left aside. Returns the question
    that is open because of this point, None when there is none.
    """
    unsure_m = accuracy_m or 0.0
    if unsure_m > COARSEST_M:
        return None
    locked = (
        Installation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("connection")
        .get(pk=installation.pk)
    )
    known = locked.geom
    if known is None and locked.connection.geom.distance(point) <= FAR_FROM_CONNECTION_M + unsure_m:
        locked.geom, locked.geom_accuracy_m = point, accuracy_m
        locked.geom_origin, locked.located_at = origin, timezone.now()
        locked.save(update_fields=["geom", "geom_accuracy_m", "geom_origin", "located_at"])
        return None
    moved_m = (known if known is not None else locked.connection.geom).distance(point)
    if moved_m <= SAME_PLACE_M + unsure_m:
        return None
    question, _made = PositionQuestion.objects.update_or_create(
        installation=locked, answer=PositionAnswer.OPEN,
        defaults={"geom": point, "geom_accuracy_m": accuracy_m, "moved_m": moved_m, "reading": reading},
    )  # fmt: skip
    return question


@transaction.atomic
def answer_position(*, actor: User, question: PositionQuestion, accept: bool) -> PositionQuestion:
    """Decide whether the meter stands where it was met; its place changes only when accepted.

    Raises RoundRefused: answered (with another answer before).
    """
    locked = PositionQuestion.objects.select_for_update().get(pk=question.pk)
    answer = PositionAnswer.ACCEPTED if accept else PositionAnswer.REJECTED
    if locked.answer != PositionAnswer.OPEN:
        if locked.answer == answer:
            return locked
        raise RoundRefused(_("This was decided already."), code="answered")
    locked.answer, locked.decided_by, locked.decided_at = answer, actor, timezone.now()
    locked.save(update_fields=["answer", "decided_by", "decided_at"])
    if accept:
        Installation.objects.filter(pk=locked.installation_id).update(
            geom=locked.geom, geom_accuracy_m=locked.geom_accuracy_m, geom_origin=LocationOrigin.READER,
            located_at=timezone.now(),
        )  # fmt: skip
    return locked
