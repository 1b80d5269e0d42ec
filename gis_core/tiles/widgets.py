"""What a map in the browser is told: where it begins, which layers, how they look, its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from gis_core.models import Utility
from gis_core.tiles.registry import Layer

GREECE = (22.9, 38.3, 7)


def map_options(layers: Sequence[Layer]) -> dict[str, Any]:
    """Return the first view and the words of a map with these layers."""
    utility = Utility.objects.first()
    lon, lat, zoom = GREECE
    if utility is not None:
        centre = cast(Point, utility.centre.transform(4326, clone=True))
        lon, lat, zoom = centre.x, centre.y, utility.default_zoom
    return {
        "center": [round(lat, 6), round(lon, 6)],
        "zoom": zoom,
        "tiles": "/tiles/{layers}/{z}/{x}/{y}.mvt",
        "layers": [layer_options(layer) for layer in layers],
        "basemap": settings.BASEMAP_URL,
        "attribution": settings.BASEMAP_ATTRIBUTION,
        "words": {
            "zoomIn": _("Closer"),
            "zoomOut": _("Farther"),
            "map": _("Map"),
            "here": _("You are about here"),
            "noPosition": _("Your device does not tell its position. Write the address instead."),
            "point": _("The point of the report"),
            "draw": _("Draw the area"),
            "edit": _("Move its corners"),
            "remove": _("Remove the area"),
            "vertex": _("Corner"),
            "firstVertex": _("Click to place the first corner"),
            "nextVertex": _("Click for the next corner; Enter ends"),
            "finish": _("Click the first corner, or press Enter, to end"),
        },
    }


def layer_options(layer: Layer) -> dict[str, Any]:
    """Return what the browser needs to draw a layer."""
    return {
        "name": layer.name,
        "title": str(layer.title),
        "kind": "point" if layer.as_point else layer.kind,
        "style": layer.style,
        "minZoom": layer.min_zoom,
        "detailZoom": layer.detail_zoom,
        "order": layer.order,
        "on": layer.is_on,
    }
