"""Areas as planners and other programs draw them."""

from __future__ import annotations

import json

import pytest

from outages.errors import AreaNotUsable
from outages.selectors.areas import area_from_geojson

SQUARE = [[22.94, 40.63], [22.95, 40.63], [22.95, 40.64], [22.94, 40.64], [22.94, 40.63]]


def drawn(corners: list[list[float]]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [corners]})


def test_an_area_drawn_with_heights_is_taken_flat() -> None:
    area = area_from_geojson(drawn([[*corner, 12.5] for corner in SQUARE]))
    assert (area.hasz, area.srid, len(area)) == (False, 2100, 1)
    assert area.equals_exact(area_from_geojson(drawn(SQUARE)), 0.001)


def test_a_bow_tie_is_mended_and_a_line_refused() -> None:
    assert len(area_from_geojson(drawn([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]))) == 2
    with pytest.raises(AreaNotUsable):
        area_from_geojson(drawn([SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]]))
