"""Stations: plots with pumps, valves or treatment."""

from __future__ import annotations

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import Lifecycle, StationKind
from network.errors import StationError
from network.models import Station


def register_station(
    *,
    actor: User,
    code: str,
    name: str,
    kind: StationKind,
    point: Point,
    lifecycle: Lifecycle = Lifecycle.IN_SERVICE,
) -> Station:
    """Put a station on the map (`point` in EPSG:2100); its history tells who did.

    Raises:
        StationError: another station has the code.
    """
    try:
        with transaction.atomic():
            return Station.objects.create(code=code, name=name, kind=kind, geom=point, lifecycle=lifecycle)
    except IntegrityError as error:
        raise StationError(_("There is a station %(code)s already.") % {"code": code}) from error
