"""The order of a route: proposed, given to every meter at once, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from meters.domain.walk_tours import search_seconds
from meters.domain.walking import WalkSettings
from meters.errors import WalkRefused
from meters.models import Connection, Route, RouteOrder
from meters.selectors.walk import (
    Measure,
    RouteWalk,
    Tell,
    WalkProposal,
    WalkQuestion,
    route_state,
    tell_nobody,
)
from meters.sql.route_order import place_on_route_rows, place_slips_rows

PROPOSE_WALK = "meters.propose_walk"


def propose_order(
    *,
    route: Route,
    question: WalkQuestion | None = None,
    seconds: float | None = None,
    tell: Tell = tell_nobody,
) -> WalkProposal:
    """Return the shortest order found for the route's meters, with metres and minutes before and after; write nothing.

    Raises:
        WalkRefused: `too_few`, `too_many`, `start_elsewhere`, `end_elsewhere`.
    """
    tell(1, _("Reading the streets"))
    walk = RouteWalk(route, question or WalkQuestion())
    _found = walk.map
    tell(10, _("Measuring the ways from meter to meter"))
    _metres = walk.map.metres
    tell(50, _("Looking for the shortest order"))
    order = walk.shortest(search_seconds(len(walk.rows)) if seconds is None else seconds)
    tell(90, _("Drawing the way"))
    return walk.describe(order)


def measure_order(*, route: Route, question: WalkQuestion, order: Sequence[int]) -> WalkProposal:
    """Return an order made by hand with its metres, minutes and way; write nothing.

    Raises:
        WalkRefused: as `propose_order`; `other_connections` when the order does not name the route's own, each once.
    """
    walk = RouteWalk(route, question)
    if sorted(order) != sorted([*walk.old_order, *walk.unhung]):
        raise _changed()
    return walk.describe(order)


def apply_order(
    *, actor: User | None, route: Route, order: Sequence[int], state: str, slips_follow: bool,
    before: Measure | None = None, after: Measure | None = None,
) -> RouteOrder:  # fmt: skip
    """Give every connection of the route its place, 1 to n, and keep the places they had.

    The waiting slips of an unclosed round are put in the same order where `slips_follow`; those of visited meters
    stay where they are.

    Args:
        actor: who applies it; None from the terminal.
        route: the route.
        order: all its connections.
        state: the mark of the route that the order was proposed for (see `route_state`).
        slips_follow: whether the readers out now see the new order.
        before: what the old order was measured at.
        after: what the new one was.

    Raises:
        WalkRefused: `route_changed` since the proposal, `other_connections`, `same_order`.
    """
    with transaction.atomic():
        rows = _hold(route)
        if route_state(rows) != state:
            raise _changed()
        places = dict(rows)
        if sorted(order) != sorted(places):
            raise WalkRefused(
                _("The order does not name every connection of the route once."), code="other_connections"
            )
        if list(order) == [pk for pk, _position in rows]:
            raise WalkRefused(_("The route has this order already."), code="same_order")
        place_on_route_rows(route.pk, order, range(1, len(order) + 1))
        if slips_follow:
            place_slips_rows(route.pk)
        return RouteOrder.objects.create(
            route=route, connections=list(order), positions=[places[pk] for pk in order],
            metres_before=before.metres if before else None, metres_after=after.metres if after else None,
            applied_by=actor,
        )  # fmt: skip


def undo_order(*, actor: User, route: Route, slips_follow: bool) -> RouteOrder:
    """Give the connections the places back that they had before the newest order.

    What came to the route since then stands behind them, in the order it has now; what left stays away.

    Raises:
        WalkRefused: `nothing_to_undo`.
    """
    with transaction.atomic():
        here = [pk for pk, _position in _hold(route)]
        newest = RouteOrder.objects.filter(route=route, undone_at__isnull=True).first()
        if newest is None:
            raise WalkRefused(_("There is no order to take back."), code="nothing_to_undo")
        had = dict(zip(newest.connections, newest.positions, strict=True))
        last = max([had[pk] for pk in here if pk in had], default=0)
        came = [pk for pk in here if pk not in had]
        wanted = {pk: had[pk] for pk in here if pk in had}
        wanted |= {pk: last + number for number, pk in enumerate(came, 1)}
        place_on_route_rows(route.pk, list(wanted), list(wanted.values()))
        if slips_follow:
            place_slips_rows(route.pk)
        newest.undone_at = timezone.now()
        newest.save(update_fields=["undone_at"])
        return newest


def enqueue_proposal(*, actor: User, route: Route, question: WalkQuestion) -> Job:
    """Have the order worked out as a job; while one is at it for the same route and person, that one is returned."""
    parameters: dict[str, Any] = {
        "route": route.pk, "start": question.start, "start_id": question.start_id, "end_id": question.end_id,
        "is_round": question.is_round, "settings": question.settings.as_json(),
    }  # fmt: skip
    return enqueue_job(
        actor=actor, kind=PROPOSE_WALK, title=_("Walk of route %(route)s") % {"route": route},
        parameters=parameters, key=f"{PROPOSE_WALK}:{route.pk}:{actor.pk}",
    )  # fmt: skip


def read_question(parameters: dict[str, Any]) -> WalkQuestion:
    """Return what a job was asked."""
    start = parameters["start"]
    return WalkQuestion(
        start=None if start is None else (start[0], start[1]), start_id=parameters["start_id"],
        end_id=parameters["end_id"], is_round=parameters["is_round"], settings=WalkSettings(**parameters["settings"]),
    )  # fmt: skip


def propose_walk_job(context: JobContext) -> dict[str, Any]:
    """Work the order out; nothing is written but the job's own result."""
    route = Route.objects.get(pk=context.parameters["route"])

    def tell(percent: int, step: str) -> None:
        context.report(percent, 100, step)

    found = propose_order(route=route, question=read_question(context.parameters), tell=tell)
    words = _("%(before)d m before, %(after)d m after.") % {
        "before": round(found.before.metres), "after": round(found.after.metres),
    }  # fmt: skip
    url = f"{reverse('meters:route_walk', args=[route.pk])}?job={context.job.pk}"
    return {"summary": words, "url": url, "proposal": found.as_json()}


def _hold(route: Route) -> list[tuple[int, int]]:
    """Hold the route and its connections, and return these with their positions, in the order that stands.

    Two orders of one route come one after the other by the route's row.
    """
    Route.objects.select_for_update().get(pk=route.pk)
    held = Connection.objects.select_for_update(of=("self",)).filter(route=route).order_by("pk")
    return sorted(held.values_list("pk", "route_position"), key=lambda row: row[1])


def _changed() -> WalkRefused:
    return WalkRefused(
        _("The route has changed since this order was proposed. Have it proposed again."),
        code="route_changed",
    )
