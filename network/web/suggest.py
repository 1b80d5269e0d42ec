"""The address box of every page, for everybody."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gis_core.pages.access import allow_everybody
from gis_core.pages.visitors import visitor_address
from network.selectors.addresses import list_addresses
from network.selectors.places import to_lon_lat

ASKS_A_MINUTE = 120
SHORTEST, LONGEST = 2, 120


@allow_everybody
@require_GET
def address_suggest(request: HttpRequest) -> JsonResponse:
    """Answer `?q=` with at most eight places, [{label, lon, lat, exact, number, postcode}].

    More than 120 questions a minute are answered with 429.
    """
    if _asked_too_often(request):
        return JsonResponse({"error": _("Too many questions; wait a minute.")}, status=429)
    query = request.GET.get("q", "").strip()[:LONGEST]
    if len(query) < SHORTEST:
        return JsonResponse([], safe=False)
    answer = []
    for hit in list_addresses(query):
        longitude, latitude = to_lon_lat(hit.point)
        answer.append(
            {
                "label": hit.label, "lon": round(longitude, 6), "lat": round(latitude, 6),
                "exact": hit.is_exact, "number": hit.number, "postcode": hit.postcode,
            }
        )  # fmt: skip
    return JsonResponse(answer, safe=False)


def _asked_too_often(request: HttpRequest) -> bool:
    key = f"address-suggest:{visitor_address(request)}"
    if cache.add(key, 1, timeout=60):
        return False
    try:
        return cache.incr(key) > ASKS_A_MINUTE
    except ValueError:  # the minute ended between the two
        return False
