"""A whole virtual town (Micropolis) from its GeoPackage: mains, service lines, valves, hydrants, tower."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.db.models import Count

from network.choices import NodeKind
from network.domain.exchange.guessing import guess_mapping
from network.domain.exchange.mapping import Mapping
from network.domain.exchange.targets import Role
from network.models import Building, Node, Pipe, ServiceLine, ShutoffValve, SupplySystem
from network.services.exchange_import import Destination, catalogue_codes, take_file, with_layers

NAME = "micropolis_v1_local_ft.gpkg"
WHERE = Destination(code="micropolis", name="Μικρόπολις")


def guess(content: bytes) -> Mapping:
    """Return what the product guesses of a file."""
    return with_layers(content, NAME, lambda layers: guess_mapping(layers, catalogue_codes()))


@pytest.mark.django_db
def test_the_town_is_guessed_and_taken_whole(shared_network: Callable[[str], Path]) -> None:
    content = shared_network(NAME).read_bytes()
    guessed = guess(content)
    roles = {name: layer.role for name, layer in guessed.layers.items() if layer.role is not Role.IGNORED}
    assert roles == {
        "buildings_v1": Role.BUILDINGS, "hydrants_v1": Role.NODES, "valves_v0": Role.SHUTOFFS,
        "water_nodes_v0": Role.NODES,
        "watermains_v0": Role.PIPES, "waterservcon_v0": Role.SERVICES, "watertower_v1": Role.NODES,
    }  # fmt: skip
    assert guessed.layers["lots_v1"].role is Role.IGNORED
    assert guessed.layers["watermains_v0"].diameter_unit == "in"
    mapping = replace(guessed, anchor=(22.95, 40.63), unit="ft", tolerance_m=1.0)

    told = take_file(
        actor=None, content=content, file_name=NAME, mapping=mapping, destination=WHERE, dry_run=True
    )
    assert told.refused == []
    assert not SupplySystem.objects.exists()
    done = take_file(actor=None, content=content, file_name=NAME, mapping=mapping, destination=WHERE)
    assert done.is_written
    assert done.counts == told.counts

    system = SupplySystem.objects.get(code="micropolis")
    assert Node.objects.filter(system=system, kind=NodeKind.HYDRANT).count() == 52
    assert Node.objects.filter(kind=NodeKind.TANK).count() == 1
    assert ShutoffValve.objects.count() == 203
    assert ServiceLine.objects.count() == 460
    assert Building.objects.count() == 868
    uses = dict(Building.objects.values_list("use").annotate(n=Count("pk")))
    assert uses["residential"] == 630 + 44 + 19 + 20
    assert uses["other"] == 44  # garden sheds
    assert set(uses) == {"residential", "commercial", "industrial", "public", "other", "unknown"}
    assert done.components == 3
    sizes = dict(Pipe.objects.values_list("diameter_mm").annotate(n=Count("pk")))
    assert {float(size) for size in sizes} <= {50.8, 101.6, 152.4, 203.2, 304.8}
    assert set(Pipe.objects.values_list("material__code", flat=True)) == {"CI", "DI", "AC"}
    assert Pipe.objects.filter(laid_year=1910).exists()
