"""Closing what an isolation names leaves without water exactly whom it names, in EPANET's model too."""

from __future__ import annotations

import random
import warnings
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from network.choices import NodeKind
from network.domain.answers import Spot
from network.models import Node, Pipe, ShutoffValve, SupplySystem
from network.selectors.isolation import isolate_from
from network.services.hydraulic_runs import prepare_system
from network.services.imports import find_packaged_network, import_network
from network.services.inp_export import export_inp
from tests.factories.network import make_shutoff
from tests.world import build_network

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import wntr

pytestmark = pytest.mark.django_db
_ONE_WAY = {"PRV", "PSV", "FCV"}
#: EPANET keeps water from flowing through closed links by a loss that no pump overcomes: below it nobody has any.
_NO_PRESSURE_M = -1000.0


def _without_a_way(text: str, folder: Path) -> set[str]:
    """Return the junctions of the file that no way joins with a source, as wntr reads it and networkx walks."""
    path = folder / "closed.inp"
    path.write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = wntr.network.WaterNetworkModel(str(path))
    ways = nx.DiGraph()
    ways.add_nodes_from(model.node_name_list)
    for _name, link in model.links():
        if link.initial_status == wntr.network.LinkStatus.Closed:
            continue
        ways.add_edge(link.start_node_name, link.end_node_name)
        is_one_way = link.link_type == "Pump" or getattr(link, "check_valve", False)
        if not is_one_way and getattr(link, "valve_type", None) not in _ONE_WAY:
            ways.add_edge(link.end_node_name, link.start_node_name)
    sources = [*model.reservoir_name_list, *model.tank_name_list]
    wet = set(sources).union(*(nx.descendants(ways, source) for source in sources))
    return set(model.junction_name_list) - wet


def _epanet_gives_nothing(text: str, folder: Path) -> set[str]:
    """Return the junctions where EPANET itself finds no pressure when each draws something."""
    path = folder / "drawing.inp"
    path.write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = wntr.network.WaterNetworkModel(str(path))
        found: Any = wntr.sim.EpanetSimulator(model).run_sim(file_prefix=str(folder / "run"))
    pressures = found.node["pressure"].iloc[0]
    return {name for name in model.junction_name_list if pressures[name] < _NO_PRESSURE_M}


def _compare(system: SupplySystem, pipe: Pipe, folder: Path, *, asks_epanet: bool) -> int:
    answer = isolate_from([Spot("pipe", pipe.pk)])
    lost = {*answer.drained.node_ids, *answer.dry.node_ids}
    codes = {node.pk: node.code for node in Node.objects.exclude(kind__in=["reservoir", "tank"])}
    named = {codes[pk] for pk in lost if pk in codes}
    closed = set(
        ShutoffValve.objects.filter(pk__in=[valve.id for valve in answer.to_close]).values_list(
            "pipe_id", flat=True
        )
    )
    drawing = dict.fromkeys(codes, 1.0)
    export = export_inp(system=system, whole_day=False, closed_pipes=closed, demands_l_s=drawing)
    assert _without_a_way(export.text, folder) == named, pipe.code
    solved = prepare_system(system=system, hours=0, closed_pipes=closed, demands_l_s=drawing).solve()
    assert solved.dry == named, pipe.code
    if asks_epanet:
        assert _epanet_gives_nothing(export.text, folder) == named, pipe.code
    return len(named)


def test_the_drawn_town_every_pipe(tmp_path: Path) -> None:
    town = build_network()
    Node.objects.filter(kind=NodeKind.JUNCTION).update(demand_l_s=1)
    for code in ("p1", "p2", "p3", "p4", "p6", "p7", "p9", "p10"):
        make_shutoff(f"{code}a", town.pipes[code])
    for code in ("p2", "p5", "p8"):
        make_shutoff(f"{code}b", town.pipes[code], at_end=True)
    sizes = {
        code: _compare(town.system, pipe, tmp_path, asks_epanet=True) for code, pipe in town.pipes.items()
    }
    assert sizes["p9"] == 2  # n8 is drained; n9 lies behind the valve of p10, and is dry with it
    assert max(sizes.values()) > 2


def test_net3_with_valves_at_its_pipes_ends(tmp_path: Path) -> None:
    path = find_packaged_network("Net3")
    assert path is not None
    import_network(actor=None, path=path, system_code="net3", anchor=(22.95, 40.63))
    dice = random.Random(3)
    pipes = list(Pipe.objects.order_by("pk"))
    for pipe in pipes:
        for at_end in (False, True):
            if dice.random() < 0.6:
                make_shutoff(f"B{pipe.code}{'b' if at_end else 'a'}", pipe, at_end=at_end)
    system = SupplySystem.objects.get()
    sizes = [_compare(system, pipe, tmp_path, asks_epanet=False) for pipe in dice.sample(pipes, 25)]
    assert max(sizes) > 1
    some = dice.sample(pipes, 4)
    for pipe in some:
        _compare(system, pipe, tmp_path, asks_epanet=True)
