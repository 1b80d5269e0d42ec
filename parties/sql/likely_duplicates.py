"""Parties that may be the one asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()
#: Names less alike than this (0 to 1, as pg_trgm measures a text within another) are those of somebody else.
_LIKENESS = "0.7"


@dataclass(frozen=True)
class LikelyRow:
    """A party, how much its names are alike (0 to 1), and whether it is reached the same way."""

    party_id: int
    likeness: float
    same_contact: bool


def likely_duplicates(
    *, keys: Sequence[str], afm: str | None, contacts: Sequence[str], but: int | None, limit: int
) -> list[LikelyRow]:
    """Return the likeliest first; `but` is the party that asks for itself."""
    values = {
        "keys": list(keys), "afm": afm, "contacts": list(contacts), "but": but, "limit": limit,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [_LIKENESS])
        cursor.execute(_STATEMENT, values)
        return [LikelyRow(*row) for row in cursor.fetchall()]
