"""Who asks for a tile, and the tile: one look in the database for both.

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
from gis_core.tiles.functions import function_name
from gis_core.tiles.registry import Layer
from gis_core.tiles.statements import fetch_row
from gis_core.tiles.store import Tile

_engine = import_module(settings.SESSION_ENGINE)
_ASK = """
SELECT s.session_data, u.id, u.password, u.is_superuser,
       ARRAY(SELECT r.role FROM gis_core_userrole AS r WHERE r.user_id = u.id), t.etag, t.body
FROM django_session AS s
LEFT JOIN gis_core_user AS u ON u.id = %s AND u.is_active
LEFT JOIN LATERAL hydria_tile(%s, %s, %s, %s, %s, %s, %s AND u.id IS NOT NULL) AS t ON true
WHERE s.session_key = %s AND s.expire_date > now()
"""


@dataclass(frozen=True)
class Asked:
    """Who asked, and the tile where there was one to be had: None does not mean that there is none."""

    user: User | AnonymousUser
    tile: Tile | None


@dataclass(frozen=True)
class _Claim:
    """What a session says of its user: the id, the backend and the hash that signed them in."""

    user_id: int
    backend: str
    kept_hash: str


_NOBODY = Asked(AnonymousUser(), None)
#: Session key to whom it was last: a guess that saves a second look, proved by what the database says each time.
_last_seen: dict[str, User] = {}
_MOST_SEEN = 10_000


@lru_cache(maxsize=4096)
def _read_claim(text: str) -> _Claim:
    session = _engine.SessionStore().decode(text)
    return _Claim(
        int(session.get(SESSION_KEY, 0)),
        session.get(BACKEND_SESSION_KEY, ""),
        session.get(HASH_SESSION_KEY, ""),
    )


@lru_cache(maxsize=1024)
def _person(user_id: int, password: str, is_superuser: bool, roles: tuple[str, ...]) -> tuple[User, str]:
    """Return the user that stands so in the database, and the hash that their sessions must carry."""
    user = User(pk=user_id, password=password, is_superuser=is_superuser)
    held = {Role(value) for value in roles}
    user.__dict__["roles"] = frozenset(held | {Role.ADMINISTRATOR}) if is_superuser else frozenset(held)
    return user, user.get_session_auth_hash()


def ask(request: HttpRequest, layers: Sequence[Layer], z: int, x: int, y: int, known: str) -> Asked:
    """Return the user of the request's session with their roles, and the tile of the layers.

    The checks are those of Django's own middleware: a session whose password changed since is nobody's. A tile is
    made here only for a session that was let see the layers before; the caller asks whether its user may see them
    now, before the tile goes anywhere.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return _NOBODY
    names = [layer.name for layer in layers]
    guess = _last_seen.get(key)
    may_make = guess is not None and all(layer.admits(guess) for layer in layers)
    functions = [function_name(layer) for layer in layers] if may_make else []
    guessed_id = guess.pk if guess is not None else 0
    row = fetch_row(_ASK, (guessed_id, names, functions, z, x, y, known, may_make, key))
    claim = _read_claim(row[0]) if row is not None else None
    if claim is not None and claim.user_id != guessed_id:
        row = fetch_row(_ASK, (claim.user_id, names, [], z, x, y, known, False, key))
    asked = _prove(claim, row) if claim is not None else _NOBODY
    _remember(key, asked.user)
    return asked


def _remember(key: str, user: User | AnonymousUser) -> None:
    """Guess next time that the session is still this user's."""
    if not isinstance(user, User):
        _last_seen.pop(key, None)
    elif _last_seen.get(key) is not user:
        if len(_last_seen) >= _MOST_SEEN:
            _last_seen.clear()
        _last_seen[key] = user


def _prove(claim: _Claim, row: tuple[Any, ...] | None) -> Asked:
    """Return the user that the claim names, if the row bears it out."""
    if row is None or _read_claim(row[0]) != claim or claim.backend not in settings.AUTHENTICATION_BACKENDS:
        return _NOBODY
    _text, user_id, password, is_superuser, roles, etag, body = row
    if user_id is None:
        return _NOBODY
    user, fitting_hash = _person(user_id, password, is_superuser, tuple(roles))
    if not claim.kept_hash or not constant_time_compare(claim.kept_hash, fitting_hash):
        return _NOBODY
    return Asked(user, None if etag is None else Tile(etag=etag, body=body))
