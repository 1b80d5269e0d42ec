"""Pipes are described together, zones registered."""

from __future__ import annotations

import pytest

from network.choices import ZoneKind
from network.errors import ZoneError
from network.models import Material, Pipe, Zone
from network.services.pipes import describe_pipes
from network.services.zones import register_zone
from tests.factories.network import square
from tests.world import build_network

pytestmark = pytest.mark.django_db


def test_a_zone_is_registered_once_and_only_if_it_is_an_area() -> None:
    area = square(0, 0, 100, 100)
    zone = register_zone(actor=None, code="Α", name="Ανω", kind=ZoneKind.DMA, wkb=area.wkb)
    assert (zone.geom.area, zone.geom.srid) == (10_000, 2100)
    with pytest.raises(ZoneError, match="Α"):
        register_zone(actor=None, code="Α", name="Ανω", kind=ZoneKind.DMA, wkb=area.wkb)
    with pytest.raises(ZoneError):
        register_zone(actor=None, code="Β", name="Κάτω", kind=ZoneKind.DMA, wkb=b"rubbish")
    assert Zone.objects.count() == 1


def test_pipes_laid_together_are_described_together() -> None:
    """Nothing but material and year changes; what had them already is not written again."""
    town = build_network()
    pe = Material.objects.get(code="PE")
    pipes = [town.pipes["p3"], town.pipes["p4"]]
    ids = [pipe.pk for pipe in pipes]
    assert describe_pipes(actor=None, pipe_ids=ids, material=pe, laid_year=2012) == 2
    assert describe_pipes(actor=None, pipe_ids=ids, material=pe, laid_year=2012) == 0
    for pipe in pipes:
        now = Pipe.objects.get(pk=pipe.pk)
        assert (now.material, now.laid_year, now.diameter_mm) == (pe, 2012, pipe.diameter_mm)
