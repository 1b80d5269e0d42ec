"""From a model in SI units to the rows of the network's tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from network.domain.epanet import EpanetModel, ModelLink
from network.domain.inp_checks import Fault, ObjectFault
from network.domain.placement import FOOT_M, STORAGE_CRS, Placement, Points, place

Row = tuple[object, ...]


@dataclass(frozen=True)
class NetworkRows:
    """Rows in the order of the copy statements, without the system; links name their nodes by code."""

    nodes: list[Row]
    pipes: list[Row]
    pumps: list[Row]
    valves: list[Row]


def place_model(model: EpanetModel, placement: Placement) -> NetworkRows:
    """Return the rows of the model, its coordinates put down in EPSG:2100.

    Raises:
        PlaceError: the coordinates have no place there.
    """
    links = _all_links(model)
    node_points = np.array([node.position for node in model.nodes], dtype=np.float64)
    vertices = [vertex for link in links for vertex in link.vertices]
    everything = np.vstack([node_points, np.array(vertices, dtype=np.float64).reshape(-1, 2)])
    centre = node_points.mean(axis=0)
    unit_m = FOOT_M if model.is_in_feet else 1.0
    placed = place(everything, placement, unit_m=unit_m, centre=(float(centre[0]), float(centre[1])))
    lines = _lines(model, links, placed)
    return NetworkRows(
        nodes=_node_rows(model, placed),
        pipes=[
            (*_link(p), lines[i], p.status, p.length_m, p.diameter_mm, p.roughness, p.has_check_valve)
            for i, p in enumerate(model.pipes)
        ],
        pumps=[
            (*_link(p), lines[i], p.status, p.power_kw, json.dumps(p.curve), p.speed)
            for i, p in enumerate(model.pumps, start=len(model.pipes))
        ],
        valves=[
            (*_link(v), lines[i], v.status, v.kind, v.diameter_mm, v.setting, json.dumps(v.curve))
            for i, v in enumerate(model.valves, start=len(model.pipes) + len(model.pumps))
        ],
    )  # fmt: skip


def range_faults(model: EpanetModel) -> Iterator[Fault]:
    """Yield the objects with a figure that no real object has and no column holds."""
    for node in model.nodes:
        tank = (node.tank_diameter_m, node.tank_level_m, node.tank_min_level_m, node.tank_max_level_m)
        section = f"{node.kind.upper()}S"
        yield from _beyond(section, node.code, "m", 1e6, (node.elevation_m, *tank))
        yield from _beyond(section, node.code, "l/s", 1e6, (node.demand_l_s,))
    for pipe in model.pipes:
        yield from _beyond("PIPES", pipe.code, "mm", 1e5, (pipe.diameter_mm,))
        yield from _beyond("PIPES", pipe.code, "m", 1e8, (pipe.length_m,))
        yield from _beyond("PIPES", pipe.code, "", 1e6, (pipe.roughness,))
    for pump in model.pumps:
        yield from _beyond("PUMPS", pump.code, "kW", 1e6, (pump.power_kw,))
        yield from _beyond("PUMPS", pump.code, "", 1e4, (pump.speed,))
    for valve in model.valves:
        yield from _beyond("VALVES", valve.code, "mm", 1e5, (valve.diameter_mm,))
        # A loss coefficient of 1e9 is how some models say that a valve is shut.
        yield from _beyond("VALVES", valve.code, "", 1e14, (valve.setting,))


def _beyond(
    section: str, code: str, unit: str, limit: float, values: Sequence[float | None]
) -> Iterator[Fault]:
    for value in values:
        too_small = unit == "mm" and value is not None and value < 0.001
        if value is not None and (too_small or not abs(value) < limit):
            yield Fault(section, code, ObjectFault.OUT_OF_RANGE, 0, f"{value:g} {unit}".strip())
            return


def _link(link: ModelLink) -> tuple[str, str, str]:
    return link.code, link.start, link.end


def _all_links(model: EpanetModel) -> list[ModelLink]:
    return [*model.pipes, *model.pumps, *model.valves]


def _lines(model: EpanetModel, links: list[ModelLink], placed: Points) -> list[str]:
    """Return each link's line as hexadecimal EWKB: its start node, its vertices, its end node."""
    index = {node.code: i for i, node in enumerate(model.nodes)}
    at = len(model.nodes)
    order: list[int] = []
    owners: list[int] = []
    for number, link in enumerate(links):
        corners = [index[link.start], *range(at, at + len(link.vertices)), index[link.end]]
        at += len(link.vertices)
        order += corners
        owners += [number] * len(corners)
    if not links:
        return []
    return _hex(shapely.linestrings(placed[order], indices=np.array(owners)))


def _node_rows(model: EpanetModel, placed: Points) -> list[Row]:
    points = _hex(shapely.points(placed[: len(model.nodes)]))
    return [
        (
            node.code, node.kind, points[i], node.elevation_m, node.demand_l_s,
            node.tank_diameter_m, node.tank_level_m, node.tank_min_level_m, node.tank_max_level_m,
        )
        for i, node in enumerate(model.nodes)
    ]  # fmt: skip


def _hex(geometries: Any) -> list[str]:
    with_srid = shapely.set_srid(geometries, STORAGE_CRS)
    return [str(text) for text in shapely.to_wkb(with_srid, hex=True, include_srid=True)]
