"""What a route's card tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from gis_core.choices import Role
from meters.choices import ConnectionStatus, RoundState, SlipState
from meters.models import Connection, Reading, ReadingRound, Route, RouteOrder

#: Roles that give a route another order.
ROUTE_ROLES: frozenset[Role] = frozenset({Role.ADMINISTRATOR, Role.BILLING})
#: Roles that have a walk proposed.
WALK_ROLES: frozenset[Role] = ROUTE_ROLES | {Role.PLANNER}
#: So many rounds and orders are shown, newest first.
SHOWN = 12


@dataclass(frozen=True)
class RouteFigures:
    """Counts of a route."""

    connections: int
    active: int
    read: int  # active ones with a reading that stands since the day asked for
    last_read_on: date | None


def count_route(route: Route, read_from: date) -> RouteFigures:
    """Return how many connections the route has, and how many of the active ones were read since the day."""
    of_route = Connection.objects.filter(route=route)
    readings = Reading.objects.filter(installation__connection__route=route, stands=True)
    counts = of_route.aggregate(all=Count("pk"), active=Count("pk", filter=Q(status=ConnectionStatus.ACTIVE)))
    since = readings.filter(
        read_on__gte=read_from, installation__connection__status=ConnectionStatus.ACTIVE
    ).aggregate(read=Count("installation__connection", distinct=True))
    return RouteFigures(
        connections=counts["all"], active=counts["active"], read=since["read"],
        last_read_on=readings.aggregate(last=Max("read_on"))["last"],
    )  # fmt: skip


def list_rounds(route: Route) -> QuerySet[ReadingRound]:
    """Return the newest rounds of the route with how many slips each has and how many wait."""
    return (
        ReadingRound.objects.filter(route=route)
        .select_related("period", "reader")
        .annotate(
            slip_count=Count("slips"), waiting_count=Count("slips", filter=Q(slips__state=SlipState.WAITING))
        )
        .order_by("-period__starts_on")[:SHOWN]
    )


def find_open_round(route: Route) -> ReadingRound | None:
    """Return the round of the route that is not closed."""
    return (
        ReadingRound.objects.filter(route=route)
        .exclude(state=RoundState.CLOSED)
        .select_related("period")
        .first()
    )


def list_orders(route: Route) -> QuerySet[RouteOrder]:
    """Return the newest orders that the route was given, those taken back among them."""
    return RouteOrder.objects.filter(route=route).select_related("applied_by")[:SHOWN]
