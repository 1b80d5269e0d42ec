"""How rounds stand on a map: a mark in the middle of each route, with how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.gis.db.models import Collect
from django.contrib.gis.db.models.functions import Centroid, Transform
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.pages.list_maps import MOST_MARKS, LegendLine, Mark
from meters.models import Connection, ReadingRound
from meters.selectors.rounds import RoundProgress, list_progress

ROUND_LEGEND = (
    LegendLine(gettext_lazy("Nobody has begun")),
    LegendLine(gettext_lazy("Under way"), "info"),
    LegendLine(gettext_lazy("All visited"), "good"),
    LegendLine(gettext_lazy("Readings to decide"), "", "", "!"),
)


def draw_rounds(rounds: Iterable[ReadingRound]) -> HttpResponse:
    """Answer with the rounds as GeoJSON (WGS84), each in the middle of its route's connections."""
    found = list_progress(list(rounds)[:MOST_MARKS])
    middles = _middles([one.round.route_id for one in found])
    features: list[dict[str, Any]] = [
        {
            "type": "Feature", "id": one.round.pk,
            "geometry": {"type": "Point", "coordinates": middles[one.round.route_id]},
            "properties": _mark(one).properties(one.round.pk),
        }
        for one in found
        if one.round.route_id in middles
    ]  # fmt: skip
    body = {"type": "FeatureCollection", "truncated": False, "features": features}
    answer = JsonResponse(body, content_type="application/geo+json")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _middles(routes: list[int]) -> dict[int, list[float]]:
    """Return the longitude and latitude of the middle of each route that has connections."""
    middle = Transform(Centroid(Collect("geom")), 4326)
    rows = Connection.objects.filter(route__in=routes).order_by().values("route").annotate(middle=middle)
    return {row["route"]: [round(row["middle"].x, 6), round(row["middle"].y, 6)] for row in rows}


def _mark(one: RoundProgress) -> Mark:
    count = one.count
    tone = "" if not count.visited else "good" if count.visited == count.slips else "info"
    route = one.round.route
    return Mark(
        title=f"{route.code} {route.name}".strip(), tone=tone, sign="!" if count.held else "", size="large",
        text=_("%(visited)s of %(slips)s visited") % {"visited": count.visited, "slips": count.slips},
        url=reverse("meters:round_detail", args=[one.round.pk]),
    )  # fmt: skip
