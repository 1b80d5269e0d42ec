"""A pipe is redrawn and rewritten; its ends stay on their nodes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from network.choices import LinkStatus, ZoneKind
from network.errors import PipeEditError, ZoneError
from network.models import Material, Pipe, Zone
from network.selectors.health import check_topology
from network.services.pipes import PipeAttributes, describe_pipes, move_pipe_vertices, update_pipe
from network.services.zones import register_zone
from tests.factories.network import ORIGIN_X, ORIGIN_Y, square
from tests.world import build_network

pytestmark = pytest.mark.django_db


def test_a_pipe_is_drawn_through_new_corners_between_its_nodes() -> None:
    town = build_network()
    corners = [(ORIGIN_X + 100, ORIGIN_Y + 250)] * 2  # twice the same corner is one

    pipe = move_pipe_vertices(actor=None, pipe=town.pipes["p3"], corners=corners)

    x, y = ORIGIN_X, ORIGIN_Y
    assert [*pipe.geom.coords] == [(x, y + 200), (x + 100, y + 250), (x + 200, y + 200)]
    assert pipe.length_m == pytest.approx(2 * (100**2 + 50**2) ** 0.5)
    assert check_topology().ok
    assert Pipe.objects.get(code="p4").length_m == 200


def test_a_pipe_drawn_through_nothing_is_straight() -> None:
    town = build_network()
    pipe = move_pipe_vertices(actor=None, pipe=town.pipes["p3"], corners=[])
    assert pipe.length_m == 200


def test_a_corner_that_is_no_place_is_refused() -> None:
    town = build_network()
    with pytest.raises(PipeEditError):
        move_pipe_vertices(actor=None, pipe=town.pipes["p3"], corners=[(float("nan"), 1.0)])
    assert Pipe.objects.get(code="p3").length_m == 200


def test_a_pipe_has_a_diameter_and_is_open_or_closed() -> None:
    town = build_network()
    pe = Material.objects.get(code="PE")
    good = PipeAttributes(Decimal(90), pe, 2001, None, LinkStatus.OPEN, has_check_valve=False)
    assert update_pipe(actor=None, pipe=town.pipes["p3"], attributes=good).material == pe
    for bad in (
        PipeAttributes(Decimal(0), pe, 2001, None, LinkStatus.OPEN, has_check_valve=False),
        PipeAttributes(Decimal(90), pe, 2001, None, LinkStatus.ACTIVE, has_check_valve=False),
    ):
        with pytest.raises(PipeEditError):
            update_pipe(actor=None, pipe=town.pipes["p3"], attributes=bad)


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
