"""The graph in memory with the keys of what it is made of: nodes, pipes, pumps, valves, shut-off valves."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from network.domain.graph import Flow, Gate, Graph

NODE, PIPE, PUMP, VALVE, SHUTOFF = range(5)
_LINKS = (PIPE, PUMP, VALVE)
_KIND_BITS = 60
_GONE = -1


class UnknownEnd(LookupError):
    """A link or valve hangs on something that the graph does not know."""


class ObjectRow(NamedTuple):
    """An object as the graph takes it.

    `a` and `b` are a link's nodes, or a shut-off valve's pipe and whether it stands at its end; `flag` says of a node
    whether it is a source, and is a Flow or a Gate else; `length_m` is a link's length or how far a valve stands from
    its node. Of what is gone only kind and id count.
    """

    kind: int
    id: int
    a: int = 0
    b: int = 0
    flag: int = 0
    length_m: float = 0
    is_there: bool = True


class Numbering:
    """Numbers of keys: those of the load by search among them in order, later ones by a table."""

    def __init__(self, keys: NDArray[np.int64]) -> None:
        """Number the keys, which are in order."""
        self.keys = array("q", keys.tobytes())
        self._loaded = len(self.keys)
        self._later: dict[int, int] = {}

    def copy(self) -> Numbering:
        """Return numbers of the same keys, to which others may be added."""
        other = copy(self)
        vars(other).update(keys=self.keys[:], _later=dict(self._later))
        return other

    def find(self, key: int) -> int | None:
        """Return the number of a key, or None."""
        number = self._later.get(key)
        if number is None:
            number = bisect_left(self.keys, key, 0, self._loaded)
            return number if number < self._loaded and self.keys[number] == key else None
        return None if number == _GONE else number

    def add(self, key: int) -> int:
        """Give a key the next number."""
        number = self._later[key] = len(self.keys)
        self.keys.append(key)
        return number

    def forget(self, key: int) -> None:
        """Take the number from a key; it is not used again."""
        self._later[key] = _GONE


def _link_key(kind: int, pk: int) -> int:
    return kind << _KIND_BITS | pk


class KeyedGraph:
    """A graph whose nodes, links and valves are asked for by their keys, and which is changed by rows."""

    def __init__(self, rows: NDArray[np.void]) -> None:
        """Make the graph of rows with the fields of ObjectRow; UnknownEnd when a link's node is missing."""
        by_kind = {kind: rows[rows["kind"] == kind] for kind in range(5)}
        nodes = _in_order(by_kind[NODE])
        links = np.concatenate([_in_order(by_kind[kind]) for kind in _LINKS])
        valves = _in_order(by_kind[SHUTOFF])
        node_ids = _integers(nodes["id"])
        self._nodes = Numbering(node_ids)
        self._links = Numbering(_integers(links["kind"]) << _KIND_BITS | _integers(links["id"]))
        self._valves = Numbering(_integers(valves["id"]))
        ends = np.empty(2 * len(links), np.int64)
        ends[0::2] = _places(node_ids, _integers(links["a"]))
        ends[1::2] = _places(node_ids, _integers(links["b"]))
        valve_ends = 2 * _places(_integers(by_kind[PIPE]["id"]), _integers(valves["a"]), ordered=False)
        valve_ends += _integers(valves["b"])
        self.valve_ends = array("q", valve_ends.tobytes())
        valve_at = np.zeros(len(ends), np.int64)
        valve_at[valve_ends] = _integers(valves["id"])
        self.valve_at = array("q", valve_at.tobytes())  # the id of the shut-off valve at each end, or 0
        offsets = np.zeros(len(ends))
        offsets[valve_ends] = valves["length_m"]
        self.offsets = array("d", offsets.tobytes())  # how far (m) the valve at each end stands from its node
        gates = np.zeros(len(ends), np.uint8)
        gates[valve_ends] = valves["flag"]
        self.graph = Graph.load(
            len(nodes), ends, links["flag"].astype(np.uint8).tobytes(), gates.tobytes(),
            np.flatnonzero(nodes["flag"]).tolist(), links["length_m"].astype(float),
        )  # fmt: skip

    def copy(self) -> KeyedGraph:
        """Return a graph that says the same and changes by itself: some tens of milliseconds a million pipes."""
        other = copy(self)
        vars(other).update(_nodes=self._nodes.copy(), _links=self._links.copy(), _valves=self._valves.copy())
        other.valve_ends, other.valve_at, other.offsets = (
            self.valve_ends[:],
            self.valve_at[:],
            self.offsets[:],
        )
        other.graph = self.graph.copy()
        return other

    # From keys to numbers and back

    def node(self, pk: int) -> int | None:
        """Return the number of a node, or None."""
        return self._nodes.find(pk)

    def link(self, kind: int, pk: int) -> int | None:
        """Return the number of a pipe, pump or valve, or None."""
        return self._links.find(_link_key(kind, pk))

    def end_of(self, valve_id: int) -> int | None:
        """Return the end that a shut-off valve stands at, or None."""
        number = self._valves.find(valve_id)
        return None if number is None else self.valve_ends[number]

    def node_ids(self, nodes: Iterable[int]) -> list[int]:
        """Return the keys of nodes by number."""
        keys = self._nodes.keys
        return [keys[node] for node in nodes]

    def link_ids(self, links: Iterable[int], kind: int = PIPE) -> list[int]:
        """Return the keys of those of the links that are of the kind."""
        keys, low, high = self._links.keys, _link_key(kind, 0), _link_key(kind + 1, 0)
        return [key - low for key in (keys[link] for link in links) if low <= key < high]

    def link_of(self, link: int) -> tuple[int, int]:
        """Return the kind and the key of a link."""
        key = self._links.keys[link]
        return key >> _KIND_BITS, key & ((1 << _KIND_BITS) - 1)

    def node_keys(self) -> NDArray[np.int64]:
        """Return the keys of all nodes by number, of those that are gone too."""
        return np.array(self._nodes.keys, np.int64)

    def link_keys(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the kinds and the keys of all links by number, of those that are gone too."""
        keys = np.array(self._links.keys, np.int64)
        return keys >> _KIND_BITS, keys & ((1 << _KIND_BITS) - 1)

    def valve_ids(self, ends: Iterable[int]) -> list[int]:
        """Return the keys of the shut-off valves at the ends."""
        return [self.valve_at[end] for end in ends if self.valve_at[end]]

    # What changes

    def apply(self, rows: Sequence[ObjectRow]) -> list[ObjectRow]:
        """Make the objects what the rows say; return rows that undo it.

        UnknownEnd when something hangs on what is not there; the graph is then of no use any more.
        """
        before = [self._state(row.kind, row.id) for row in rows]
        for row in sorted(rows, key=_turn):
            if row.kind == NODE:
                self._apply_node(row)
            elif row.kind == SHUTOFF:
                self._apply_valve(row)
            else:
                self._apply_link(row)
        return before

    def _state(self, kind: int, pk: int) -> ObjectRow:
        graph = self.graph
        if kind == NODE:
            node = self.node(pk)
            if node is not None:
                return ObjectRow(kind, pk, flag=int(node in graph.sources))
        elif kind == SHUTOFF:
            end = self.end_of(pk)
            if end is not None:
                pipe = self.link_of(end >> 1)[1]
                return ObjectRow(kind, pk, pipe, end & 1, graph.gates[end], self.offsets[end])
        else:
            link = self.link(kind, pk)
            if link is not None:
                start, end = (self._nodes.keys[graph.ends[2 * link + side]] for side in (0, 1))
                return ObjectRow(kind, pk, start, end, graph.flows[link], graph.lengths[link])
        return ObjectRow(kind, pk, is_there=False)

    def _apply_node(self, row: ObjectRow) -> None:
        node = self.node(row.id)
        if row.is_there:
            if node is None:
                node = self._nodes.add(row.id)
                self.graph.add_node()
            self.graph.set_source(node, bool(row.flag))
        elif node is not None:
            self.graph.set_source(node, False)
            self._nodes.forget(row.id)

    def _apply_link(self, row: ObjectRow) -> None:
        graph, link = self.graph, self.link(row.kind, row.id)
        if not row.is_there:
            if link is not None:
                graph.remove_link(link)
                self._links.forget(_link_key(row.kind, row.id))
            return
        start, end = self.node(row.a), self.node(row.b)
        if start is None or end is None:
            raise UnknownEnd(row)
        if link is None:
            self._links.add(_link_key(row.kind, row.id))
            self.valve_at.extend((0, 0))
            self.offsets.extend((0.0, 0.0))
            graph.add_link(start, end, Flow(row.flag), row.length_m)
            return
        for side, node in enumerate((start, end)):
            if graph.ends[2 * link + side] != node:
                graph.move_end(2 * link + side, node)
        graph.flows[link] = row.flag
        graph.lengths[link] = row.length_m

    def _apply_valve(self, row: ObjectRow) -> None:
        number = self._valves.find(row.id)
        old = None if number is None else self.valve_ends[number]
        if old is not None and self.valve_at[old] == row.id:
            self.valve_at[old] = 0
            self.offsets[old] = 0.0
            self.graph.gates[old] = Gate.FREE
        if not row.is_there:
            if number is not None:
                self._valves.forget(row.id)
            return
        link = self.link(PIPE, row.a)
        if link is None:
            raise UnknownEnd(row)
        end = 2 * link + row.b
        if number is None:
            self._valves.add(row.id)
            self.valve_ends.append(end)
        else:
            self.valve_ends[number] = end
        self.valve_at[end] = row.id
        self.offsets[end] = row.length_m
        self.graph.gates[end] = row.flag


def _turn(row: ObjectRow) -> int:
    """Return when a row's turn is: what hangs on others goes before them and comes after them."""
    if row.is_there:
        return {NODE: 2, SHUTOFF: 4}.get(row.kind, 3)
    return {NODE: 5, SHUTOFF: 0}.get(row.kind, 1)


def _integers(column: NDArray[Any]) -> NDArray[np.int64]:
    return column.astype(np.int64)


def _in_order(rows: NDArray[np.void]) -> NDArray[np.void]:
    return rows[np.argsort(_integers(rows["id"]), kind="stable")]


def _places(ids: NDArray[np.int64], wanted: NDArray[np.int64], *, ordered: bool = True) -> NDArray[np.int64]:
    """Return where the wanted ids stand among the ids in order."""
    known = ids if ordered else np.sort(ids)
    places = np.searchsorted(known, wanted)
    if len(wanted) and (not len(known) or (known[np.minimum(places, len(known) - 1)] != wanted).any()):
        raise UnknownEnd
    return places
