"""The demonstration's districts: measured at every way in, parted from each other, the same every time."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from gis_core.choices import Role
from network.choices import NodeKind, ZoneKind
from network.models import Node, Zone
from network.selectors.zone_findings import list_findings, sum_zones
from network.services.imports import import_network
from portal.demo.districts import load_districts
from portal.demo.staff import ANCHOR
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def test_three_districts_and_a_pressure_zone_are_measured_and_shut_off() -> None:
    maria = make_staff("maria", Role.PLANNER)
    town = Path(str(files("epyt") / "networks" / "L-TOWN.inp"))
    import_network(actor=maria, path=town, system_code="town", name="Θαλασσινό", anchor=ANCHOR)
    load_districts(planner=maria, system="town")
    meters = Node.objects.filter(kind=NodeKind.FLOW_METER).order_by("code").values_list("code", flat=True)
    assert list(meters) == ["FM-1", "FM-2", "FM-3", "FM-4"]
    pipes = {zone.code: zone.figures["pipes"] for zone in Zone.objects.all()}
    assert pipes == {"DMA1": 764, "DMA2": 33, "DMA3": 109, "PZ1": 32}
    districts = Zone.objects.filter(kind=ZoneKind.DMA).order_by("code")
    assert [[finding.sentence for finding in list_findings(zone)] for zone in districts] == [[], [], []]
    totals = sum_zones(ZoneKind.DMA, maria)
    assert (totals.zones, totals.computed, totals.orphans) == (3, 3, 3)
    assert totals.orphans_m < 60
