"""Zones of a little town: computed from their meters, breached by an open valve, compared with what was drawn."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import MultiPolygon
from django.utils.translation import override

from gis_core.choices import Role
from gis_core.models import User
from network.choices import LinkStatus, NodeKind, ValveState, ZoneKind
from network.models import Pipe, ShutoffValve, Zone, ZoneInlet, ZonePipe
from network.selectors.zone_findings import list_findings, list_orphans, sum_zones
from network.selectors.zone_inlets import list_offered_inlets
from network.services.zone_runs import ZoneRun, compute_zones
from network.services.zones import change_zone
from tests.factories.network import (
    make_node,
    make_pipe,
    make_pump,
    make_shutoff,
    make_valve,
    make_zone,
    square,
)
from tests.factories.people import make_staff
from tests.network.zones.districts import Districts, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner() -> User:
    return make_staff("maria", Role.PLANNER)


@pytest.fixture
def districts() -> Districts:
    return build(ZoneKind.DMA)


def held(zone: Zone) -> str:
    return " ".join(
        ZonePipe.objects.filter(zone=zone).order_by("pipe__code").values_list("pipe__code", flat=True)
    )


def told(zone: Zone) -> list[str]:
    zone.refresh_from_db()
    with override("en"):
        return [finding.sentence for finding in list_findings(zone)]


def test_two_districts_are_parted_by_a_closed_valve(districts: Districts, planner: User) -> None:
    assert compute_zones(actor=planner, kind=ZoneKind.DMA) == ZoneRun(zones=2, pipes=5, findings=0)
    assert (held(districts.west), held(districts.east)) == ("p2 p3", "p4 p5 p6")
    assert (told(districts.west), told(districts.east)) == ([], [])
    figures = districts.west.figures
    assert (figures["pipes"], figures["nodes"], figures["inlets"]) == (2, 3, 1)
    assert figures["length_m"] == pytest.approx(200)
    assert figures["outside_m"] == 0
    assert figures["missing_m"] == pytest.approx(15)
    assert districts.west.computed_at is not None
    area = districts.west.computed_geom
    assert isinstance(area, MultiPolygon)
    assert area.valid
    assert area.contains(districts.pipes["p2"].geom)
    assert not area.contains(districts.nodes["D"].geom)
    assert [pipe.code for pipe in list_orphans(ZoneKind.DMA, planner).order_by("code")] == ["p1", "p7"]
    totals = sum_zones(ZoneKind.DMA, planner)
    assert (totals.zones, totals.computed, totals.orphans) == (2, 2, 2)
    assert totals.length_m == pytest.approx(500)
    assert totals.orphans_m == pytest.approx(200)


def test_an_open_valve_is_named_in_both_districts_that_it_joins(districts: Districts, planner: User) -> None:
    ShutoffValve.objects.update(state=ValveState.OPEN)
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    everything = "p2 p3 p4 p5 p6"
    assert (held(districts.west), held(districts.east)) == (everything, everything)
    assert told(districts.west)[0] == "Open valve v on pipe p4 joins this zone and Ανατολικά."
    assert told(districts.east)[0] == "Open valve v on pipe p4 joins this zone and Δυτικά."
    breach = list_findings(districts.west)[0]
    assert (breach.severity, breach.slug, breach.pk) == ("error", "shutoff", districts.valve.pk)
    assert breach.lon == pytest.approx(21.9, abs=1.5)


def test_a_pipe_without_a_valve_names_the_nearest(districts: Districts, planner: User) -> None:
    ShutoffValve.objects.all().delete()
    make_shutoff("w", districts.pipes["p5"], offset_m=5)
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    assert told(districts.west)[0] == "Pipe p4 joins this zone and Ανατολικά. The nearest valves: w."


def test_one_zone_alone_is_written_when_asked(districts: Districts, planner: User) -> None:
    assert compute_zones(actor=planner, kind=ZoneKind.DMA, only=districts.west).zones == 1
    assert (held(districts.west), held(districts.east)) == ("p2 p3", "")
    districts.east.refresh_from_db()
    assert districts.east.figures == {}


def test_computing_again_writes_what_changed_and_nothing_twice(districts: Districts, planner: User) -> None:
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    before = dict(ZonePipe.objects.values_list("pipe__code", "pk"))
    Pipe.objects.filter(code="p3").update(status=LinkStatus.CLOSED)
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    assert dict(ZonePipe.objects.values_list("pipe__code", "pk")) == {
        code: pk for code, pk in before.items() if code != "p3"
    }


def test_a_way_around_the_meter_and_a_source_are_told(districts: Districts, planner: User) -> None:
    make_pipe("p8", districts.nodes["R"], districts.nodes["A"], via=[(100, 20)])
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    assert told(districts.west)[0] == "R feeds the zone through pipe p8 and is none of its inlets."
    joint = make_node(districts.nodes["R"].system, "Q", 50, 50)
    make_pipe("p9", joint, districts.nodes["M"])
    make_pipe("p10", joint, districts.nodes["A"])
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    assert "Water goes around M: pipes on both its sides belong to the zone." in told(districts.west)


def test_faults_of_inlets_are_told(districts: Districts, planner: User) -> None:
    ZoneInlet.objects.filter(zone=districts.east).delete()
    Pipe.objects.filter(code="p2").update(status=LinkStatus.CLOSED)
    ZoneInlet.objects.create(zone=districts.west, node=districts.nodes["M"], pipe=districts.pipes["p5"])
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    assert told(districts.west) == [
        "Pipe p5 does not begin or end at M any more.",
        "Nothing enters by M: pipe p2 is shut or not in service.",
    ]
    assert told(districts.east) == ["The zone has no inlet: nothing can be computed."]


def test_a_meter_that_is_no_inlet_is_told_and_offered(districts: Districts, planner: User) -> None:
    ShutoffValve.objects.update(state=ValveState.OPEN)
    ZoneInlet.objects.filter(zone=districts.east).delete()
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    assert "Flow meter N stands at the zone and is none of its inlets." in told(districts.west)
    offered = [
        (one.node.code, one.pipe.code, one.is_inside) for one in list_offered_inlets(districts.east, planner)
    ]
    assert offered == [("N", "p6", True), ("N", "p7", False)]
    assert list_offered_inlets(districts.west, planner) == []


def test_the_drawn_area_is_compared(districts: Districts, planner: User) -> None:
    districts.west.geom = MultiPolygon(square(90, -500, 250, 20), srid=2100)
    districts.west.save()
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    assert told(districts.west) == [
        "Outside the drawn area lie 50 m of the zone's pipes, 25% of their length.",
        "92% of the drawn area has no pipes of the zone near.",
    ]


def test_pressure_zones_end_at_reducing_valves_pumps_and_tanks_but_not_at_meters(planner: User) -> None:
    town = build(ZoneKind.PRESSURE)
    system = town.nodes["R"].system
    outlet, below = make_node(system, "K", 300, -100), make_node(system, "L", 400, -100)
    make_valve("prv", town.nodes["B"], outlet)
    low = make_pipe("p11", outlet, below)
    make_pump("pump", town.nodes["R"], town.nodes["A"])
    zone = make_zone("Χ", "Χαμηλή", square(290, -120, 410, -80), kind=ZoneKind.PRESSURE)
    ZoneInlet.objects.create(zone=zone, node=outlet, pipe=low)
    meter = make_node(system, "O", 200, 100, kind=NodeKind.FLOW_METER)
    make_pipe("p12", town.nodes["A"], meter)
    make_pipe("p13", meter, make_node(system, "P", 200, 200))
    compute_zones(actor=planner, kind=ZoneKind.PRESSURE)
    assert (held(town.west), held(zone)) == ("p12 p13 p2 p3", "p11")
    assert told(town.west)[0] == "pump feeds the zone and is none of its inlets."
    assert told(zone) == []


def test_a_supply_zone_is_what_its_source_reaches_and_says_who_else_does(planner: User) -> None:
    town = build(ZoneKind.SUPPLY)
    ZoneInlet.objects.all().delete()
    ZoneInlet.objects.create(zone=town.west, node=town.nodes["R"], pipe=town.pipes["p1"])
    ZoneInlet.objects.create(zone=town.east, node=town.nodes["S"], pipe=town.pipes["p7"])
    compute_zones(actor=planner, kind=ZoneKind.SUPPLY)
    assert (held(town.west), held(town.east)) == ("p1 p2 p3", "p4 p5 p6 p7")
    ShutoffValve.objects.update(state=ValveState.OPEN)
    Pipe.objects.filter(code="p3").update(has_check_valve=True)
    compute_zones(actor=planner, kind=ZoneKind.SUPPLY)
    assert (held(town.west), held(town.east)) == ("p1 p2 p3 p4 p5 p6 p7", "p4 p5 p6 p7")
    assert "Pipes of this zone are fed from zone Ανατολικά too." in told(town.west)
    sources = [(source["code"], round(source["share"], 3)) for source in town.west.figures["sources"]]
    assert sources == [("R", 1.0), ("S", 0.571)]


def test_an_inlet_of_a_supply_zone_whose_pipe_went_elsewhere_is_told(planner: User) -> None:
    town = build(ZoneKind.SUPPLY)
    ZoneInlet.objects.all().delete()
    ZoneInlet.objects.create(zone=town.west, node=town.nodes["R"], pipe=town.pipes["p2"])
    compute_zones(actor=planner, kind=ZoneKind.SUPPLY)
    assert told(town.west) == ["Pipe p2 does not begin or end at R any more."]
    assert told(town.east) == ["The zone has no inlet: nothing can be computed."]


def test_a_zone_of_another_kind_holds_nothing_that_was_computed_of_the_first(
    districts: Districts, planner: User
) -> None:
    """Its pipes ended at flow meters; as a pressure zone it would end elsewhere."""
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    zone = Zone.objects.get(pk=districts.west.pk)
    change_zone(actor=planner, zone=zone, code=zone.code, name="Δύση", kind=ZoneKind.DMA)
    assert held(zone) == "p2 p3"
    change_zone(actor=planner, zone=zone, code=zone.code, name="Δύση", kind=ZoneKind.PRESSURE)
    zone.refresh_from_db()
    assert (held(zone), zone.figures, zone.computed_at, zone.computed_geom) == ("", {}, None, None)
    assert sum_zones(ZoneKind.PRESSURE, planner).computed == 0


def test_the_area_of_very_many_pipes_is_drawn_in_squares(
    districts: Districts, planner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("network.sql.zones.MANY_PIPES", 1)
    compute_zones(actor=planner, kind=ZoneKind.DMA)
    districts.west.refresh_from_db()
    area = districts.west.computed_geom
    assert area is not None
    # Five squares: the last begins where p3 ends.
    assert tuple(area.extent) == (407_100, 4_501_000, 407_350, 4_501_050)
    assert area.valid
