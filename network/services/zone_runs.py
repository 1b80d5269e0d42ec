"""Zones computed from the network: their pipes, area, figures, and what is not as it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.jobs import JobContext
from gis_core.models import Job, User
from gis_core.services.jobs import enqueue_job
from network.choices import ZoneKind
from network.domain.zone_findings import ZoneFinding, by_weight
from network.domain.zones import Flags, Numbers, find_parts, find_supplied, flood_zones
from network.models import Zone
from network.selectors.zone_net import ZoneNet, load_zone_net
from network.services.pipe_weights import read_pipe_weights
from network.services.zone_checks import check_inlets, check_zones
from network.sql.zones import ZoneShape, read_places, write_zone_pipes, write_zone_shapes

COMPUTE_ZONES = "network.compute_zones"
#: Shares of length or area that are told when they are passed.
OUTSIDE_SHARE, MISSING_SHARE, EMPTY_SHARE = 0.02, 0.02, 0.3
#: Shorter pieces in sum are the drawing's looseness (m).
LOOSE_M = 20.0


@dataclass(frozen=True)
class ZoneRun:
    """What a computation of zones found."""

    zones: int
    pipes: int
    findings: int


@dataclass(frozen=True)
class _Answer:
    """Links by zone, findings by zone, and the sources that feed each supply zone."""

    links: Mapping[int, Numbers]
    findings: dict[int, list[ZoneFinding]]
    sources: Mapping[int, list[dict[str, object]]]


@transaction.atomic
def compute_zones(*, actor: User | None, kind: ZoneKind, only: Zone | None = None) -> ZoneRun:
    """Compute all zones of a kind, or write one of them only, by flooding from their inlets.

    Pipes, area and figures of the zones are those of the network as it is now; the drawn areas stay.
    """
    asked = Zone.objects.filter(kind=kind) if only is None else Zone.objects.filter(kind=kind, pk=only.pk)
    zones = list(
        asked.order_by("pk").select_for_update(of=("self",)).defer("geom", "geom_3857", "computed_geom")
    )
    if not zones:
        return ZoneRun(0, 0, 0)
    written = [zone.pk for zone in zones]
    names = dict(Zone.objects.filter(kind=kind).values_list("pk", "name"))
    net = load_zone_net(kind)
    answer = _supply(net, names, written) if kind == ZoneKind.SUPPLY else _flood(kind, net, names, written)
    pipes = {zone: net.pipes(answer.links.get(zone, np.zeros(0, np.int64))) for zone in written}
    write_zone_pipes(pipes)
    shapes = {shape.zone_id: shape for shape in write_zone_shapes(written)}
    weights = np.array(list(read_pipe_weights()), np.int64).reshape(-1, 3)
    for zone in zones:
        findings = answer.findings.get(zone.pk, []) + _compared(shapes[zone.pk])
        zone.figures = {
            **_figures(shapes[zone.pk]),
            **_weighed(weights, pipes[zone.pk]),
            "nodes": _count_nodes(net, answer.links.get(zone.pk)),
            "inlets": sum(row.zone_id == zone.pk for row in net.rows),
            "sources": answer.sources.get(zone.pk, []),
            "finding_count": len(findings),
            "findings": [finding.as_json() for finding in sorted(findings, key=by_weight)],
        }
    Zone.objects.bulk_update(zones, ["figures"], batch_size=500)
    return ZoneRun(
        len(zones), sum(len(held) for held in pipes.values()), sum(len(zone.figures["findings"]) for zone in zones)
    )  # fmt: skip


def enqueue_zones(*, actor: User, kind: ZoneKind) -> Job:
    """Queue the computation of all zones of a kind; while one is queued or running, that one is returned."""
    return enqueue_job(
        actor=actor, kind=COMPUTE_ZONES, title=_("Zones computed: %(kind)s") % {"kind": kind.label},
        parameters={"kind": kind.value}, key=f"{COMPUTE_ZONES}:{kind.value}",
    )  # fmt: skip


def run_zones_job(context: JobContext) -> dict[str, object]:
    """Compute the job's kind of zones; repeating it writes the same."""
    context.report(0, 1, step=_("Flooding from the inlets"))
    run = compute_zones(actor=context.job.started_by, kind=ZoneKind(context.parameters["kind"]))
    context.report(1, 1)
    told = _("Zones %(zones)d, pipes in them %(pipes)d, findings %(findings)d.") % vars(run)
    return {"summary": told, **vars(run)}


def _flood(kind: ZoneKind, net: ZoneNet, names: Mapping[int, str], written: Sequence[int]) -> _Answer:
    parts = find_parts(net.pipework)
    members = flood_zones(parts, net.inlets)
    found = check_zones(kind=kind, net=net, parts=parts, members=members, names=names, only=written)
    return _Answer(members.links, found, {})


def _supply(net: ZoneNet, names: Mapping[int, str], written: Sequence[int]) -> _Answer:
    """Return what the sources at the zones' inlets reach; where several sources reach, all are told."""
    links: dict[int, Flags] = {}
    for inlet in net.inlets:
        wet = _reach(net, int(net.pipework.ends[inlet.end]))
        links[inlet.zone] = links.get(inlet.zone, False) | wet
    held = {zone: np.flatnonzero(wet) for zone, wet in links.items()}
    findings = check_inlets(net=net, names=names, only=written)
    for zone in set(written) & set(links):
        findings[zone] += [
            ZoneFinding("shared", {"zone": names[other], "zone_id": other})
            for other, wet in links.items()
            if other != zone and (links[zone] & wet).any()
        ]
    return _Answer(held, findings, _sources(net, held))


def _reach(net: ZoneNet, node: int) -> Flags:
    others = net.sources.copy()
    others[node] = False
    _nodes, links = find_supplied(net.pipework.ends, net.flows, net.pipework.gates, node, others)
    return links


def _sources(net: ZoneNet, links: Mapping[int, Numbers]) -> dict[int, list[dict[str, object]]]:
    """Return by zone the sources that reach it and the share of its length that each does, the largest first."""
    found: dict[int, list[tuple[float, int]]] = {zone: [] for zone in links}
    totals = {zone: float(net.lengths[held].sum()) or 1.0 for zone, held in links.items()}
    for node in np.flatnonzero(net.sources).tolist():
        wet = _reach(net, node)  # one source at a time: of many, all at once would not fit
        for zone, held in links.items():
            share = float(net.lengths[held[wet[held]]].sum()) / totals[zone]
            if share > 0:
                found[zone].append((share, int(net.node_ids[node])))
    places = read_places({"node": {pk for told in found.values() for _share, pk in told}})
    codes = {pk: place.code for (_kind, pk), place in places.items()}
    return {
        zone: [
            {"id": pk, "code": codes[pk], "share": share}
            for share, pk in sorted(told, key=lambda one: (-one[0], codes.get(one[1], "")))
            if pk in codes
        ]
        for zone, told in found.items()
    }


def _figures(shape: ZoneShape) -> dict[str, object]:
    told = vars(shape).copy()
    del told["zone_id"]
    return told


def _weighed(weights: Numbers, pipes: Numbers) -> dict[str, int]:
    held = np.isin(weights[:, 0], pipes)
    return {"connections": int(weights[held, 1].sum()), "people": int(weights[held, 2].sum())}


def _count_nodes(net: ZoneNet, links: Numbers | None) -> int:
    if links is None:
        return 0
    is_held = np.zeros(len(net.node_ids), bool)
    is_held[net.pipework.ends[2 * links]] = True
    is_held[net.pipework.ends[2 * links + 1]] = True
    return int(is_held.sum())


def _compared(shape: ZoneShape) -> list[ZoneFinding]:
    """Return where the computed zone and the drawn one differ."""
    if not shape.pipes:
        return []
    found = []
    if shape.outside_m > max(LOOSE_M, OUTSIDE_SHARE * shape.length_m):
        share = shape.outside_m / shape.length_m
        found.append(ZoneFinding("outside", {"metres": shape.outside_m, "share": share}))
    if shape.missing_m > max(LOOSE_M, MISSING_SHARE * shape.length_m):
        found.append(ZoneFinding("missing", {"metres": shape.missing_m}))
    if shape.empty_m2 > EMPTY_SHARE * shape.drawn_m2:
        found.append(ZoneFinding("empty", {"share": shape.empty_m2 / shape.drawn_m2}))
    return found
