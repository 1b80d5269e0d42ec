"""A database of its own for each benchmark, beside the installation's, made once and kept."""

from __future__ import annotations

import importlib
import os
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
from django.core.management import call_command
from psycopg import sql


def open_database(name: str) -> bool:
    """Set Django up on the benchmark's database with all migrations; say whether it was new.

    Call it before anything of ours that needs Django is imported.
    """
    settings = importlib.import_module("gis_core.settings")
    url = settings._from_environment_or_file("DATABASE_URL", "database.url")
    parts = urlsplit(url)
    database = f"{parts.path.lstrip('/')}_bench_{name}"
    with psycopg.connect(urlunsplit(parts._replace(scheme="postgresql")), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    settings.DATABASES["default"]["NAME"] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    return known is None
