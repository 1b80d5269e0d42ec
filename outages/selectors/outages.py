"""Cuts and works: now, coming, past, at a place, at connections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import QuerySet
from django.utils import timezone

from meters.models import Connection
from outages.choices import OutageState
from outages.models import AffectedConnection, Outage

#: How long the public sees what is over.
PAST_DAYS = 30


def list_current_outages() -> QuerySet[Outage]:
    """Return what is announced and not over, soonest first; one that runs late stays until it is ended."""
    return Outage.objects.filter(state=OutageState.APPROVED).order_by("starts_at", "id")


def list_past_outages(days: int = PAST_DAYS) -> QuerySet[Outage]:
    """Return what ended or was cancelled after announcement within the days, latest first."""
    since = timezone.now() - timedelta(days=days)
    over = Outage.objects.announced().filter(state__in=[OutageState.ENDED, OutageState.CANCELLED])
    return over.filter(updated_at__gte=since).order_by("-ended_at", "-starts_at", "-id")


def outages_at(point: GEOSGeometry) -> QuerySet[Outage]:
    """Return the announced cuts and works, now or coming, whose area holds the point (EPSG:2100)."""
    return list_current_outages().filter(geom__intersects=point)


def outages_for(connections: Iterable[Connection]) -> QuerySet[Outage]:
    """Return the announced cuts and works, now or coming, that touch any of the connections."""
    return list_current_outages().filter(affected__connection__in=list(connections)).distinct()


def list_outages_of(connection: Connection) -> QuerySet[Outage]:
    """Return every announced cut and works that touched the connection, latest first."""
    return Outage.objects.announced().filter(affected__connection=connection).order_by("-starts_at", "-id")


def list_affected(outage: Outage) -> QuerySet[AffectedConnection]:
    """Return whom the announcement touched as it was written down, sensitive ones first."""
    return (
        AffectedConnection.objects.filter(outage=outage)
        .select_related("connection", "party")
        .order_by("-is_sensitive", "connection__street__name", "connection__supply_number")
    )


def count_drafts() -> int:
    """Return how many announcements wait for approval."""
    return Outage.objects.filter(state=OutageState.DRAFT).count()
