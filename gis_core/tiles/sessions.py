"""Who asks for a tile, and the tile if it is kept: one look in the database for both.

Sessions are written through to the database (`cached_db`), so that what stands there is true. Which user a session's
text names is remembered by the process; the text itself, the user, the password's hash and the roles are read anew for
each tile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from gis_core.choices import Role
from gis_core.models import User
from gis_core.tiles.registry import Layer
from gis_core.tiles.statements import fetch_row
from gis_core.tiles.store import Tile

_engine = import_module(settings.SESSION_ENGINE)
_ASK = """
SELECT s.session_data, u.id, u.password, u.is_superuser,
       ARRAY(SELECT r.role FROM gis_core_userrole AS r WHERE r.user_id = u.id), t.etag, t.body
FROM django_session AS s
LEFT JOIN gis_core_user AS u ON u.id = %s AND u.is_active
LEFT JOIN LATERAL hydria_cached_tile(%s, %s, %s, %s, %s) AS t ON u.id IS NOT NULL
WHERE s.session_key = %s AND s.expire_date > now()
"""


@dataclass(frozen=True)
class Asked:
    """Who asked, and the kept tile: None when none is kept that is new enough, or nobody asked."""

    user: User | AnonymousUser
    tile: Tile | None


@dataclass(frozen=True)
class _Claim:
    """What a session says of its user: the id, the backend and the hash that signed them in."""

    user_id: int
    backend: str
    kept_hash: str


_NOBODY = Asked(AnonymousUser(), None)
#: Session key to the user it named last: a guess, proved by the session's own text each time.
_last_seen: dict[str, int] = {}
_MOST_SEEN = 10_000


@lru_cache(maxsize=4096)
def _read_claim(text: str) -> _Claim:
    session = _engine.SessionStore().decode(text)
    return _Claim(
        int(session.get(SESSION_KEY, 0)),
        session.get(BACKEND_SESSION_KEY, ""),
        session.get(HASH_SESSION_KEY, ""),
    )


def ask(request: HttpRequest, layers: Sequence[Layer], z: int, x: int, y: int, known: str) -> Asked:
    """Return the user of the request's session with their roles, and the kept tile of the layers.

    The checks are those of Django's own middleware: a session whose password changed since is nobody's. The caller
    asks whether the user may see the layers before the tile goes anywhere.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return _NOBODY
    tile = ([layer.name for layer in layers], z, x, y, known)
    guess = _last_seen.get(key, 0)
    row = fetch_row(_ASK, (guess, *tile, key))
    if row is None:
        _last_seen.pop(key, None)
        return _NOBODY
    claim = _read_claim(row[0])
    if claim.user_id != guess:
        if len(_last_seen) > _MOST_SEEN:
            _last_seen.clear()
        _last_seen[key] = claim.user_id
        row = fetch_row(_ASK, (claim.user_id, *tile, key))
    return _prove(claim, row)


def _prove(claim: _Claim, row: tuple[Any, ...] | None) -> Asked:
    """Return the user that the claim names, if the row bears it out."""
    if row is None or _read_claim(row[0]) != claim or claim.backend not in settings.AUTHENTICATION_BACKENDS:
        return _NOBODY
    _text, user_id, password, is_superuser, roles, etag, body = row
    if user_id is None:
        return _NOBODY
    user = User(pk=user_id, password=password, is_superuser=is_superuser)
    if not claim.kept_hash or not constant_time_compare(claim.kept_hash, user.get_session_auth_hash()):
        return _NOBODY
    held = {Role(value) for value in roles}
    user.__dict__["roles"] = frozenset(held | {Role.ADMINISTRATOR}) if is_superuser else frozenset(held)
    return Asked(user, None if etag is None else Tile(etag=etag, body=body, from_cache=True))
