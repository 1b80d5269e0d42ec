"""Zones over the network."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import ZoneKind
from network.errors import ZoneError
from network.models import Zone


def register_zone(
    *, actor: User | None, code: str, name: str, kind: ZoneKind, wkb: bytes | memoryview
) -> Zone:
    """Make a zone of an area given as WKB in EPSG:2100, a polygon or several.

    Raises:
        ZoneError: the area is no valid polygon, or the code is in use.
    """
    area = _area(wkb)
    try:
        with transaction.atomic():
            return Zone.objects.create(code=code, name=name, kind=kind, geom=area)
    except IntegrityError as error:
        raise ZoneError(_("There is a zone “%s” already.") % code, code="zone_exists") from error


def _area(wkb: bytes | memoryview) -> MultiPolygon:
    try:
        area = GEOSGeometry(memoryview(wkb), srid=settings.STORAGE_SRID)
    except (GEOSException, ValueError) as error:
        raise ZoneError(_("The area cannot be read."), code="zone_unreadable") from error
    if isinstance(area, Polygon):
        area = MultiPolygon(area, srid=settings.STORAGE_SRID)
    if not isinstance(area, MultiPolygon) or area.empty or not area.valid:
        raise ZoneError(_("The area crosses itself or is no area."), code="zone_invalid")
    return area
