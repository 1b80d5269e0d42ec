"""The benchmark's database as the product's own server takes it, and somebody who is signed in there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from gis_core.models import User


def environment_of(module: str) -> dict[str, str]:
    """Return the variables that let the product serve the benchmark's database under the settings of the module."""
    return {"DATABASE_URL": f"postgis://{database_address()}", "DJANGO_SETTINGS_MODULE": module}


def database_address() -> str:
    """Return who asks which database where, as addresses have it."""
    given = connection.settings_dict
    return f"{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@contextmanager
def session_of(user: User) -> Iterator[str]:
    """Let the user be signed in; yield the cookie."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    try:
        yield f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    finally:
        session.delete()
