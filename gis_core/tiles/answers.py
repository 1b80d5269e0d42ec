"""What a tile's address is answered with, whatever server asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import parse_cookie

from gis_core.tiles.registry import Layer, find_layer
from gis_core.tiles.sessions import ask
from gis_core.tiles.store import get_tile

DEEPEST = 20
TYPE = "application/vnd.mapbox-vector-tile"


@dataclass(frozen=True)
class Answer:
    """Status, headers and bytes: 200 or 304 with a tile, else 401, 403 or 404 with neither."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


NO_SUCH_TILE, SIGN_IN, NOT_YOURS = Answer(404), Answer(401), Answer(403)


@lru_cache(maxsize=512)
def _find(names: str) -> tuple[Layer, ...]:
    """Return the layers in the order of their names; none when one of them is unknown."""
    found = [find_layer(name) for name in sorted(set(names.split(",")))]
    return tuple(layer for layer in found if layer is not None) if None not in found else ()


def answer_tile(layers: str, z: int, x: int, y: int, *, cookies: str, known: str) -> Answer:
    """Return the tile to whoever the cookies name; the layers themselves say who may see them.

    `cookies` and `known` are the request's headers Cookie and If-None-Match.
    """
    found = _find(layers)
    if not found or z > DEEPEST or not (0 <= x < 2**z and 0 <= y < 2**z):
        return NO_SUCH_TILE
    tag = known.strip('W/"')
    is_public = all(layer.public for layer in found)
    if is_public:
        made = get_tile(found, z, x, y, tag)
    else:
        key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
        asked = ask(key, found, z, x, y, tag)
        if not all(layer.admits(asked.user) for layer in found):
            return NOT_YOURS if asked.user.is_authenticated else SIGN_IN
        made = asked.tile or get_tile(found, z, x, y, tag)
    headers = (
        ("ETag", f'"{made.etag}"'),
        ("Cache-Control", "public, no-cache" if is_public else "private, no-cache"),
        ("X-Content-Type-Options", "nosniff"),
    )
    if made.body is None:
        return Answer(304, headers)
    return Answer(200, (*headers, ("Content-Type", TYPE), ("Content-Length", str(len(made.body)))), made.body)
