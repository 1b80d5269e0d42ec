"""The objects of all layers of one role together, put down in EPSG:2100, looked at one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import pyproj
import shapely

from network.domain.exchange.converting import ValueFault, convert
from network.domain.exchange.mapping import METRES, LayerMapping, Mapping
from network.domain.exchange.reading import Array, LayerData, SourceLayer
from network.domain.exchange.targets import GEOMETRY, POINTS_TOO, Role
from network.domain.placement import GREEK_BOX, PlaceError, PlaceFault, Placement, place, transform

#: Shortest line that is a line (m).
SHORTEST_M = 0.01
#: Smallest outline that encloses anything (m²).
SMALLEST_M2 = 0.01
#: No longitude is larger.
LARGEST_ANGLE = 360


class Fault(StrEnum):
    """What is told of an object; those of `REFUSED` keep it out."""

    NO_GEOMETRY = "no_geometry"
    WRONG_GEOMETRY = "wrong_geometry"
    OUTSIDE = "outside"
    SELF_CROSSING = "self_crossing"
    INVALID_AREA = "invalid_area"
    NO_LENGTH = "no_length"
    RING = "ring"
    CODE_TWICE = "code_twice"
    CODE_TAKEN = "code_taken"
    NO_DIAMETER = "no_diameter"
    NO_PIPE = "no_pipe"
    END_TAKEN = "end_taken"
    UNKNOWN_REFERENCE = "unknown_reference"
    OFF_NODE = "off_node"
    LIFECYCLE = "lifecycle"
    LEVELS = "levels"
    SAME_SPOT = "same_spot"
    SWALLOWED = "swallowed"
    SEVERAL_PARTS = "several_parts"
    MOVED = "moved"
    LOOSE = "loose"
    MERGED = "merged"
    PULLED = "pulled"
    CUT = "cut"
    THERE_ALREADY = "there_already"
    CROOKED = "crooked"
    REPAIRED = "repaired"
    RENAMED = "renamed"
    CUTS_THERE = "cuts_there"


REFUSED = frozenset(
    {
        Fault.NO_GEOMETRY, Fault.WRONG_GEOMETRY, Fault.OUTSIDE, Fault.SELF_CROSSING, Fault.INVALID_AREA,
        Fault.NO_LENGTH, Fault.RING, Fault.CODE_TWICE, Fault.CODE_TAKEN, Fault.NO_DIAMETER, Fault.NO_PIPE,
        Fault.END_TAKEN, Fault.UNKNOWN_REFERENCE, Fault.OFF_NODE, Fault.LEVELS, Fault.SAME_SPOT,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Issue:
    """What is told of one object: of which layer, which row of the file, why, and where."""

    layer: str
    label: str
    fault: Fault | ValueFault
    detail: str = ""
    column: str = ""
    geom: Any = None

    @property
    def is_refusal(self) -> bool:
        """Say whether the object is kept out."""
        return self.fault in REFUSED


@dataclass
class Batch:
    """Objects of one role: geometries in EPSG:2100, values by column, and where each comes from."""

    role: Role
    geoms: Array
    values: dict[str, list[Any]]
    layers: list[str]
    labels: list[str]
    heights: Array

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.geoms)

    def issue(self, row: int, fault: Fault | ValueFault, detail: str = "") -> Issue:
        """Return what is to be told of a row."""
        return Issue(self.layers[row], self.labels[row], fault, detail, geom=self.geoms[row])

    def keep(self, mask: Array) -> Batch:
        """Return the rows of the mask."""
        rows = np.flatnonzero(mask).tolist()
        return Batch(
            self.role, self.geoms[rows], {name: [v[i] for i in rows] for name, v in self.values.items()},
            [self.layers[i] for i in rows], [self.labels[i] for i in rows], self.heights[rows],
        )  # fmt: skip


@dataclass
class Gathered:
    """All batches, and what was told on the way."""

    batches: dict[Role, Batch] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def of(self, role: Role) -> Batch:
        """Return the objects of a role, none if the file has none."""
        return self.batches.get(role) or Batch(role, np.empty(0, dtype=object), {}, [], [], np.empty(0))


def gather(layers: Sequence[SourceLayer], mapping: Mapping, catalogue: dict[str, list[str]]) -> Gathered:
    """Return the good objects of all layers that are not ignored.

    Raises:
        PlaceError: a layer says no reference system and none was chosen, or it cannot hold the coordinates.
    """
    taken = [(layer, mapping.layers[layer.name]) for layer in layers if _is_taken(layer, mapping)]
    centre = _centre([layer for layer, _m in taken])
    done = Gathered()
    for layer, of_layer in taken:
        data = layer.read()
        data.geoms = put_down(data.geoms, layer, mapping, centre)
        batch = _batch(layer, data, of_layer, catalogue, done)
        batch = _judge(batch, done)
        before = done.batches.get(batch.role)
        done.batches[batch.role] = batch if before is None else _joined(before, batch)
    return done


def _is_taken(layer: SourceLayer, mapping: Mapping) -> bool:
    of_layer = mapping.layers.get(layer.name, LayerMapping())
    return of_layer.role is not Role.IGNORED and layer.count > 0


def _centre(layers: Sequence[SourceLayer]) -> tuple[float, float]:
    boxes = np.array([layer.box for layer in layers if layer.box is not None]).reshape(-1, 4)
    if not len(boxes):
        return (0.0, 0.0)
    west, south, east, north = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    return (float(west + east) / 2, float(south + north) / 2)


def put_down(geoms: Array, layer: SourceLayer, mapping: Mapping, centre: tuple[float, float]) -> Array:
    """Return geometries of a layer in EPSG:2100: by the system chosen, else by its own, else round the anchor.

    Raises:
        PlaceError: none is known, or it cannot hold the coordinates.
    """
    epsg = mapping.epsg if layer.epsg is None or mapping.overrides_crs else layer.epsg
    if epsg is None and mapping.anchor is None:
        raise PlaceError(PlaceFault.NOT_SAID, layer.name)
    points = shapely.get_coordinates(geoms)
    if not len(points):
        return geoms
    if epsg is None:
        placed = place(points, Placement(anchor=mapping.anchor), unit_m=METRES[mapping.unit], centre=centre)
    else:
        placed = transform(points, epsg)
        if np.abs(points).max() > LARGEST_ANGLE and pyproj.CRS.from_epsg(epsg).is_geographic:
            raise PlaceError(PlaceFault.OUTSIDE, f"EPSG:{epsg}")
    moved: Array = shapely.set_coordinates(geoms.copy(), placed)
    return moved


def _batch(
    layer: SourceLayer,
    data: LayerData,
    mapping: LayerMapping,
    catalogue: dict[str, list[str]],
    done: Gathered,
) -> Batch:
    converted = convert(data, mapping, catalogue)
    labels = [
        code or f"#{fid}" for code, fid in zip(converted.values["code"], data.fids.tolist(), strict=True)
    ]
    batch = Batch(
        mapping.role, data.geoms, converted.values, [layer.name] * len(labels), labels, data.heights
    )
    done.issues += [
        Issue(layer.name, labels[row], fault, text, column, data.geoms[row])
        for row, column, fault, text in converted.faults
    ]
    return batch


def _judge(batch: Batch, done: Gathered) -> Batch:
    """Return the objects whose geometry can be taken, lines of several parts as several lines; tell of the others."""
    wanted = GEOMETRY[batch.role]
    types = shapely.get_type_id(batch.geoms)
    empty = (types < 0) | shapely.is_empty(batch.geoms)
    points = (0, 4)
    good = {"point": points, "line": (1, 2, 5), "area": (3, 6)}[wanted]
    has_points = wanted == "point" or batch.role in POINTS_TOO
    wrong = ~empty & ~np.isin(types, (*good, *points) if has_points else good)
    if has_points:
        wrong |= ~empty & (types == 4) & (shapely.get_num_geometries(batch.geoms) != 1)  # MultiPoint
    done.issues += [batch.issue(i, Fault.NO_GEOMETRY) for i in np.flatnonzero(empty).tolist()]
    done.issues += [
        batch.issue(i, Fault.WRONG_GEOMETRY, str(shapely.get_type_id(batch.geoms[i])))
        for i in np.flatnonzero(wrong).tolist()
    ]
    batch = batch.keep(~empty & ~wrong)
    batch = _refuse(batch, _is_outside(batch.geoms), Fault.OUTSIDE, done)
    if wanted == "line":
        return _judge_lines(_explode(batch, done), done)
    if batch.role is Role.BUILDINGS:
        return _judge_buildings(batch, done)
    if wanted == "area":
        return _refuse(batch, ~shapely.is_valid(batch.geoms), Fault.INVALID_AREA, done)
    batch.geoms = shapely.get_geometry(batch.geoms, 0)
    return batch


def _judge_buildings(batch: Batch, done: Gathered) -> Batch:
    """Return points and whole outlines; of an outline that crosses itself what it encloses, if it encloses anything."""
    is_point = np.isin(shapely.get_type_id(batch.geoms), (0, 4))
    bad = ~is_point & ~shapely.is_valid(batch.geoms)
    geoms = batch.geoms.copy()
    geoms[is_point] = shapely.get_geometry(geoms[is_point], 0)
    for i in np.flatnonzero(bad).tolist():
        parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(geoms[i])))
        areas = [part for part in parts if part.geom_type == "Polygon"]
        geoms[i] = shapely.union_all(areas) if areas else geoms[i]
    nothing = ~is_point & (~shapely.is_valid(geoms) | (shapely.area(geoms) < SMALLEST_M2))
    done.issues += [batch.issue(i, Fault.REPAIRED) for i in np.flatnonzero(bad & ~nothing).tolist()]
    kept = _refuse(batch, nothing, Fault.INVALID_AREA, done)
    kept.geoms = geoms[~nothing]
    return kept


def _is_outside(geoms: Array) -> Array:
    """Say which are outside Greece where others are inside; where all are, the place is what the user meant."""
    bounds = shapely.bounds(geoms).reshape(-1, 4)
    west, south, east, north = GREEK_BOX
    inside = (
        (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
    )
    lost = ~np.isfinite(bounds).all(axis=1)
    return np.asarray(lost | (~inside & inside.any()))


def _explode(batch: Batch, done: Gathered) -> Batch:
    """Return lines of one part each; those of several that do not follow one another become several lines."""
    merged = shapely.line_merge(batch.geoms)
    is_multi = shapely.get_type_id(batch.geoms) == 5  # MultiLineString
    geoms = np.where(is_multi, merged, batch.geoms)
    parts, of = shapely.get_parts(geoms, return_index=True)
    counts = np.bincount(of, minlength=len(batch))
    several = np.flatnonzero(counts > 1)
    done.issues += [batch.issue(i, Fault.SEVERAL_PARTS, str(counts[i])) for i in several.tolist()]
    if not len(several):
        batch.geoms = parts
        return batch
    number = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = of.tolist()
    exploded = Batch(
        batch.role, parts, {name: [v[i] for i in rows] for name, v in batch.values.items()},
        [batch.layers[i] for i in rows], [batch.labels[i] for i in rows], batch.heights[rows],
    )  # fmt: skip
    codes = exploded.values["code"]
    for row, k in enumerate(number.tolist()):
        if k and codes[row]:
            codes[row] = f"{codes[row]}-{k + 1}"
    return exploded


def _judge_lines(batch: Batch, done: Gathered) -> Batch:
    # Pumps and valves of models are drawn on one spot; their own nodes are said by code.
    bare = np.array([not v for v in batch.values.get("start_node", [None] * len(batch))], dtype=bool)
    batch_short = bare & (shapely.length(batch.geoms) < SHORTEST_M)
    bare_of_short = ~batch_short
    batch, bare = _refuse(batch, batch_short, Fault.NO_LENGTH, done), bare[bare_of_short]
    crossing = ~shapely.is_simple(batch.geoms) & (bare | (shapely.length(batch.geoms) >= SHORTEST_M))
    if batch.role is Role.SERVICES:  # it carries no topology, so that it may lie as it was drawn
        done.issues += [batch.issue(i, Fault.CROOKED) for i in np.flatnonzero(crossing).tolist()]
        return batch
    return _refuse(batch, crossing, Fault.SELF_CROSSING, done)


def _refuse(batch: Batch, mask: Array, fault: Fault, done: Gathered) -> Batch:
    """Return the batch without the rows of the mask, of which the fault is told."""
    if not mask.any():
        return batch
    done.issues += [batch.issue(i, fault) for i in np.flatnonzero(mask).tolist()]
    return batch.keep(~mask)


def _joined(first: Batch, second: Batch) -> Batch:
    return Batch(
        first.role, np.concatenate([first.geoms, second.geoms]),
        {name: [*values, *second.values[name]] for name, values in first.values.items()},
        [*first.layers, *second.layers], [*first.labels, *second.labels],
        np.concatenate([first.heights, second.heights]),
    )  # fmt: skip
