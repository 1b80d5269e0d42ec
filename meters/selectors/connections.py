"""Connections found and counted."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gis_core.models import User
from meters.choices import ConnectionStatus, LiabilityRole
from meters.models import Connection, Installation, Liability, Reading, Route
from meters.querysets import CONNECTION_ROLES


def count_sensitivities(connection: Connection, day: date) -> int:
    """Return how many records of a need in a water cut are in force on the day; nothing of what they say."""
    return connection.sensitivities.filter(valid_from__lte=day, expires_on__gt=day).count()


def list_with_payer(user: User, day: date) -> QuerySet[Connection]:
    """Return what the user may see, each with who pays and the (first) meter that hangs there on the day."""
    payer = Liability.objects.filter(
        connection=OuterRef("pk"), role=LiabilityRole.PAYER, period__contains=day
    ).values("party__name")[:1]
    first = Liability.objects.filter(
        connection=OuterRef("pk"), role=LiabilityRole.PAYER, period__contains=day
    ).values("party__first_name")[:1]
    hung = Installation.objects.filter(connection=OuterRef("pk"), period__contains=day).order_by("slot")
    return (
        Connection.objects.visible_to(user)
        .select_related("route")
        .annotate(
            payer_name=Subquery(payer), payer_first_name=Subquery(first),
            meter_serial=Subquery(hung.values("meter__serial")[:1]),
        )
    )  # fmt: skip


def list_routes(read_from: date) -> QuerySet[Route]:
    """Return the routes with how many active connections they have and how many were read since the day.

    Each figure is asked for route by route, so that a page of routes reads the newest readings of its own only.
    """
    active = Connection.objects.filter(route=OuterRef("pk"), status=ConnectionStatus.ACTIVE).order_by()
    read_since = Reading.objects.filter(
        installation__connection=OuterRef("pk"), read_on__gte=read_from, stands=True
    )
    newest = (
        Reading.objects.filter(installation=OuterRef("pk"), stands=True)
        .order_by("-read_on")
        .values("read_on")[:1]
    )
    hung = Installation.objects.filter(connection__route=OuterRef("pk")).order_by()
    return Route.objects.annotate(
        connection_count=_count_of(active),
        read_count=_count_of(active.filter(Exists(read_since))),
        last_read_on=Subquery(
            hung.annotate(newest=Subquery(newest))
            .values("connection__route")
            .annotate(last=Max("newest"))
            .values("last")
        ),
    ).order_by("code")


def _count_of(connections: QuerySet[Connection]) -> Coalesce:
    """Count a route's connections, 0 where there is none."""
    return Coalesce(Subquery(connections.values("route").annotate(count=Count("pk")).values("count")), 0)


def list_readings(user: User) -> QuerySet[Reading]:
    """Return the readings of the connections that the user may see, newest first."""
    readings = Reading.objects.select_related("installation__connection", "installation__meter")
    if not user.has_any_role(*CONNECTION_ROLES):  # who sees them all is not asked about each
        readings = readings.filter(installation__connection__in=Connection.objects.visible_to(user))
    return readings.order_by("-read_on", "-pk")
