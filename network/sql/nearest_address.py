"""The address nearest to a point."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import connection

_STATEMENT = Path(__file__).with_suffix(".sql").read_text()


@dataclass(frozen=True)
class NearestAddressRow:
    """A street with a house and its place in EPSG:2100 metres; without a number, the street at the point itself."""

    street_id: int
    name: str
    settlement: str
    number: str
    postcode: str
    x: float
    y: float


def nearest_address_row(
    *, x: float, y: float, house_within_m: float, street_within_m: float
) -> NearestAddressRow | None:
    """Return the nearest house within its limit, else the nearest street within its own, or None."""
    values = {"x": x, "y": y, "house_within_m": house_within_m, "street_within_m": street_within_m}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        row = cursor.fetchone()
    return NearestAddressRow(*row) if row else None
