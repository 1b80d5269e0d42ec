"""Places of tasks, as phones and maps take them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.gis.geos import Point

from gis_core.domain.coordinates import DEGREES, move_point


@dataclass(frozen=True)
class Degrees:
    """A place in WGS84, written with a point whatever the reader's language."""

    longitude: str
    latitude: str

    @property
    def link(self) -> str:
        """The address that opens the phone's own navigation."""
        return f"geo:{self.latitude},{self.longitude}?q={self.latitude},{self.longitude}"


def degrees_of(point: Point | None) -> Degrees | None:
    """Return the place of a point of EPSG:2100, None without one."""
    if point is None:
        return None
    longitude, latitude = move_point(point.x, point.y, source=settings.STORAGE_SRID, target=DEGREES)
    return Degrees(f"{longitude:.7f}", f"{latitude:.7f}")
