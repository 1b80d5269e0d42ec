"""From what a reporter gives (a point, an address, a supply number) to a place in the utility's area."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from faults.choices import PlaceSource
from faults.errors import OutsideArea, PlaceUnknown
from faults.types import Place
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
    point = Point(longitude, latitude, srid=4326)
    point.transform(settings.STORAGE_SRID)
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
    there: Any = point.transform(4326, clone=True)
    return there.x, there.y


def _served(place: Place) -> Place:
    if _is_served(place.point):
        return place
    raise OutsideArea


def _is_served(point: Point) -> bool:
    """Say whether a pipe or street is near; an installation that has neither yet serves everywhere."""
    # The nearest pipe is one step in the index; all within reach of the middle of a town are half the town.
    if nearest_pipe(point, within_m=SERVED_WITHIN_M) is not None:
        return True
    if Street.objects.filter(geom__dwithin=(point, SERVED_WITHIN_M)).exists():
        return True
    return not Pipe.objects.exists() and not Street.objects.exists()
