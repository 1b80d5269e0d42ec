"""Photos of a form that came back with an error, kept for an hour so that nobody has to choose them again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.cache import cache

KEPT_S = 3600


def keep_photos(*, request_key: UUID, photos: Sequence[bytes]) -> None:
    """Keep the cleaned photos of an unfinished report under the key of its form."""
    cache.set(_name(request_key), list(photos), KEPT_S)


def kept_photos(request_key: UUID) -> list[bytes]:
    """Return the photos kept for the form, an empty list when there are none."""
    kept: list[bytes] = cache.get(_name(request_key)) or []
    return kept


def forget_photos(*, request_key: UUID) -> None:
    """Let the kept photos go: the report is sent."""
    cache.delete(_name(request_key))


def _name(request_key: UUID) -> str:
    return f"faults:draft:{request_key}"
