"""Faults near a place, by their secret, at a connection, waiting."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import Q, QuerySet

from documents.models import Attachment
from documents.selectors.files import list_attachments
from faults.choices import FaultState, PlaceSource
from faults.models import Fault, FaultUpdate, Report
from meters.models import Connection

#: Within this distance an open fault of the same kind is shown to whom reports.
KNOWN_WITHIN_M = 100.0
#: The card of a connection shows the faults within this distance.
HERE_WITHIN_M = 30.0


def list_known_near(point: Point, category: str = "", within_m: float = KNOWN_WITHIN_M) -> QuerySet[Fault]:
    """Return the open faults within so many metres of a point of EPSG:2100, nearest first.

    With a category only those of it.
    """
    faults = Fault.objects.open().filter(geom__dwithin=(point, within_m))
    if category:
        faults = faults.filter(category=category)
    return faults.annotate(distance=Distance("geom", point)).order_by("distance", "id")


def find_report(token: UUID) -> Report | None:
    """Return the report that the secret link belongs to, None when there is none."""
    return Report.objects.select_related("fault", "connection").filter(token=token).first()


def find_report_by_key(request_key: UUID) -> Report | None:
    """Return the report that was sent with the form of this key."""
    return Report.objects.select_related("fault").filter(request_key=request_key).first()


def list_updates_for(report: Report) -> QuerySet[FaultUpdate]:
    """Return what the reporter may read: what was told to all who follow the fault, and their own words."""
    return FaultUpdate.objects.filter(Q(is_public=True) | Q(report=report), fault=report.fault)


def tells_address(report: Report) -> bool:
    """Say whether the reporter may read the fault's address: not where anybody's supply number gave it."""
    first = (
        Report.objects.filter(fault=report.fault)
        .order_by("id")
        .values_list("place_source", flat=True)
        .first()
    )
    return PlaceSource.SUPPLY_NUMBER not in {first, report.place_source}


def list_photos(report: Report) -> list[Attachment]:
    """Return the photos sent with a report and after it."""
    return [attachment for attachment in list_attachments(report) if attachment.kind == "photo"]


def list_photos_of(reports: Sequence[Report]) -> list[list[Attachment]]:
    """Return the photos of each report, in one look however many joined."""
    photos: dict[int, list[Attachment]] = {report.pk: [] for report in reports}
    kind = ContentType.objects.get_for_model(Report)
    attached = Attachment.objects.filter(content_type=kind, object_id__in=photos, kind="photo")
    for attachment in attached.select_related("file").order_by("pk"):
        photos[attachment.object_id].append(attachment)
    return [photos[report.pk] for report in reports]


def list_faults_here(connection: Connection) -> QuerySet[Fault]:
    """Return the faults reported for a connection or within 30 m of it, latest first."""
    near = Fault.objects.filter(geom__dwithin=(connection.geom, HERE_WITHIN_M))
    reported = Fault.objects.filter(reports__connection=connection)
    return Fault.objects.filter(pk__in=near.union(reported).values("pk")).order_by("-created_at", "-id")


def count_new() -> int:
    """Return how many faults nobody looked at yet."""
    return Fault.objects.filter(state=FaultState.NEW).count()
