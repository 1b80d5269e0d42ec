"""What EPANET made of a system, written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from django.db.models import TextField
from django.db.models.functions import Cast

from network.choices import SOURCE_KINDS, ObjectKind
from network.domain.hydraulics import Values
from network.models import Node, Pipe, Pump, Scenario, ShutoffValve, Valve
from network.services.hydraulic_runs import SolvedSystem
from network.sql.copying import Row, copy_link_results, copy_node_results
from network.types import MeteredDemands

#: Bounds of the classes of pressure, in metres of water; the first and last class are open.
PRESSURE_BOUNDS = (0, 10, 20, 30, 40, 50, 60, 70, 80)
M3_A_DAY = 86.4
#: So many of the export's notes are kept with a scenario.
NOTES = 20
_SOURCES = frozenset(SOURCE_KINDS)


def write_results(
    *, scenario: Scenario, found: SolvedSystem, usual: SolvedSystem | None, metered: MeteredDemands | None
) -> dict[str, Any]:
    """Write the results of a scenario's nodes and links by COPY; return its figures.

    `usual` is the same without the scenario's own closings. What was deleted while EPANET ran is left out.
    """
    places = {
        pk: (code, kind, place)
        for pk, code, kind, place in Node.objects.filter(system=scenario.system)
        .annotate(place=Cast("geom_3857", TextField()))
        .values_list("pk", "code", "kind", "place")
    }
    copy_node_results(_node_rows(scenario.pk, places, found, usual))
    for kind, model, names in (
        (ObjectKind.PIPE, Pipe, found.export.pipes),
        (ObjectKind.PUMP, Pump, found.export.pumps),
        (ObjectKind.VALVE, Valve, found.export.valves),
    ):
        rows = list(
            model._default_manager.filter(system=scenario.system)
            .annotate(place=Cast("geom_3857", TextField()))
            .values_list("pk", "code", "place")
        )
        copy_link_results(_link_rows(scenario.pk, kind, rows, names, found))
    return _figures(scenario, places, found, metered)


def _node_rows(
    scenario_id: int,
    places: Mapping[int, tuple[str, str, str]],
    found: SolvedSystem,
    usual: SolvedSystem | None,
) -> Iterator[Row]:
    run = found.run
    column = {name: at for at, name in enumerate(run.nodes)}
    before = _usual_pressures(usual)
    for pk, name in found.export.nodes.items():
        if pk not in places:
            continue
        code, kind, place = places[pk]
        at, is_dry = column[name], name in found.dry
        pressure = np.zeros(len(run.times_s)) if is_dry else run.pressure_m[:, at]
        yield (
            scenario_id, pk, code, kind, is_dry, run.demand_l_s[:, at].tolist(), run.head_m[:, at].tolist(),
            pressure.tolist(), float(pressure.min()), float(pressure.max()), before.get(name), place,
        )  # fmt: skip


def _usual_pressures(usual: SolvedSystem | None) -> dict[str, float]:
    """Return the lowest pressure of each node that has water without the closings."""
    if usual is None:
        return {}
    lowest = usual.run.pressure_m.min(axis=0)
    return {
        name: 0.0 if name in usual.dry else float(low)
        for name, low in zip(usual.run.nodes, lowest, strict=True)
    }


def _link_rows(
    scenario_id: int,
    kind: ObjectKind,
    links: Iterable[tuple[int, str, str]],
    names: Mapping[int, str],
    found: SolvedSystem,
) -> Iterator[Row]:
    run = found.run
    column = {name: at for at, name in enumerate(run.links)}
    for pk, code, place in links:
        if pk not in names:
            continue
        flow, velocity = run.flow_l_s[:, column[names[pk]]], run.velocity_m_s[:, column[names[pk]]]
        largest = flow[int(np.abs(flow).argmax())]
        yield (
            scenario_id, kind.value, pk, code, flow.tolist(), velocity.tolist(), float(velocity.max()),
            float(largest), place,
        )  # fmt: skip


def _figures(
    scenario: Scenario,
    places: Mapping[int, tuple[str, str, str]],
    found: SolvedSystem,
    metered: MeteredDemands | None,
) -> dict[str, Any]:
    run = found.run
    column = {name: at for at, name in enumerate(run.nodes)}
    junctions = {
        name for pk, name in found.export.nodes.items() if pk in places and places[pk][1] not in _SOURCES
    }
    wet = np.array(sorted(column[name] for name in junctions - found.dry), dtype=np.intp)
    drawn = run.demand_l_s[:, [column[name] for name in junctions]]
    figures: dict[str, Any] = {
        "times_s": run.times_s,
        "junctions": len(junctions),
        "dry": len(found.dry),
        "drawn_m3_day": _mean_over_time(drawn.sum(axis=1)) * M3_A_DAY,
        "is_unstable": run.is_unstable,
        "notes": found.export.notes[:NOTES],
        "closed_codes": list(
            ShutoffValve.objects.filter(pk__in=scenario.closed)
            .order_by("code")
            .values_list("code", flat=True)
        ),
    }
    if wet.size:
        lowest = run.pressure_m[:, wet].min(axis=0)
        figures |= {
            "lowest_pressure_m": round(float(lowest.min()), 2),
            "median_pressure_m": round(float(np.median(lowest)), 2),
            "highest_pressure_m": round(float(run.pressure_m[:, wet].max()), 2),
            "classes": np.bincount(
                np.searchsorted(PRESSURE_BOUNDS, lowest, side="right"), minlength=len(PRESSURE_BOUNDS) + 1
            ).tolist(),
        }
    if run.velocity_m_s.size:
        figures["highest_velocity_m_s"] = round(float(run.velocity_m_s.max()), 3)
    if metered is not None:
        figures["metered"] = _metered_figures(metered)
    return figures


def _mean_over_time(values: Values) -> float:
    """Return the average; the last of several steps ends the time and stands for none."""
    return float(values[:-1].mean() if len(values) > 1 else values.mean())


def _metered_figures(metered: MeteredDemands) -> dict[str, Any]:
    given = sum(metered.by_node.values()) * M3_A_DAY
    return {
        "connections": metered.connections,
        "metered_m3_day": metered.metered_m3_day,
        "given_m3_day": given,
        "unplaced": metered.unplaced,
        "unplaced_m3_day": metered.unplaced_m3_day,
        "pipeless": metered.pipeless,
        "pipeless_m3_day": metered.pipeless_m3_day,
        "unread": metered.unread,
    }
