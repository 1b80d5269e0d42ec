"""Points go from one system to another and back, as PostGIS takes them."""

from __future__ import annotations

import pytest
from django.db import connection

from gis_core.domain.coordinates import DEGREES, move_point


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place", [(22.9, 39.36), (20.0, 39.6), (25.1, 35.3)], ids=["Volos", "Corfu", "Crete"]
)
def test_a_point_goes_where_the_database_puts_it_and_back(place: tuple[float, float]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(moved), ST_Y(moved) FROM ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4326), 2100) AS moved",
            place,
        )
        expected = cursor.fetchone()
    moved = move_point(*place, source=DEGREES, target=2100)
    assert moved == pytest.approx(expected, abs=0.001)
    assert move_point(*moved, source=2100, target=DEGREES) == pytest.approx(place, abs=1e-6)
