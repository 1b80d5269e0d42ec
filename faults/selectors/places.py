"""From what a reporter gives (a point, an address, a supply number) to a place in the utility's area."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from faults.choices import PlaceSource
from faults.errors import OutsideArea, PlaceUnknown
from faults.types import Place
from gis_core.domain.coordinates import DEGREES, move_point
from meters.models import Connection
from network.models import Pipe, Street
from network.selectors.addresses import find_address, nearest_address
from network.selectors.pipes import nearest_pipe

#: A point farther than this from every pipe and street is not the utility's.
SERVED_WITHIN_M = 1_000.0


def place_from_point(longitude: float, latitude: float, source: PlaceSource) -> Place:
    """Return the place at WGS84 degrees with the nearest address. Raises PlaceUnknown or OutsideArea."""
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise PlaceUnknown(_("The point makes no sense. Choose it again."))
    if not (15 <= longitude <= 32 and 33 <= latitude <= 43):
        raise OutsideArea
    x, y = move_point(longitude, latitude, source=DEGREES, target=settings.STORAGE_SRID)
    point = Point(x, y, srid=settings.STORAGE_SRID)
    near = nearest_address(point)
    return _served(Place(source, point, near.label if near is not None else ""))


def place_from_address(text: str) -> Place:
    """Return the place that an address names. Raises PlaceUnknown or OutsideArea."""
    hit = find_address(text) if text.strip() else None
    if hit is None:
        raise PlaceUnknown(_("We do not know this address. Write street and number, for example Ermou 12."))
    return _served(
        Place(PlaceSource.ADDRESS, hit.point, text.strip()[:200] if not hit.is_exact else hit.label)
    )


def place_from_supply_number(number: str) -> Place:
    """Return the place of a connection by its supply number. Raises PlaceUnknown."""
    connection = Connection.objects.filter(supply_number=number.strip()).first()
    if connection is None:
        raise PlaceUnknown(_("We do not know this supply number. It is printed on the bill, top right."))
    return Place(PlaceSource.SUPPLY_NUMBER, connection.geom, connection.address, connection)


def degrees_of(point: Point) -> tuple[float, float]:
    """Return longitude and latitude (WGS84) of a point of EPSG:2100."""
    return move_point(point.x, point.y, source=settings.STORAGE_SRID, target=DEGREES)


def _served(place: Place) -> Place:
    """Return the place with its nearest pipe; raise OutsideArea where nothing of the utility's is near."""
    # The nearest pipe is one step in the index; all within reach of the middle of a town are half the town.
    pipe = nearest_pipe(place.point, within_m=SERVED_WITHIN_M)
    if pipe is None and not _has_street(place.point):
        raise OutsideArea
    return replace(place, pipe=pipe)


def _has_street(point: Point) -> bool:
    """Say whether a street is near; an installation that has neither pipes nor streets yet serves everywhere."""
    if Street.objects.filter(geom__dwithin=(point, SERVED_WITHIN_M)).exists():
        return True
    return not Pipe.objects.exists() and not Street.objects.exists()
