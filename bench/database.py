"""A database of its own for each benchmark, beside the installation's, made once and kept."""

from __future__ import annotations

import importlib
import os

import django
import psycopg
from django.core.management import call_command
from psycopg import sql


def open_database(name: str) -> bool:
    """Set Django up on the benchmark's database with all migrations; say whether it was new.

    Call it before anything that needs Django is imported.
    """
    settings = importlib.import_module("gis_core.settings")
    given = settings.DATABASES["default"]
    database = f"{given['NAME']}_bench_{name}"
    address = {
        "dbname": given["NAME"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "host": given["HOST"],
        "port": given["PORT"],
    }
    with psycopg.connect(**address, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    given["NAME"] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    return known is None
