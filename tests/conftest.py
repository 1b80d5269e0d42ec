"""What all tests share: settings that need no built assets, files kept apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session", autouse=True)
def _test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files apart from the installation's own; name static files without their hashes."""
    plain = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        STORAGES=plain,
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


def _list_filled_tables() -> set[str]:
    """Return the tables that hold rows."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        filled = set()
        for name in names:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{name}")')
            if cursor.fetchone()[0]:
                filled.add(name)
    return filled


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the test commit for real; afterwards delete what it left, past the append-only triggers.

    Tables that the migrations fill keep their rows.
    """
    with django_db_blocker.unblock():
        kept = _list_filled_tables()
        yield
        connections.close_all()
        left = sorted(_list_filled_tables() - kept)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in left:
                cursor.execute(f'DELETE FROM "{name}"')
        connections.close_all()
