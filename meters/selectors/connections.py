"""Connections found and counted."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from gis_core.models import User
from meters.choices import LiabilityRole
from meters.models import Connection, Liability, Reading, Route


def find_connection(supply_number: str) -> Connection | None:
    """Return the connection of the number, typed with or without blanks, or None."""
    return Connection.objects.filter(supply_number=supply_number.replace(" ", "")).first()


def count_sensitivities(connection: Connection, day: date) -> int:
    """Return how many records of a need in a water cut are in force on the day; nothing of what they say."""
    return connection.sensitivities.filter(valid_from__lte=day, expires_on__gt=day).count()


def list_with_payer(user: User, day: date) -> QuerySet[Connection]:
    """Return what the user may see, each with the name of who pays on the day."""
    payer = Liability.objects.filter(
        connection=OuterRef("pk"), role=LiabilityRole.PAYER, period__contains=day
    ).values("party__name")[:1]
    first = Liability.objects.filter(
        connection=OuterRef("pk"), role=LiabilityRole.PAYER, period__contains=day
    ).values("party__first_name")[:1]
    return (
        Connection.objects.visible_to(user)
        .select_related("route")
        .annotate(payer_name=Subquery(payer), payer_first_name=Subquery(first))
    )


def list_routes(read_from: date) -> QuerySet[Route]:
    """Return the routes with how many active connections they have and how many were read since the day."""
    active = Q(connections__status="active")
    return Route.objects.annotate(
        connection_count=Count("connections", filter=active, distinct=True),
        read_count=Count(
            "connections",
            filter=active & Q(connections__installations__readings__read_on__gte=read_from),
            distinct=True,
        ),
        last_read_on=Max("connections__installations__readings__read_on"),
    ).order_by("code")


def list_readings(user: User) -> QuerySet[Reading]:
    """Return the readings of the connections that the user may see, newest first."""
    seen = Connection.objects.visible_to(user)
    return (
        Reading.objects.filter(installation__connection__in=seen)
        .select_related("installation__connection", "installation__meter")
        .order_by("-read_on", "-pk")
    )
