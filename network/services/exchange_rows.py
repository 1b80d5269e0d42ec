"""A plan into the tables: keys first, then every table by one COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from network.domain.exchange.gathering import Batch
from network.domain.exchange.plan_types import LinkPlan, Plan
from network.domain.exchange.reading import Array
from network.domain.exchange.targets import Role
from network.domain.placement import STORAGE_CRS
from network.models import AssetType, Material, Station, SupplySystem, Zone
from network.sql.exchange import Row, copy_rows, reserve_ids

#: So many geometries are written out at once.
AT_ONCE = 20_000


def write_plan(plan: Plan, system: SupplySystem, existing_pipes: Sequence[int] = ()) -> Array:
    """Write everything of a plan and return the key of each of its nodes; the caller holds the transaction.

    Valves and service lines refer to the new pipes in their order, and beyond them to those that are there.
    """
    _write_others(plan)
    keys = _Keys()
    node_ids = _write_nodes(plan, system, keys)
    pipes = plan.links[Role.PIPES]
    pipe_ids = reserve_ids("network_pipe", len(pipes.row))
    copy_rows("pipes", _pipe_rows(pipes, pipe_ids, node_ids, system, keys))
    for role, table in ((Role.PUMPS, "pumps"), (Role.VALVES, "valves")):
        link = plan.links[role]
        ids = reserve_ids(f"network_{table[:-1]}", len(link.row))
        rows = _pump_rows if role is Role.PUMPS else _valve_rows
        copy_rows(table, rows(link, ids, node_ids, system, keys))
    pipe_ids = [*pipe_ids, *existing_pipes]
    copy_rows("shutoffs", _shutoff_rows(plan, pipe_ids, system, keys))
    copy_rows("services", _service_rows(plan, pipe_ids, system, keys))
    return node_ids


class _Keys:
    """Keys of catalogues and stations by code."""

    def __init__(self) -> None:
        self.material = dict(Material.objects.values_list("code", "pk"))
        self.type = dict(AssetType.objects.values_list("code", "pk"))
        self.station = dict(Station.objects.values_list("code", "pk"))


def _hex(geoms: Array) -> Iterator[str]:
    """Yield the geometries as the database takes them, some thousands in memory at once."""
    for first in range(0, len(geoms), AT_ONCE):
        some = shapely.set_srid(geoms[first : first + AT_ONCE], STORAGE_CRS)
        yield from shapely.to_wkb(some, hex=True, include_srid=True)


def _write_others(plan: Plan) -> None:
    stations, zones = plan.others[Role.STATIONS], plan.others[Role.ZONES]
    for values, place in zip(_rows(stations), shapely.get_coordinates(stations.geoms), strict=True):
        code = values["code"]
        Station.objects.create(
            code=code, name=values["name"] or code, kind=values["kind"], lifecycle=values["lifecycle"],
            geom=Point(float(place[0]), float(place[1]), srid=STORAGE_CRS),
        )  # fmt: skip
    for values, area in zip(_rows(zones), zones.geoms, strict=True):
        code = values["code"]
        whole = MultiPolygon(
            *(
                Polygon(*(list(r.coords) for r in (p.exterior, *p.interiors)))
                for p in shapely.get_parts(area)
            ),
            srid=STORAGE_CRS,
        )
        Zone.objects.create(code=code, name=values["name"] or code, kind=values["kind"], geom=whole)
    copy_rows("buildings", _building_rows(plan.others[Role.BUILDINGS]))


def _building_rows(buildings: Batch) -> Iterator[Row]:
    areas = np.isin(shapely.get_type_id(buildings.geoms), (3,))  # a polygon becomes one of one part
    geoms = buildings.geoms.copy()
    geoms[areas] = [shapely.multipolygons([area]) for area in geoms[areas]]
    for v, geom in zip(_rows(buildings), _hex(geoms), strict=True):
        figures = (None if v[name] is None else int(v[name]) for name in ("storeys", "dwellings"))
        yield (v["code"], v["name"] or "", v["use"], *figures, v["street"] or "", v["number"] or "", geom)


def _row_maker(batch: Batch) -> Callable[[int], dict[str, Any]]:
    """Return what gives a row's values by name: a million such rows at once would fill gigabytes."""
    return lambda row: {name: column[row] for name, column in batch.values.items()}


def _rows(batch: Batch) -> Iterator[dict[str, Any]]:
    names = list(batch.values)
    for values in zip(*batch.values.values(), strict=True):
        yield dict(zip(names, values, strict=True))


def _write_nodes(plan: Plan, system: SupplySystem, keys: _Keys) -> Array:
    """Write the nodes that are used and not there yet; return the key of each node of the plan."""
    new = np.flatnonzero(plan.node_is_used & (plan.node_existing < 0))
    ids = plan.node_existing.copy()
    ids[new] = reserve_ids("network_node", len(new))
    row_of = _row_maker(plan.nodes)
    bare: dict[str, Any] = {}

    def rows() -> Iterator[Row]:
        for i, geom in zip(new.tolist(), _hex(np.asarray(shapely.points(plan.xy[new]))), strict=True):
            row = int(plan.node_row[i])
            v = row_of(row) if row >= 0 else bare
            height = v.get("elevation_m")
            if height is None and row >= 0 and not np.isnan(plan.nodes.heights[row]):
                height = round(float(plan.nodes.heights[row]), 4)
            yield (
                int(ids[i]), system.pk, plan.node_codes[i], v.get("kind") or "junction", geom,
                plan.node_lifecycle[i], keys.type.get(v.get("asset_type") or ""),
                keys.station.get(v.get("station") or ""),
                height, v.get("invert_m"), v.get("installed_year"), v.get("remarks") or "",
                v.get("demand_l_s") or 0, v.get("tank_diameter_m"), v.get("tank_level_m"),
                v.get("tank_min_level_m"), v.get("tank_max_level_m"),
            )  # fmt: skip

    copy_rows("nodes", rows())
    return ids


def _pieces(link: LinkPlan) -> Iterator[tuple[int, dict[str, Any], str]]:
    row_of = _row_maker(link.batch)
    for k, (row, geom) in enumerate(zip(link.row.tolist(), _hex(link.geoms), strict=True)):
        yield k, row_of(row), geom


def _pipe_rows(
    link: LinkPlan, ids: list[int], nodes: Array, system: SupplySystem, keys: _Keys
) -> Iterator[Row]:
    for k, v, geom in _pieces(link):
        first, last = link.spans[k]
        length, rise = v["model_length_m"], (v["start_invert_m"], v["end_invert_m"])
        yield (
            ids[k], system.pk, link.codes[k], int(nodes[link.start[k]]), int(nodes[link.end[k]]), geom,
            None if length is None else round(length * (last - first), 4), v["diameter_mm"], v["roughness"], v["kind"],
            v["lifecycle"], keys.material.get(v["material"]), v["laid_year"], v["depth_m"],
            _between(rise, first), _between(rise, last), v["remarks"] or "", v["status"], bool(v["has_check_valve"]),
            v["owner"],
        )  # fmt: skip


def _between(rise: tuple[float | None, float | None], share: float) -> float | None:
    """Return the invert so far along a pipe that falls evenly; of one known end only that end's."""
    start, end = rise
    if share < 1e-9:  # the start, but for the rounding of shares
        return start
    if share > 1 - 1e-9:
        return end
    return None if start is None or end is None else round(start + (end - start) * share, 4)


def _pump_rows(
    link: LinkPlan, ids: list[int], nodes: Array, system: SupplySystem, keys: _Keys
) -> Iterator[Row]:
    for k, v, geom in _pieces(link):
        yield (
            ids[k], system.pk, link.codes[k], int(nodes[link.start[k]]), int(nodes[link.end[k]]), geom,
            v["power_kw"], v["curve"] or "[]", 1 if v["speed"] is None else v["speed"], v["status"], v["lifecycle"],
            keys.station.get(v["station"]),
        )  # fmt: skip


def _valve_rows(
    link: LinkPlan, ids: list[int], nodes: Array, system: SupplySystem, keys: _Keys
) -> Iterator[Row]:
    for k, v, geom in _pieces(link):
        yield (
            ids[k], system.pk, link.codes[k], int(nodes[link.start[k]]), int(nodes[link.end[k]]), geom, v["kind"],
            v["diameter_mm"], v["setting"], v["curve"] or "[]", v["status"], v["lifecycle"],
            keys.station.get(v["station"]),
        )  # fmt: skip


def _shutoff_rows(plan: Plan, pipe_ids: list[int], system: SupplySystem, keys: _Keys) -> Iterator[Row]:
    for i, v in enumerate(_rows(plan.shutoffs)):
        piece = int(plan.shutoff_piece[i])
        if piece < 0:
            continue
        yield (
            system.pk, v["code"], pipe_ids[piece], bool(plan.shutoff_at_end[i]), float(plan.shutoff_offset_m[i]),
            v["lifecycle"], keys.type.get(v["asset_type"]), v["diameter_mm"], v["state"], v["condition"], v["turns"],
            v["installed_year"], v["last_worked_on"], v["worked_by"], v["remarks"] or "",
        )  # fmt: skip


def _service_rows(plan: Plan, pipe_ids: list[int], system: SupplySystem, keys: _Keys) -> Iterator[Row]:
    for i, (v, geom) in enumerate(zip(_rows(plan.services), _hex(plan.services.geoms), strict=True)):
        piece = int(plan.service_piece[i])
        if piece < 0:
            continue
        yield (
            system.pk, v["code"], pipe_ids[piece], float(plan.service_fraction[i]), geom, v["lifecycle"],
            keys.material.get(v["material"]), v["diameter_mm"], v["laid_year"],
        )  # fmt: skip
