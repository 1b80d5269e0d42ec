"""A scenario's pressures are EPANET's own of the exported file; its results are written once."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection

from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from network.choices import Medium, NodeKind
from network.errors import HydraulicsError
from network.models import LinkResult, Node, NodeResult, Pipe, Scenario, SupplySystem
from network.selectors.scenarios import list_fallen
from network.services.hydraulic_runs import ReadySystem
from network.services.hydraulics import delete_scenario, run_scenario, show_scenario
from network.services.imports import find_packaged_network, import_network
from network.services.inp_export import export_inp
from tests.factories.network import make_shutoff
from tests.factories.people import make_staff
from tests.world import build_network

logging.getLogger("wntr").setLevel(logging.CRITICAL)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import wntr

ANCHOR = (22.95, 40.63)
ROOT = Path(__file__).parents[3]
DYING_WORKER = """
import os, signal, sys
import django
django.setup()
from gis_core.services.jobs import run_job_now
from network.services import hydraulic_results
hydraulic_results.copy_link_results = lambda rows: os.kill(os.getpid(), signal.SIGKILL)
run_job_now(int(sys.argv[1]))
"""


def _import(name: str) -> SupplySystem:
    path = find_packaged_network(name)
    assert path is not None, f"no package brings {name}"
    assert not import_network(actor=None, path=path, system_code="model", anchor=ANCHOR).refused
    return SupplySystem.objects.get(code="model")


def _run(maria: User, system: SupplySystem, **given: Any) -> Scenario:
    scenario, job = run_scenario(actor=maria, system=system, name="δοκιμή", **given)
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.error
    scenario.refresh_from_db()
    return scenario


def _of_wntr(system: SupplySystem, folder: Path, *, hours: int) -> Any:
    """Return what wntr itself makes of the exported file."""
    path = folder / "export.inp"
    path.write_text(export_inp(system=system, whole_day=hours > 0).text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = wntr.network.WaterNetworkModel(str(path))
        model.options.time.duration = hours * 3600
        return wntr.sim.EpanetSimulator(model).run_sim(file_prefix=str(folder / "theirs"))


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "hours"), [("Net3", 24), ("ky4", 24), ("L-TOWN", 2), ("Net3", 0)])
def test_pressures_are_within_a_centimetre_of_wntrs_own(
    actor: Callable[..., User], tmp_path: Path, name: str, hours: int
) -> None:
    system = _import(name)
    scenario = _run(actor(Role.PLANNER), system, hours=hours)
    theirs = _of_wntr(system, tmp_path, hours=hours)
    codes = {pk: code for code, pk in Node.objects.values_list("code", "pk")}
    found = list(NodeResult.objects.filter(scenario=scenario))
    assert {codes[row.node_id] for row in found} == set(theirs.node["pressure"].columns)
    assert scenario.figures["times_s"] == list(theirs.node["pressure"].index)
    for row in found:
        assert not row.is_dry
        column = theirs.node["pressure"][row.code].to_numpy()
        assert float(np.abs(np.array(row.pressure_m) - column).max()) < 0.01, row.code
        assert row.lowest_pressure_m == pytest.approx(float(column.min()), abs=0.01)
    flows = {row.code: row for row in LinkResult.objects.filter(scenario=scenario, kind="pipe")}
    assert len(flows) == Pipe.objects.count()
    some = next(iter(flows))
    assert flows[some].flow_l_s == pytest.approx(list(theirs.link["flowrate"][some] * 1000), abs=0.01)


@pytest.mark.django_db
def test_figures_and_shown_scenario(actor: Callable[..., User]) -> None:
    town = build_network()
    Node.objects.filter(kind=NodeKind.JUNCTION).update(demand_l_s=1)
    maria = actor(Role.PLANNER)
    first = _run(maria, town.system)
    assert first.is_shown
    assert first.figures["junctions"] == 9
    assert first.figures["dry"] == 0
    assert first.figures["drawn_m3_day"] == pytest.approx(9 * 86.4, rel=1e-4)
    assert sum(first.figures["classes"]) == 9
    second = _run(maria, town.system)
    assert list(Scenario.objects.filter(is_shown=True)) == [second]
    show_scenario(actor=maria, scenario=first)
    assert list(Scenario.objects.filter(is_shown=True)) == [first]
    assert NodeResult.objects.count() == 22  # the earlier results stay until a person deletes them
    delete_scenario(actor=maria, scenario=first)
    assert set(NodeResult.objects.values_list("scenario", flat=True)) == {second.pk}
    assert set(LinkResult.objects.values_list("scenario", flat=True)) == {second.pk}


@pytest.mark.django_db
def test_results_outlive_their_objects(actor: Callable[..., User]) -> None:
    town = build_network()
    scenario = _run(actor(Role.PLANNER), town.system)
    town.pipes["p10"].delete()
    town.nodes["n9"].delete()
    assert NodeResult.objects.get(scenario=scenario, code="n9").pressure_m
    assert LinkResult.objects.get(scenario=scenario, code="p10").flow_l_s


def _refused(maria: User, system: SupplySystem, **given: Any) -> str:
    _scenario, job = run_scenario(actor=maria, system=system, name="δοκιμή", **given)
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not NodeResult.objects.exists()
    return job.error


@pytest.mark.django_db
def test_nodes_without_elevation_are_named(actor: Callable[..., User]) -> None:
    town = build_network()
    Node.objects.filter(code__in=["n3", "n8"]).update(elevation_m=None)
    said = _refused(actor(Role.PLANNER), town.system)
    assert said == "Nodes without elevation: 2 (n3, n8). Without it there is no pressure."


@pytest.mark.django_db
def test_a_system_without_source_is_refused_in_a_sentence(actor: Callable[..., User]) -> None:
    town = build_network()
    Node.objects.filter(code__in=["R1", "T1"]).update(kind=NodeKind.JUNCTION)
    assert _refused(actor(Role.PLANNER), town.system).startswith("The system has no source in service")


@pytest.mark.django_db
def test_no_balance_is_told_with_the_hour(
    actor: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One trial is not enough for any network: EPANET says so itself."""
    town = build_network()
    Node.objects.filter(kind=NodeKind.JUNCTION).update(demand_l_s=1)
    export = export_inp(system=town.system, whole_day=False)
    hasty = export.text.replace("[OPTIONS]\n", "[OPTIONS]\nTRIALS\t1\nACCURACY\t0.00001\n")
    export.text = hasty
    monkeypatch.setattr("network.services.hydraulic_runs.export_inp", lambda **_given: export)
    assert _refused(actor(Role.PLANNER), town.system).startswith("EPANET finds no balance at hour 0:")


@pytest.mark.django_db
def test_what_cannot_be_asked_is_refused_at_once(actor: Callable[..., User]) -> None:
    town = build_network()
    maria = actor(Role.PLANNER)
    for code, given in (
        ("hours", {"hours": 169}),
        ("days", {"demands": "metered"}),
        ("valve", {"closed": [4711]}),
    ):
        with pytest.raises(HydraulicsError) as refused:
            run_scenario(actor=maria, system=town.system, name="x", **given)
        assert refused.value.code == code
    sewers = SupplySystem.objects.create(code="s", name="Λύματα", source="tests", medium=Medium.SEWER)
    with pytest.raises(HydraulicsError) as refused:
        run_scenario(actor=maria, system=sewers, name="x")
    assert refused.value.code == "not_water"
    assert not Scenario.objects.exists()


@pytest.mark.django_db
def test_closed_valves_are_told_beside_how_it_is_without(actor: Callable[..., User]) -> None:
    town = build_network()
    Node.objects.filter(kind=NodeKind.JUNCTION).update(demand_l_s=1)
    valve = make_shutoff("B9", town.pipes["p9"])
    scenario = _run(actor(Role.PLANNER), town.system, closed=[valve.pk])
    assert scenario.figures["closed_codes"] == ["B9"]
    assert scenario.figures["dry"] == 2
    assert scenario.figures["drawn_m3_day"] == pytest.approx(7 * 86.4, rel=1e-4)
    rows = {row.code: row for row in NodeResult.objects.filter(scenario=scenario)}
    assert {code for code, row in rows.items() if row.is_dry} == {"n8", "n9"}
    assert rows["n8"].lowest_pressure_m == 0
    assert rows["n8"].usual_pressure_m is not None
    assert rows["n8"].usual_pressure_m > 20
    # Those that keep water have more pressure than before: two draw nothing any more.
    assert rows["n6"].usual_pressure_m is not None
    assert rows["n6"].lowest_pressure_m > rows["n6"].usual_pressure_m


def test_a_scenario_is_deleted_while_it_is_calculated(
    committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Giorgos does not wait for Maria's run of a week, and the run then writes nothing."""
    town = build_network()
    maria, giorgos = make_staff("maria", Role.PLANNER), make_staff("giorgos", Role.PLANNER)
    scenario, job = run_scenario(actor=maria, system=town.system, name="δοκιμή")

    def delete() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            delete_scenario(actor=giorgos, scenario=scenario)
        finally:
            connection.close()

    solve = ReadySystem.solve

    def solve_while_he_deletes(ready: ReadySystem, on_step: Callable[[int], None]) -> Any:
        with ThreadPoolExecutor(1) as other:
            other.submit(delete).result()
        return solve(ready, on_step)

    monkeypatch.setattr(ReadySystem, "solve", solve_while_he_deletes)
    assert run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "The scenario was deleted meanwhile.")
    assert not Scenario.objects.exists()
    assert not NodeResult.objects.exists()


@pytest.mark.django_db
def test_what_is_edited_while_epanet_calculates_is_not_told_as_what_the_closed_valves_did(
    actor: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    town = build_network()
    Node.objects.filter(kind=NodeKind.JUNCTION).update(demand_l_s=1)
    valve = make_shutoff("B9", town.pipes["p9"])
    solve = ReadySystem.solve

    def solve_while_a_pipe_is_closed(ready: ReadySystem, on_step: Callable[[int], None]) -> Any:
        Pipe.objects.filter(code__in=["p2", "p7"]).update(status="closed")  # n3 is cut off
        return solve(ready, on_step)

    monkeypatch.setattr(ReadySystem, "solve", solve_while_a_pipe_is_closed)
    scenario = _run(actor(Role.PLANNER), town.system, closed=[valve.pk])
    assert {row.code for row in list_fallen(scenario, 10)} == {"n8", "n9"}


def test_a_job_killed_amid_its_results_and_begun_again_writes_them_once(committed_db: None) -> None:
    town = build_network()
    maria = make_staff("maria", Role.PLANNER)
    scenario, job = run_scenario(actor=maria, system=town.system, name="δοκιμή")
    mine = connection.settings_dict
    address = "postgis://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(mine)
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "gis_core.settings"}
    worker = subprocess.run(
        [sys.executable, "-c", DYING_WORKER, str(job.pk)], env=environment, cwd=ROOT, check=False
    )
    assert worker.returncode == -signal.SIGKILL
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert not NodeResult.objects.exists()
    until = time.monotonic() + 20
    while not run_job_now(job.pk):  # the server frees the dead worker's lock when it sees that it is gone
        assert time.monotonic() < until
        time.sleep(0.05)
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert NodeResult.objects.filter(scenario=scenario).count() == 11
    assert LinkResult.objects.filter(scenario=scenario).count() == 12
    # Rung once more after its end, it does nothing; nor does the same run find anything to write.
    assert not run_job_now(job.pk)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    assert run_job_now(job.pk)
    assert NodeResult.objects.filter(scenario=scenario).count() == 11
