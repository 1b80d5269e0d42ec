"""The pipe nearest to a point."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


@dataclass(frozen=True)
class NearestPipeRow:
    """A pipe and the place on it, in EPSG:2100 metres; its diameter in millimetres where it is known."""

    pipe_id: int
    code: str
    fraction: float
    distance_m: float
    x: float
    y: float
    diameter_mm: Decimal | None


def nearest_pipe_row(*, x: float, y: float, within_m: float, medium: str) -> NearestPipeRow | None:
    """Return the nearest pipe in service within the limit that carries the medium, or None."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, {"x": x, "y": y, "within_m": within_m, "medium": medium})
        row = cursor.fetchone()
    return NearestPipeRow(*row) if row else None
