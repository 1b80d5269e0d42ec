"""The ground along pipes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


def area_along(pipe_ids: Sequence[int], along_m: float) -> bytes:
    """Return what lies within so many metres of the pipes, as a multipolygon in WKB (EPSG:2100)."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"pipes": list(pipe_ids), "along_m": along_m})
        (shape,) = cursor.fetchone() or (None,)
    return bytes(shape or b"")
