"""A layer's table that is emptied by TRUNCATE is empty on the map as well."""

from __future__ import annotations

import mapbox_vector_tile
import pytest
from django.db import connection

from gis_core.tiles.registry import Layer, find_layer
from gis_core.tiles.store import get_tile
from tests.gis_core.tiles.places import tile_at
from tests.world import build_network

pytestmark = pytest.mark.django_db
TOWN = tile_at(200, 250, 15)


def layer(name: str) -> Layer:
    found = find_layer(name)
    assert found is not None
    return found


def shown(*names: str) -> set[str]:
    body = get_tile([layer(name) for name in names], *TOWN).body
    assert body is not None
    return set(mapbox_vector_tile.decode(body)) if body else set()


def test_what_is_truncated_leaves_the_kept_tiles() -> None:
    build_network()
    assert shown("zones") == {"zones"}
    assert shown("streets", "zones") == {"streets", "zones"}
    with connection.cursor() as cursor:
        # The deferred keys of the rows just written are looked at first.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE network_zone CASCADE")
    assert shown("zones") == set()
    assert shown("streets", "zones") == {"streets"}


def test_a_layer_shown_from_farther_than_edits_are_noted_is_refused() -> None:
    with pytest.raises(ValueError, match="min_zoom is less than 4"):
        Layer("far", "Far", "network_pipe", "line", {"code": "code"}, {}, order=1, min_zoom=3)


def test_a_layer_whose_list_would_differ_from_its_tiles_is_refused() -> None:
    with pytest.raises(ValueError, match="say the same"):
        Layer(
            "some", "Some", "network_pipe", "line", {"code": "code"}, {}, order=1, where="s.status = 'open'"
        )
