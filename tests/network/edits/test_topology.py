"""What the topology report finds in a town with one fault of each kind, and how it is repaired."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from gis_core.choices import JobState, Role
from gis_core.models import User
from gis_core.services.jobs import resume_job, run_job_now
from network.choices import Medium, NodeKind, PipeKind, Severity, TopologyCheck, ValveState
from network.errors import EditRefused
from network.models import NetworkEdit, Node, Pipe, ServiceLine, ShutoffValve, TopologyFinding, TopologyReport
from network.selectors.topology import CHECKS, find_last_report, list_checks, list_findings
from network.services import repairs
from network.services.repair_jobs import enqueue_repairs
from network.services.repairs import repair_finding, repair_findings
from network.services.topology import enqueue_topology_report, make_topology_report
from network.services.undo import undo_edit
from tests.factories.network import line, make_node, make_pipe, make_shutoff, make_system, point
from tests.world import TownNetwork, build_network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
Rows = Callable[[], dict[tuple[str, str], str]]


@pytest.fixture
def _english() -> Iterator[None]:
    with override("en"):
        yield


def found(town: TownNetwork, check: str) -> list[tuple[str, str, float | None]]:
    """Return what a new report finds of a check: codes and figure."""
    report = make_topology_report(actor=None, system=town.system)
    rows = report.findings.filter(check_name=check).order_by("object_code")
    return [
        (row.object_code, row.other_code, None if row.figure is None else round(row.figure, 3))
        for row in rows
    ]


def test_the_town_is_whole() -> None:
    town = build_network()
    report = make_topology_report(actor=None, system=town.system)
    # The tank of the drawing has no levels, and nothing stands between R1 and the pump.
    assert report.counts == {"tank_without_levels": 1}
    assert [row.count for row in list_checks(report) if row.check == TopologyCheck.TANK_WITHOUT_LEVELS] == [1]
    assert len(list_checks(report)) == len(TopologyCheck) == len(CHECKS)
    assert find_last_report(town.system) == report


def test_nodes_that_should_be_one_and_nodes_that_should_cut() -> None:
    town = build_network()
    make_node(town.system, "twin", 200, 100)
    make_node(town.system, "near", 400.3, 100)
    make_node(town.system, "on", 100, 200.02)
    make_node(town.system, "border", 0, 300.4)
    assert found(town, "duplicate_nodes") == [("twin", "n8", 0)]
    assert found(town, "near_nodes") == [("border", "n1", 0.4), ("near", "n9", 0.3)]
    assert found(town, "node_on_pipe") == [("on", "p3", 0.02)]
    assert [code for code, *_rest in found(town, "orphan_node")] == ["border", "near", "on", "twin"]


def test_pipes_that_are_odd() -> None:
    town = build_network()
    n = town.nodes
    make_pipe("twice", n["n2"], n["n1"])
    make_pipe("beside", n["n4"], n["n5"], via=[(100, 210)])
    make_pipe("over", n["n1"], n["n6"], via=[(100, 250), (150, 210), (300, 210)])
    make_pipe("knot", n["n8"], n["n9"], via=[(300, 120), (300, 90), (250, 110)])
    short = make_node(town.system, "s", 400.04, 300)
    make_pipe("tiny", n["n3"], short)
    make_pipe("little", short, make_node(town.system, "t", 400.2, 300))
    assert found(town, "duplicate_pipes") == [("twice", "p1", 0)]
    assert found(town, "same_ends") == [("beside", "p3", 10), ("knot", "p10", 20)]
    assert [(a, b) for a, b, _f in found(town, "crossing_pipes")] == [("p6", "over")]
    assert [code for code, *_rest in found(town, "self_crossing")] == ["knot"]
    assert found(town, "no_length") == [("tiny", "", 0.04)]
    assert found(town, "short_pipe") == [("little", "", 0.16)]


def test_values_that_are_missing_or_cannot_be() -> None:
    town = build_network()
    Pipe.objects.filter(code="p3").update(laid_year=1700, material=None, diameter_mm=5)
    Pipe.objects.filter(code="p4").update(laid_year=None)
    Node.objects.filter(code="n9").update(elevation_m=None)
    Node.objects.filter(code="R1").update(demand_l_s=2)
    Node.objects.filter(code="T1").update(
        tank_diameter_m=5, tank_level_m=9, tank_min_level_m=1, tank_max_level_m=5
    )
    report = make_topology_report(actor=None, system=town.system)
    assert report.counts == {
        "year_out_of_range": 1, "missing_material": 1, "diameter_out_of_range": 1, "missing_year": 1,
        "missing_elevation": 1, "demand_on_source": 1, "tank_level_out_of_range": 1,
    }  # fmt: skip
    finding = report.findings.get(check_name="demand_on_source")
    assert (finding.object_code, finding.figure, finding.geom.coords) == ("R1", 2, point(0, 150).coords)
    assert finding.severity == Severity.WARNING


def test_valves_and_service_lines() -> None:
    town = build_network()
    valve = make_shutoff("v7", town.pipes["p3"], offset_m=120)
    ShutoffValve.objects.filter(pk=valve.pk).update(
        last_worked_on=datetime.date.today() - datetime.timedelta(days=3653)  # noqa: DTZ011  # a day, no moment
    )
    make_shutoff("v8", town.pipes["p4"])
    Pipe.objects.filter(code="p4").update(lifecycle="abandoned")
    for code, pipe, corners in (
        ("s1", "p3", [(100, 201), (100, 210)]),
        ("s2", "p4", [(300, 200), (300, 310)]),
    ):
        ServiceLine.objects.create(
            system=town.system, code=code, pipe=town.pipes[pipe], pipe_fraction=0.5, geom=line(*corners)
        )
    report = make_topology_report(actor=None, system=town.system)
    assert report.counts == {
        "tank_without_levels": 1, "valve_without_diameter": 2, "valve_without_turns": 2, "valve_never_worked": 1,
        "valve_long_not_worked": 1, "valve_off_pipe_end": 1, "valve_on_dead_pipe": 1, "service_off_pipe": 1,
        "service_too_long": 1, "service_on_dead_pipe": 1,
    }  # fmt: skip
    years = report.findings.get(check_name="valve_long_not_worked").figure
    assert years is not None
    assert round(years) == 10


def test_parts_without_a_source_and_parts_shut_off() -> None:
    town = build_network()
    a, b = make_node(town.system, "a", 600, 100), make_node(town.system, "b", 700, 100)
    make_pipe("island", a, b)
    make_shutoff("v7", town.pipes["p10"], state=ValveState.CLOSED)
    assert found(town, "part_without_source") == [("a", "", 2)]
    assert found(town, "dry_behind_closed") == [("n9", "", 1)]


def test_links_that_lead_nowhere_or_on_what_is_dead() -> None:
    town = build_network()
    Pipe.objects.filter(code="p10").update(has_check_valve=True)
    Pipe.objects.filter(code="p9").update(lifecycle="abandoned")
    Pipe.objects.filter(code="p9").delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE network_node SET lifecycle = 'planned' WHERE code = 'n3'")
        cursor.execute("UPDATE network_node SET geom = ST_Translate(geom, 0, 2) WHERE code = 'n6'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert found(town, "one_way_dead_end") == [("p10", "n9", None)]
    assert found(town, "link_neighbours") == [("v1", "n7", 1)]
    assert [(a, b) for a, b, _f in found(town, "lifecycle_mismatch")] == [("p2", "n3"), ("p7", "n3")]
    assert found(town, "end_off_node") == [("p4", "n6", 2), ("p7", "n6", 2)]
    report = find_last_report(town.system)
    assert report is not None
    done = repair_findings(actor=None, report=report, check=TopologyCheck.END_OFF_NODE)
    assert done.repaired == 1
    assert [code for code, _why in done.refused] == ["p7"]  # it is in service on a node that is not
    assert found(town, "end_off_node") == [("p7", "n6", 2)]


def test_sewers() -> None:
    system = make_system("sewer", "Αποχέτευση")
    system.medium = Medium.SEWER
    system.save()
    heights = {"m1": (12, 10), "m2": (12, 9.5), "m3": (12, None), "m4": (8, 9)}
    nodes = {}
    for number, (code, (ground, bottom)) in enumerate(heights.items()):
        nodes[code] = make_node(system, code, 50 * number, 0, kind=NodeKind.MANHOLE, elevation_m=str(ground))
        Node.objects.filter(code=code).update(invert_m=bottom)
    for code, start, end, inverts in (
        ("s1", "m1", "m2", (10, 9.2)),
        ("s2", "m2", "m3", (9.5, 9.75)),
        ("s3", "m4", "m3", (None, 8)),
    ):
        make_pipe(code, nodes[start], nodes[end])
        Pipe.objects.filter(code=code).update(
            kind=PipeKind.GRAVITY_SEWER, start_invert_m=inverts[0], end_invert_m=inverts[1]
        )
    report = make_topology_report(actor=None, system=system)
    assert report.counts == {
        "uphill_sewer": 1, "sewer_without_inverts": 1, "bottom_above_invert": 1, "manhole_without_invert": 1,
        "manhole_above_ground": 1, "part_without_outfall": 1,
    }  # fmt: skip
    assert report.findings.get(check_name="uphill_sewer").figure == -0.005
    low = report.findings.get(check_name="bottom_above_invert")
    assert (low.object_code, low.other_code) == ("m2", "s1")
    assert low.figure == pytest.approx(0.3)
    for check in ("sewer_without_inverts", "manhole_without_invert"):
        repair_finding(actor=None, finding=report.findings.get(check_name=check))
    assert Pipe.objects.get(code="s3").start_invert_m == 9
    assert Node.objects.get(code="m3").invert_m == 8


def test_repairs_are_edits_that_are_undone(actor: Callable[..., User], network_rows: Rows) -> None:
    town, maria = build_network(), actor(Role.PLANNER)
    make_pipe("p11", make_node(town.system, "twin", 400.3, 100, kind=NodeKind.HYDRANT), town.nodes["n6"])
    make_node(town.system, "on", 100, 200.02)
    make_node(town.system, "lone", 90, 270)
    before = network_rows()
    report = make_topology_report(actor=maria, system=town.system)
    assert repair_findings(actor=maria, report=report, check=TopologyCheck.NEAR_NODES).repaired == 1
    assert repair_findings(actor=maria, report=report, check=TopologyCheck.NODE_ON_PIPE).repaired == 1
    done = repair_findings(actor=maria, report=report, check=TopologyCheck.ORPHAN_NODE)
    assert (done.repaired, [code for code, _why in done.refused]) == (1, ["on"])
    assert Node.objects.get(code="twin").pipes_in.get().code == "p10"
    assert make_topology_report(actor=None, system=town.system).counts == {"tank_without_levels": 1}
    with pytest.raises(EditRefused, check=lambda error: error.code == "repaired"):
        repair_finding(actor=maria, finding=report.findings.get(check_name="near_nodes"))
    with pytest.raises(EditRefused, check=lambda error: error.code == "no_repair"):
        repair_finding(actor=maria, finding=report.findings.get(check_name="tank_without_levels"))
    assert {edit.kind for edit in NetworkEdit.objects.all()} == {"repair"}
    for edit in NetworkEdit.objects.order_by("-pk"):
        undo_edit(actor=maria, edit=edit)
    assert network_rows() == before


def test_the_terminal_tells_what_was_found_and_whether_it_is_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    town = build_network()
    call_command("check_topology", "town", "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["counts"] == {"tank_without_levels": 1}
    make_node(town.system, "twin", 200, 100)
    with pytest.raises(SystemExit, match="1"):
        call_command("check_topology")
    assert len(capsys.readouterr().out.splitlines()) == 3
    with pytest.raises(CommandError, match="nowhere"):
        call_command("check_topology", "nowhere")


def test_a_report_is_a_job_and_only_the_last_few_are_kept(actor: Callable[..., User]) -> None:
    town, maria = build_network(), actor(Role.PLANNER)
    job = enqueue_topology_report(actor=maria, system=town.system)
    assert enqueue_topology_report(actor=maria, system=town.system) == job
    reports = [make_topology_report(actor=maria) for _number in range(7)]
    assert list(TopologyReport.objects.values_list("pk", flat=True)) == [
        report.pk for report in reports[:1:-1]
    ]
    assert TopologyFinding.objects.count() == 5
    assert list_findings(reports[-1], "tank_without_levels").count() == 1


def test_repairs_made_before_a_job_fails_stay_and_a_new_beginning_makes_the_rest(
    actor: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each repair is committed for itself: a job of thousands holds nobody's rows until its end."""
    town, maria = build_network(), actor(Role.PLANNER)
    for number in range(3):
        make_node(town.system, f"lone{number}", 90, 260 + 5 * number)
    report = make_topology_report(actor=maria, system=town.system)
    job = enqueue_repairs(actor=maria, report=report, check=TopologyCheck.ORPHAN_NODE)

    def fail_at_the_second(**given: Any) -> object:
        if given["finding"].object_code == "lone1":
            raise RuntimeError("the power went out")
        return repair_finding(**given)

    with monkeypatch.context() as broken:
        broken.setattr(repairs, "repair_finding", fail_at_the_second)
        run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert set(Node.objects.filter(code__startswith="lone").values_list("code", flat=True)) == {
        "lone1",
        "lone2",
    }
    resume_job(actor=maria, job=job)
    run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["repaired"]) == (JobState.DONE, 2)
    assert not Node.objects.filter(code__startswith="lone").exists()
