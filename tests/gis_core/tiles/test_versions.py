"""A layer that is declared otherwise, as an upgrade does, is shown so at once, though nobody edited the place."""

from __future__ import annotations

from dataclasses import replace

import mapbox_vector_tile
import pytest

from gis_core.tiles.registry import Layer, find_layer
from gis_core.tiles.store import get_tile
from tests.gis_core.tiles.places import tile_at
from tests.world import build_network

pytestmark = pytest.mark.django_db


def shown(layer: Layer) -> set[str]:
    body = get_tile([layer], *tile_at(200, 250, 15)).body
    return (
        {each["properties"]["code"] for each in mapbox_vector_tile.decode(body)["pipes"]["features"]}
        if body
        else set()
    )


def test_a_kept_tile_is_of_its_layers_version() -> None:
    build_network()
    before = find_layer("pipes")
    assert before is not None
    assert "p3" in shown(before)
    after = replace(before, where="s.code <> 'p3'", rows=lambda pipes: pipes.exclude(code="p3"))
    assert "p3" not in shown(after)
    assert "p3" in shown(before)
