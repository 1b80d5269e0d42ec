"""Connections in an area, and whom to tell there."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import QuerySet
from django.utils import timezone

from meters.choices import ConnectionStatus
from meters.models import Connection
from meters.sql.count_affected import count_affected as count_in_area
from meters.sql.list_recipients import list_recipients as read_recipients
from meters.types import AffectedCount, Recipient
from parties.choices import ConsentPurpose


def connections_in_area(area: GEOSGeometry) -> QuerySet[Connection]:
    """Return the connections with running water whose point lies in the area."""
    return Connection.objects.within(area).filter(status=ConnectionStatus.ACTIVE)


def active_on_pipes(pipe_ids: Sequence[int]) -> list[int]:
    """Return the keys of the connections with running water that hang on the pipes."""
    rows = Connection.objects.filter(pipe_id__in=list(pipe_ids), status=ConnectionStatus.ACTIVE)
    return list(rows.values_list("id", flat=True))


def count_affected(area: GEOSGeometry, day: date | None = None) -> AffectedCount:
    """Return how many connections, households, people and sensitive connections lie in the area."""
    return count_in_area(bytes(area.wkb), area.srid or settings.STORAGE_SRID, day or timezone.localdate())


def list_recipients(
    connection_ids: Sequence[int],
    day: date | None = None,
    purpose: ConsentPurpose = ConsentPurpose.OUTAGE_NOTICES,
) -> list[Recipient]:
    """Return today's payer of each connection with the channel to use; who cannot be reached is left out."""
    return read_recipients(connection_ids, day or timezone.localdate(), purpose)
