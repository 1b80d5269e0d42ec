"""Vector tiles over HTTP: `/tiles/{layers}/{z}/{x}/{y}.mvt`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from gis_core.pages.access import allow_everybody
from gis_core.tiles.answers import answer_tile

PATH = re.compile(r"^/tiles/([a-z0-9_,]{1,200})/(\d{1,2})/(\d{1,8})/(\d{1,8})\.mvt$")
_LINES = {200: "200 OK", 304: "304 Not Modified"}

#: A WSGI application, as PEP 3333 has it.
Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@allow_everybody
def tile(request: HttpRequest, layers: str, z: int, x: int, y: int) -> HttpResponse:
    """Answer for one tile, refusals in the asker's language."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    answer = answer_tile(
        layers, z, x, y,
        cookies=request.META.get("HTTP_COOKIE", ""), known=request.META.get("HTTP_IF_NONE_MATCH", ""),
    )  # fmt: skip
    if answer.status == 404:
        return JsonResponse({"detail": _("There is no such tile.")}, status=404)
    if answer.status in {401, 403}:
        return JsonResponse({"detail": _("You may not see this layer.")}, status=answer.status)
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


def tiles_first(site: Application) -> Application:
    """Return an application that answers for tiles itself: they are many, and need nothing of what pages need.

    Whatever is not simply a tile to be had, refusals and failures too, is the site's.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        match = PATH.match(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "GET" else None
        if match is not None:
            layers, z, x, y = match.groups()
            try:
                made = answer_tile(
                    layers, int(z), int(x), int(y),
                    cookies=environ.get("HTTP_COOKIE", ""), known=environ.get("HTTP_IF_NONE_MATCH", ""),
                )  # fmt: skip
            except DatabaseError:
                return site(environ, start_response)
            if made.status in _LINES:
                start_response(_LINES[made.status], list(made.headers))
                return [made.body]
        return site(environ, start_response)

    return answer
