"""A box of longitudes and latitudes, as addresses of the API carry it."""

from __future__ import annotations

import math

from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError


def read_box(text: str) -> Polygon:
    """Return the box `west,south,east,north` (degrees, WGS84) in the storage's own reference.

    Raises ValidationError, which the API answers with 400 and a sentence, where the text is no such box: too few
    figures, one that is not finite (nan, inf), one off the earth, or sides in the wrong order.
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise _no_box() from error
    finite = all(map(math.isfinite, (west, south, east, north)))
    if not (finite and -180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise _no_box()
    box = Polygon.from_bbox((west, south, east, north))
    box.srid = 4326
    box.transform(settings.STORAGE_SRID)
    return box


def _no_box() -> ValidationError:
    return ValidationError(
        {"bbox": [_("Write the box in degrees as west,south,east,north, for example 22.8,40.9,23.1,41.2.")]}
    )
