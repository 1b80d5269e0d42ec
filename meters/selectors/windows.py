"""Windows of consumers' readings, and the meters that they concern."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Func, Q
from django.db.models.fields import DateField
from django.utils import timezone

from gis_core.models import User
from meters.models import Connection, Installation, Reading, ReadingWindow


def find_open_window(connection: Connection, day: date) -> ReadingWindow | None:
    """Return the window in which readings of the connection are taken on the day; the route's own before all's."""
    of_route = Q(route=connection.route_id) | Q(route__isnull=True)
    windows = ReadingWindow.objects.filter(of_route, days__contains=day)
    return windows.order_by(F("route").asc(nulls_last=True)).first()


def find_next_window(connection: Connection, day: date) -> ReadingWindow | None:
    """Return the window that opens next after the day, None when none is planned."""
    of_route = Q(route=connection.route_id) | Q(route__isnull=True)
    first_day = Func(F("days"), function="lower", output_field=DateField())
    return (
        ReadingWindow.objects.filter(of_route, days__startswith__gt=day)
        .annotate(first=first_day)
        .order_by("first")
        .first()
    )


def list_my_meters(user: User, connection: Connection) -> list[Installation]:
    """Return the meters that hang on a connection which the consumer holds, today."""
    if not user.connection_accesses.filter(connection=connection, ended_at__isnull=True).exists():
        return []
    hung = Installation.objects.filter(connection=connection, period__contains=timezone.localdate())
    return list(hung.select_related("meter", "connection").order_by("slot"))


def find_last_reading(installation: Installation) -> Reading | None:
    """Return the newest standing reading of a meter."""
    return Reading.objects.filter(installation=installation, stands=True).order_by("-read_on").first()
