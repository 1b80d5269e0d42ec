"""EPANET file → product → EPANET file: what is calculated is the same."""

from __future__ import annotations

import gzip
import logging
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from network.choices import ValveState
from network.domain.epanet import build_model
from network.domain.inp_text import read_inp
from network.models import Pipe, ShutoffValve, SupplySystem
from network.services.imports import find_packaged_network, import_network
from network.services.inp_export import export_inp
from tests.factories.network import make_shutoff

logging.getLogger("wntr").setLevel(logging.CRITICAL)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import wntr

ANCHOR = (22.95, 40.63)


def _simulate(path: Path, folder: Path) -> Any:
    """Return what EPANET itself makes of a file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = wntr.network.WaterNetworkModel(str(path))
        return wntr.sim.EpanetSimulator(network).run_sim(file_prefix=str(folder / path.stem))


def _packaged(name: str) -> Path:
    found = find_packaged_network(name)
    assert found is not None, f"no package brings {name}"
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ky4", "Net3", "L-TOWN"])
def test_pressures_of_the_whole_day_come_back_within_a_centimetre(name: str, tmp_path: Path) -> None:
    path = _packaged(name)
    assert not import_network(actor=None, path=path, system_code="round", anchor=ANCHOR).refused
    export = export_inp(system=SupplySystem.objects.get(code="round"))
    assert export.notes == []
    back = tmp_path / "back.inp"
    back.write_text(export.text, encoding="utf-8")

    ours = _simulate(back, tmp_path).node["pressure"]
    theirs = _simulate(path, tmp_path).node["pressure"]
    assert list(ours.index) == list(theirs.index)
    assert set(ours.columns) == set(theirs.columns)
    assert float(np.abs(ours[theirs.columns] - theirs).to_numpy().max()) < 0.01


@pytest.mark.django_db
def test_the_network_comes_back_the_same(shared_network: Callable[[str], Path], tmp_path: Path) -> None:
    """Junctions, vertices, valves and demands of ky4, read again from our own file."""
    path = shared_network("ky4_EPSG3089.inp.gz")
    import_network(actor=None, path=path, system_code="ky4", crs=3089)
    first = export_inp(system=SupplySystem.objects.get(code="ky4")).text
    back = tmp_path / "ky4.inp.gz"
    back.write_bytes(gzip.compress(first.encode()))
    import_network(actor=None, path=back, system_code="again", crs=2100)
    assert export_inp(system=SupplySystem.objects.get(code="again")).text == first

    ours, theirs = build_model(read_inp(first.encode())), build_model(read_inp(path.read_bytes()))
    assert [n.code for n in ours.nodes] == [n.code for n in theirs.nodes]
    assert [(p.code, p.start, p.end, len(p.vertices)) for p in ours.pipes] == [
        (p.code, p.start, p.end, len(p.vertices)) for p in theirs.pipes
    ]
    for mine, other in zip(ours.nodes, theirs.nodes, strict=True):
        assert mine.demand_l_s == pytest.approx(other.demand_l_s, abs=1e-7)
        assert mine.elevation_m == pytest.approx(other.elevation_m, abs=1e-4)
    assert [(v.code, v.kind, round(v.setting or 0, 4)) for v in ours.valves] == [
        (v.code, v.kind, round(v.setting or 0, 4)) for v in theirs.valves
    ]


@pytest.mark.django_db
def test_a_small_file_keeps_pump_valves_vertices_and_statuses(small_inp: Path) -> None:
    import_network(actor=None, path=small_inp, system_code="small")
    model = build_model(read_inp(export_inp(system=SupplySystem.objects.get()).text.encode()))
    pipes = {p.code: p for p in model.pipes}
    assert pipes["P2"].vertices == [(407100.0, 4501100.0), (407200.0, 4501200.0)]
    assert pipes["P2"].has_check_valve
    assert pipes["P3"].status == "closed"
    assert model.pumps[0].curve == [(10.0, 30.0)]
    assert model.pumps[0].speed == 0.9
    assert [(v.code, v.kind, v.setting) for v in model.valves] == [
        ("V1", "prv", 35.0), ("V2", "fcv", 12.0), ("V3", "gpv", None)
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_closed_shut_off_valve_closes_its_pipe_and_a_working_one_does_not(small_inp: Path) -> None:
    import_network(actor=None, path=small_inp, system_code="small")
    system = SupplySystem.objects.get()
    make_shutoff("B1", Pipe.objects.get(code="P1"), state=ValveState.CLOSED)
    make_shutoff("B2", Pipe.objects.get(code="P2"))
    status = {p.code: p.status for p in build_model(read_inp(export_inp(system=system).text.encode())).pipes}
    assert status == {"P1": "closed", "P2": "open", "P3": "closed"}
    ShutoffValve.objects.update(state=ValveState.OPEN)
    by_key = export_inp(system=system, closed_pipes=[Pipe.objects.get(code="P2").pk])
    status = {p.code: p.status for p in build_model(read_inp(by_key.text.encode())).pipes}
    assert status == {"P1": "open", "P2": "closed", "P3": "closed"}


@pytest.mark.django_db
def test_a_control_of_a_pipe_that_went_is_left_out_and_told() -> None:
    path = _packaged("Net3")
    import_network(actor=None, path=path, system_code="net3", anchor=ANCHOR)
    system = SupplySystem.objects.get()
    Pipe.objects.filter(code="330").update(code="330 παλιός;")
    export = export_inp(system=system)
    assert len(export.notes) == 3  # the new name, and the two controls of the old
    assert "330\tOPEN" not in export.text.upper()
    assert "P" in export.pipes[Pipe.objects.get(code__startswith="330").pk]
    assert build_model(read_inp(export.text.encode())).pipes


@pytest.mark.django_db
def test_given_demands_replace_the_base_demands_of_one_steady_moment() -> None:
    path = _packaged("Net3")
    import_network(actor=None, path=path, system_code="net3", anchor=ANCHOR)
    system = SupplySystem.objects.get()
    keys = {node.code: node.pk for node in system.nodes.all()}
    export = export_inp(system=system, whole_day=False, demands_l_s={keys["101"]: 2.5, keys["15"]: 0.25})
    demands = {
        n.code: n.demand_l_s for n in build_model(read_inp(export.text.encode())).nodes if n.demand_l_s
    }
    assert demands == {"101": pytest.approx(2.5), "15": pytest.approx(0.25)}
    assert read_inp(export.text.encode()).records("PATTERNS") == []
