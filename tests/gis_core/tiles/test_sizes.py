"""Tiles stay light where a town is dense, from near and from afar."""

from __future__ import annotations

import pytest
from django.db import connection

from bench.tiles_town import lay_town
from gis_core.tiles.functions import function_name
from gis_core.tiles.registry import find_layer

FAR_KB, MOST_KB = 300, 500

_HEAVIEST = """
SELECT max(coalesce(length({pipes}(z, x, y)), 0) + coalesce(length({connections}(z, x, y)), 0))
FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(400000, 4500000), 2100), 3857) AS middle) AS town
CROSS JOIN generate_series(%s, %s) AS z
CROSS JOIN LATERAL (SELECT 40075016.685578488 / (1 << z) AS s) AS size
CROSS JOIN LATERAL (SELECT floor((ST_X(middle) + 20037508.342789244) / s)::int AS x0,
                           floor((20037508.342789244 - ST_Y(middle)) / s)::int AS y0) AS place
CROSS JOIN LATERAL generate_series(x0 - 1, x0 + 1) AS x CROSS JOIN LATERAL generate_series(y0 - 1, y0 + 1) AS y
"""


def heaviest_kb(first_zoom: int, last_zoom: int) -> float:
    """Return the weight of the heaviest tile about the town's middle, where its streets are 36 m apart."""
    names = {}
    for name in ("pipes", "connections"):
        layer = find_layer(name)
        assert layer is not None
        names[name] = function_name(layer)
    with connection.cursor() as cursor:
        cursor.execute(_HEAVIEST.format(**names), [first_zoom, last_zoom])
        return float(cursor.fetchone()[0]) / 1000


@pytest.mark.django_db
def test_no_tile_of_a_dense_town_is_heavy() -> None:
    lay_town(20_000)
    assert 20 < heaviest_kb(8, 13) <= FAR_KB
    assert 100 < heaviest_kb(14, 17) <= MOST_KB
