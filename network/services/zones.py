"""Zones over the network."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon, Polygon
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.models import User
from network.choices import ZoneKind
from network.domain.outlines import LONGEST, WGS84, OutlineError, read_outline
from network.domain.placement import GREEK_BOX
from network.errors import ZoneError
from network.models import Zone, ZonePipe

#: What cannot be seen on a map is no zone.
SMALLEST_M2 = 1.0
_OUTLINE: dict[str, Promise] = {
    "too_long": gettext_lazy("The text is longer than an outline."),
    "empty": gettext_lazy("Draw the area on the map, or write its corners."),
    "few_corners": gettext_lazy("An area needs three different corners or more."),
    "no_pair": gettext_lazy("Line %(line)d is no pair of coordinates."),
    "outside": gettext_lazy("Line %(line)d does not lie in Greece."),
    "mixed": gettext_lazy("Line %(line)d is in another reference system than those above it."),
}


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


def change_zone(
    *, actor: User, zone: Zone, code: str, name: str, kind: ZoneKind, wkb: bytes | memoryview | None = None
) -> Zone:
    """Give the zone another name, code, kind or area; without an area the present one stays to the last digit.

    What was computed goes with the kind: zones of another kind end elsewhere.

    Raises:
        ZoneError: the area is no valid polygon, or the code is another zone's.
    """
    fields: dict[str, object] = {"code": code, "name": name, "kind": kind}
    if wkb is not None:
        fields["geom"] = _area(wkb)
    try:
        with transaction.atomic():
            held = Zone.objects.select_for_update().get(pk=zone.pk)
            changed = [field for field, value in fields.items() if getattr(held, field) != value]
            for field in changed:
                setattr(held, field, fields[field])
            if "kind" in changed:
                changed += _forget_computed(held)
            if changed:
                held.save(update_fields=changed)
    except IntegrityError as error:
        raise ZoneError(_("There is a zone “%s” already.") % code, code="zone_exists") from error
    return held


def _forget_computed(zone: Zone) -> list[str]:
    """Let a zone hold nothing that was computed of it; return the fields that changed."""
    ZonePipe.objects.filter(zone=zone).delete()
    zone.computed_at, zone.computed_geom, zone.figures = None, None, {}
    return ["computed_at", "computed_geom", "figures"]


def area_from_geojson(text: str) -> MultiPolygon:
    """Return an area drawn on the map (GeoJSON geometry in WGS84), in EPSG:2100.

    Raises:
        ZoneError: it is no area in Greece, or crosses itself.
    """
    if not text.strip() or len(text) > LONGEST:
        raise ZoneError(str(_OUTLINE["empty"]), code="zone_empty")
    try:
        return _checked(_in_storage(GEOSGeometry(text, srid=WGS84)))
    except (GEOSException, GDALException, ValueError, TypeError) as error:
        raise ZoneError(_("The area cannot be read."), code="zone_unreadable") from error


def area_from_text(text: str) -> MultiPolygon:
    """Return an area written as corners or WKT, as `read_outline` takes them, in EPSG:2100.

    Raises:
        ZoneError: it is no area in Greece, or crosses itself; the sentence names the line at fault.
    """
    try:
        outline = read_outline(text)
    except OutlineError as error:
        words = str(_OUTLINE[error.code]) % {"line": error.line}
        raise ZoneError(words, code=f"zone_{error.code}") from error
    try:
        return _checked(_in_storage(GEOSGeometry(outline.wkt, srid=outline.srid)))
    except (GEOSException, GDALException, ValueError) as error:
        raise ZoneError(_("The area cannot be read."), code="zone_unreadable") from error


def _in_storage(shape: GEOSGeometry) -> GEOSGeometry:
    if shape.srid != settings.STORAGE_SRID:
        shape.transform(settings.STORAGE_SRID)
    return shape


def _area(wkb: bytes | memoryview) -> MultiPolygon:
    try:
        area = GEOSGeometry(memoryview(wkb), srid=settings.STORAGE_SRID)
    except (GEOSException, ValueError) as error:
        raise ZoneError(_("The area cannot be read."), code="zone_unreadable") from error
    return _checked(area)


def _checked(area: GEOSGeometry) -> MultiPolygon:
    """Return the area as a multipolygon; refuse what crosses itself, is no area, or lies elsewhere."""
    if isinstance(area, Polygon):
        area = MultiPolygon(area, srid=settings.STORAGE_SRID)
    if not isinstance(area, MultiPolygon) or area.empty or not area.valid or area.area < SMALLEST_M2:
        raise ZoneError(_("The area crosses itself or is no area."), code="zone_invalid")
    if area.hasz:
        raise ZoneError(_("Write the corners without heights."), code="zone_heights")
    west, south, east, north = area.extent
    if west < GREEK_BOX[0] or south < GREEK_BOX[1] or east > GREEK_BOX[2] or north > GREEK_BOX[3]:
        raise ZoneError(_("The area does not lie in Greece."), code="zone_outside")
    return area
