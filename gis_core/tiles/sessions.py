"""Who asks for a tile: the session's user with roles, by one look in the cache and one in the database."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.aggregates import ArrayAgg
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from gis_core.choices import Role
from gis_core.models import User

_engine = import_module(settings.SESSION_ENGINE)


def user_of(request: HttpRequest) -> User | AnonymousUser:
    """Return the user of the request's session, under the same checks as Django's own middleware.

    The roles come with the user; a session whose password changed since is nobody's.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return AnonymousUser()
    session = _engine.SessionStore(key)
    user_id = session.get(SESSION_KEY)
    if user_id is None or session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return AnonymousUser()
    user = (
        User.objects.filter(pk=user_id, is_active=True)
        .annotate(held=ArrayAgg("user_roles__role", default=[]))
        .first()
    )
    if user is None:
        return AnonymousUser()
    kept_hash = session.get(HASH_SESSION_KEY, "")
    if not kept_hash or not constant_time_compare(kept_hash, user.get_session_auth_hash()):
        return AnonymousUser()
    held = {Role(value) for value in user.held if value}
    user.__dict__["roles"] = frozenset(held | {Role.ADMINISTRATOR}) if user.is_superuser else frozenset(held)
    return user
