"""What is not as it should be in computed zones, by the network alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from network.choices import ZoneKind
from network.domain.graph import Flow, Gate
from network.domain.keyed_graph import PIPE, PUMP
from network.domain.zone_findings import ZoneFinding
from network.domain.zones import (
    NO_PART,
    Border,
    Flags,
    Members,
    Numbers,
    Parts,
    ends_near,
    find_borders,
    find_bypasses,
    find_touching,
)
from network.selectors.zone_net import InletRow, ZoneNet
from network.sql.zones import Place, read_labels, read_places

#: So many findings of one kind are kept a zone.
MOST = 25
Key = tuple[str, int]


@dataclass(frozen=True)
class _Found:
    """A finding before its objects have codes and places; `other` is the zone that it is about too."""

    zone: int
    code: str
    about: Key | None = None
    objects: Mapping[str, Key] = field(default_factory=dict)
    valves: Sequence[int] = ()
    other: int | None = None


def check_zones(
    *, kind: ZoneKind, net: ZoneNet, parts: Parts, members: Members, names: Mapping[int, str], only: Collection[int]
) -> dict[int, list[ZoneFinding]]:  # fmt: skip
    """Return what is wrong with each of the zones `only`; `names` are those of all zones of the kind."""
    ways_in = {(inlet.zone, inlet.end) for inlet in net.inlets}
    found = _inlets(net, parts, members, names)
    found += _breaches(net, parts, members, only)
    # What is told as a bypass is told once, and what is another zone's inlet is this one's measured outlet.
    known = {one.about for one in found if one.code == "bypass"} | {("node", row.node_id) for row in net.rows}
    found += _at_nodes(net, parts, members, ways_in, net.sources, "source")
    if kind == ZoneKind.DMA:
        meters = _at_nodes(net, parts, members, ways_in, net.meters, "edge_meter")
        found += [one for one in meters if one.about not in known]
    if kind == ZoneKind.PRESSURE:
        found += _feeders(net, parts, members)
    return _with_places([one for one in found if one.zone in only], names, only)


def check_inlets(
    *, net: ZoneNet, names: Mapping[int, str], only: Collection[int]
) -> dict[int, list[ZoneFinding]]:
    """Return which of the zones `only` have no inlet, and which of their inlets' pipes ended up elsewhere."""
    found = [one for one in (*_without_inlets(net, names), *_moved_inlets(net)) if one.zone in only]
    return _with_places(found, names, only)


def _without_inlets(net: ZoneNet, names: Mapping[int, str]) -> list[_Found]:
    with_inlets = {row.zone_id for row in net.rows}
    return [_Found(zone, "no_inlet") for zone in names if zone not in with_inlets]


def _moved_inlets(net: ZoneNet) -> list[_Found]:
    return [
        _Found(row.zone_id, "inlet_moved", ("node", row.node_id), _objects(row))
        for row in net.rows
        if row.turn is None
    ]


def _objects(row: InletRow) -> dict[str, Key]:
    return {"meter": ("node", row.node_id), "pipe": ("pipe", row.pipe_id)}


def _inlets(net: ZoneNet, parts: Parts, members: Members, names: Mapping[int, str]) -> list[_Found]:
    found = _without_inlets(net, names) + _moved_inlets(net)
    bypassed = set(find_bypasses(net.pipework, parts, members, net.inlets))
    for row in net.rows:
        if row.turn is None:
            continue
        objects = _objects(row)
        about = objects["meter"]
        end = net.inlets[row.turn].end
        if parts.of_link[end >> 1] == NO_PART or net.pipework.gates[end] == Gate.CLOSED:
            found.append(_Found(row.zone_id, "inlet_closed", about, objects))
        elif row.turn in bypassed:
            found.append(_Found(row.zone_id, "bypass", about, objects))
    return found


def _at_nodes(
    net: ZoneNet, parts: Parts, members: Members, ways_in: set[tuple[int, int]], marked: Flags, code: str
) -> list[_Found]:  # fmt: skip
    """Return the marked nodes that zones reach by another way than an inlet."""
    touching = find_touching(net.pipework, parts, marked)
    found = {}
    for zone, own in members.parts.items():
        for part in own:
            for end in touching.get(part, ()):
                if (zone, end) not in ways_in and (code != "source" or _can_enter(net, end)):
                    about = ("node", int(net.node_ids[net.pipework.ends[end]]))
                    found[zone, about] = _Found(
                        zone, code, about, {"node": about, "pipe": _key(net, end >> 1)}
                    )
    return list(found.values())


def _can_enter(net: ZoneNet, end: int) -> bool:
    """Say whether water can go from the node at an end into its link: the tank behind a pump feeds nothing back."""
    flow = net.flows[end >> 1]
    return bool(flow == Flow.BOTH or (flow == Flow.FORWARD and not end & 1))


def _feeders(net: ZoneNet, parts: Parts, members: Members) -> list[_Found]:
    """Return pumps and pressure valves that feed a pressure zone without being an inlet."""
    links = np.flatnonzero(~net.pipework.is_open & (net.flows != Flow.NONE))
    fed = parts.of_node[net.pipework.ends[2 * links + 1]]
    zones_of: dict[int, list[int]] = {}
    for zone, own in members.parts.items():
        for part in own:
            zones_of.setdefault(part, []).append(zone)
    return [
        _Found(zone, "feeder", _key(net, link), {"link": _key(net, link)})
        for link, part in zip(links.tolist(), fed.tolist(), strict=True)
        if part != NO_PART
        for zone in zones_of.get(part, ())
    ]


def _breaches(net: ZoneNet, parts: Parts, members: Members, only: Collection[int]) -> list[_Found]:
    found = []
    for part, zones in members.shared.items():
        if not set(zones) & set(only):
            continue
        links = np.flatnonzero(parts.of_link == part)
        borders = find_borders(net.pipework, links, _labels(net, zones), net.lengths)
        for zone in zones:
            named = set()
            for border in borders:
                if zone in border.labels:
                    (other,) = set(border.labels) - {zone}
                    named.add(other)
                    found.append(_border(net, zone, other, border))
            found += [_Found(zone, "joined", other=other) for other in zones if other not in named | {zone}]
    return found


def _border(net: ZoneNet, zone: int, other: int, border: Border) -> _Found:
    """Return the link on which two zones meet; the valves that could part them there: its own, else the nearest."""
    ends = ends_near(net.pipework, border.link)
    own = _valves(net, ends[:2])
    about = ("shutoff", own[0]) if own else _key(net, border.link)
    return _Found(
        zone, "breach", about, {"pipe": _key(net, border.link)}, own or _valves(net, ends[2:]), other
    )  # fmt: skip


def _valves(net: ZoneNet, ends: Sequence[int]) -> list[int]:
    return [int(net.valve_ids[end]) for end in ends if net.valve_ids[end]]


def _labels(net: ZoneNet, zones: Sequence[int]) -> Numbers:
    """Return which of the zones each node is drawn in; a zone drawn around no node has those behind its inlets."""
    label = np.full(len(net.node_ids), -1, np.int64)
    node_ids, zone_ids = read_labels(zones)
    is_known = np.isin(node_ids, net.node_ids)
    label[net.numbers(node_ids)] = zone_ids[is_known]
    label[net.pipework.stops] = -1
    drawn = set(np.unique(label).tolist())
    for inlet in net.inlets:
        if inlet.zone in zones and inlet.zone not in drawn:
            label[net.pipework.ends[inlet.end ^ 1]] = inlet.zone
    return label


def _key(net: ZoneNet, link: int) -> Key:
    kind = int(net.link_kinds[link])
    name = "pipe" if kind == PIPE else "pump" if kind == PUMP else "valve"
    return name, int(net.link_ids[link])


def _with_places(
    found: Sequence[_Found], names: Mapping[int, str], zones: Collection[int]
) -> dict[int, list[ZoneFinding]]:
    """Give the findings codes and places; of each kind the first of a zone are kept."""
    by_zone: dict[int, list[ZoneFinding]] = {zone: [] for zone in zones}
    counts: dict[tuple[int, str], int] = {}
    kept = []
    for one in found:
        counts[one.zone, one.code] = count = counts.get((one.zone, one.code), 0) + 1
        if count <= MOST:
            kept.append(one)
    asked: dict[str, set[int]] = {}
    for one in kept:
        for kind, pk in (*one.objects.values(), *(("shutoff", valve) for valve in one.valves)):
            asked.setdefault(kind, set()).add(pk)
    places = read_places(asked)
    for one in kept:
        by_zone[one.zone].append(_finding(one, places, names))
    return by_zone


def _finding(one: _Found, places: Mapping[Key, Place], names: Mapping[int, str]) -> ZoneFinding:
    says: dict[str, object] = {name: places[key].code for name, key in one.objects.items() if key in places}
    if one.code == "breach":
        says["valves"] = [places["shutoff", valve].code for valve in one.valves]
        says["is_own"] = one.about is not None and one.about[0] == "shutoff"
    if one.other is not None:
        says |= {"zone": names[one.other], "zone_id": one.other}
    place = None if one.about is None else places.get(one.about)
    if place is None or one.about is None:
        return ZoneFinding(one.code, says)
    return ZoneFinding(one.code, says, one.about[0], one.about[1], place.lon, place.lat)
