"""Addresses for machines: found by street and number, or the nearest to a point."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.pages.access import allow_staff
from network.selectors.addresses import list_addresses, nearest_address
from network.selectors.places import to_lon_lat
from network.types import AddressHit

LONGEST = 120


def _query(name: str, kind: OpenApiTypes, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description)


@allow_staff
class AddressList(APIView):
    """Places that an address names, or the address nearest to a point."""

    @extend_schema(
        operation_id="network_addresses_list",
        parameters=[
            _query("q", OpenApiTypes.STR, "street and number; accents, case and alphabet do not matter"),
            _query("lon", OpenApiTypes.DOUBLE, "with lat instead of q: degrees east (WGS84)"),
            _query("lat", OpenApiTypes.DOUBLE, "degrees north"),
        ],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        """Answer with at most eight places, the likeliest first; of a point, the nearest within 200 m or none."""
        asked = request.query_params
        query = asked.get("q", "").strip()
        if query:
            return Response({"results": [_place(hit) for hit in list_addresses(query[:LONGEST])]})
        if "lon" not in asked or "lat" not in asked:
            raise ValidationError({"q": [_("Write an address as q, or a place as lon and lat.")]})
        longitude = _degrees(asked["lon"], "lon", 180)
        latitude = _degrees(asked["lat"], "lat", 85)
        x, y = move_point(longitude, latitude, source=DEGREES, target=settings.STORAGE_SRID)
        hit = nearest_address(Point(x, y, srid=settings.STORAGE_SRID))
        return Response({"results": [] if hit is None else [_place(hit)]})


def _degrees(text: str, name: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:  # not a number is not less either
        raise ValidationError({name: [_("Write degrees, for example 22.94.")]})
    return value


def _place(hit: AddressHit) -> dict[str, Any]:
    longitude, latitude = to_lon_lat(hit.point)
    return {
        "label": hit.label, "lon": round(longitude, 6), "lat": round(latitude, 6), "street": hit.street_id,
        "number": hit.number, "postcode": hit.postcode, "settlement": hit.settlement, "exact": hit.is_exact,
    }  # fmt: skip
