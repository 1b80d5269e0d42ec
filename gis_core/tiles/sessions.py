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

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import constant_time_compare

from gis_core.choices import Role
from gis_core.models import User
from gis_core.tiles.registry import Layer
from gis_core.tiles.sets import set_function
from gis_core.tiles.statements import fetch_row
from gis_core.tiles.store import Tile, read_tile

_engine = import_module(settings.SESSION_ENGINE)
_ASK = """
SELECT s.session_data, u.id::text, u.password, u.is_superuser,
       array_to_string(ARRAY(SELECT r.role FROM gis_core_userrole AS r WHERE r.user_id = u.id), ','),
       {tile}($2, $3, $4, $5, $6 AND u.id IS NOT NULL)
FROM django_session AS s
LEFT JOIN gis_core_user AS u ON u.id = $1::bigint AND u.is_active
WHERE s.session_key = $7 AND s.expire_date > now()
"""
_KNOW = "SELECT s.session_data FROM django_session AS s WHERE s.session_key = $1 AND s.expire_date > now()"


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


NOBODY = Asked(AnonymousUser(), None)
_TRUE = b"\x01"  # as libpq's binary format has it
#: Session key to whom it was last: a guess that saves a second look, proved by what the database says each time.
_last_seen: dict[str, User] = {}
_MOST_SEEN = 10_000


@lru_cache(maxsize=4096)
def _read_claim(text: bytes | None) -> _Claim:
    session = _engine.SessionStore().decode((text or b"").decode())
    return _Claim(
        int(session.get(SESSION_KEY, 0)),
        session.get(BACKEND_SESSION_KEY, ""),
        session.get(HASH_SESSION_KEY, ""),
    )


@lru_cache(maxsize=1024)
def _person(user_id: bytes, password: bytes, is_superuser: bool, roles: bytes) -> tuple[User, str]:
    """Return the user that stands so in the database, and the hash that their sessions must carry."""
    user = User(pk=int(user_id), password=password.decode(), is_superuser=is_superuser)
    held = {Role(value) for value in roles.decode().split(",") if value}
    user.__dict__["roles"] = frozenset(held | {Role.ADMINISTRATOR}) if is_superuser else frozenset(held)
    return user, user.get_session_auth_hash()


def ask(key: str, layers: tuple[Layer, ...], z: int, x: int, y: int, known: str) -> Asked:
    """Return the user of the session with their roles, and the tile of the layers.

    The checks are those of Django's own middleware: a session whose password changed since is nobody's. A tile is
    made here only for a session that was let see the layers before; the caller asks whether its user may see them
    now, before the tile goes anywhere.
    """
    if not key:
        return NOBODY
    guess = _last_seen.get(key)
    if guess is not None:
        may_make = all(layer.admits(guess) for layer in layers)
        row = fetch_row(_ASK.format(tile=set_function(layers)), (guess.pk, z, x, y, known, may_make, key))
    else:
        # A session that nobody saw yet may be made up: that leaves no function of a set behind.
        row = fetch_row(_KNOW, (key,))
    claim = _read_claim(row[0]) if row is not None else None
    if claim is not None and not claim.user_id:
        claim = None  # a session of somebody who is not signed in
    if claim is not None and (guess is None or claim.user_id != guess.pk):
        values = (claim.user_id, z, x, y, known, False, key)
        row = fetch_row(_ASK.format(tile=set_function(layers)), values)
    asked = _prove(claim, row, known) if claim is not None else NOBODY
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


def _prove(claim: _Claim, row: Sequence[bytes | None] | None, known: str) -> Asked:
    """Return the user that the claim names, if the row bears it out."""
    if row is None or _read_claim(row[0]) != claim or claim.backend not in settings.AUTHENTICATION_BACKENDS:
        return NOBODY
    _text, user_id, password, is_superuser, roles, told = row
    if user_id is None:
        return NOBODY
    user, fitting_hash = _person(user_id, password or b"", is_superuser == _TRUE, roles or b"")
    if not claim.kept_hash or not constant_time_compare(claim.kept_hash, fitting_hash):
        return NOBODY
    return Asked(user, read_tile(told, known))
