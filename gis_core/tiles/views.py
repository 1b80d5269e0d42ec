"""Vector tiles over HTTP: `/tiles/{layers}/{z}/{x}/{y}.mvt`."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from gis_core.pages.access import allow_everybody
from gis_core.tiles.registry import Layer, find_layer
from gis_core.tiles.sessions import ask
from gis_core.tiles.store import get_tile

PATH = re.compile(r"^/tiles/([a-z0-9_,]{1,200})/(\d{1,2})/(\d{1,8})/(\d{1,8})\.mvt$")
DEEPEST = 20
TYPE = "application/vnd.mapbox-vector-tile"


@allow_everybody
def tile(request: HttpRequest, layers: str, z: int, x: int, y: int) -> HttpResponse:
    """Answer for one tile; the layers themselves say who may see them."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    wanted = [find_layer(name) for name in sorted(set(layers.split(",")))]
    found: list[Layer] = [layer for layer in wanted if layer is not None]
    if len(found) != len(wanted) or z > DEEPEST or not (0 <= x < 2**z and 0 <= y < 2**z):
        return JsonResponse({"detail": _("There is no such tile.")}, status=404)
    known = request.headers.get("If-None-Match", "").strip('W/"')
    is_public = all(layer.public for layer in found)
    if is_public:
        made = get_tile(found, z, x, y, known)
    else:
        asked = ask(request, found, z, x, y, known)
        if not all(layer.admits(asked.user) for layer in found):
            status = 403 if asked.user.is_authenticated else 401
            return JsonResponse({"detail": _("You may not see this layer.")}, status=status)
        made = asked.tile or get_tile(found, z, x, y, known)
    headers = {
        "ETag": f'"{made.etag}"',
        "Cache-Control": "public, no-cache" if is_public else "private, no-cache",
    }
    if made.body is None:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(made.body, content_type=TYPE, headers=headers)


class TileMiddleware:
    """Answer for tiles before everything else: they are many, and need nothing of what pages need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for a tile, pass everything else on."""
        match = PATH.match(request.path_info)
        if match is None:
            return self.get_response(request)
        layers, z, x, y = match.groups()
        response = tile(request, layers, int(z), int(x), int(y))
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
