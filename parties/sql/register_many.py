"""Register many parties with their contacts in one statement."""

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from parties.types import NewParty

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def register_many(rows: Sequence[NewParty]) -> dict[str, int]:
    """Insert what is new; return the party's id by the caller's reference."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "references": [row.reference for row in rows],
                "kinds": [row.kind for row in rows],
                "names": [row.name for row in rows],
                "first_names": [row.first_name for row in rows],
                "father_names": [row.father_name for row in rows],
                "afms": [row.afm for row in rows],
                "emails": [row.email for row in rows],
                "mobiles": [row.mobile for row in rows],
                "languages": [row.language for row in rows],
            },
        )
        return dict(cursor.fetchall())
