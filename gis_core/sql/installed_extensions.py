"""The extensions that the database has."""

from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def installed_extensions() -> dict[str, str]:
    """Return the version of each extension by its name."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT)
        return dict(cursor.fetchall())
