"""The graph of the whole network in this process, as right as the database at the moment of asking.

Each question begins with one statement: what changed since the snapshot that the graph was last brought to. What was
committed is patched in for good; a graph that is being walked is not patched, but a copy of it, which later questions
get. A transaction that has written itself, or sees an older moment, gets a graph of its own; nothing of it stays.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from network.domain.keyed_graph import KeyedGraph, UnknownEnd
from network.sql.graph import Changes, read_changes, read_rows, read_snapshot

#: News of the network is kept for two days; who has not asked for so long (s) loads anew.
FORGETS_AFTER_S = 86_400


@dataclass
class _Kept:
    """A graph, what it has seen of the database, and how many questions walk it just now."""

    graph: KeyedGraph
    seen: str
    looked_at_s: float
    readers: int = 0

    @property
    def next_xid(self) -> int:
        """The first transaction that had not begun."""
        return _next_xid(self.seen)


@dataclass
class _Store:
    """The graphs of this process by database; the lock is held while one is brought up to date, not in walks."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: dict[tuple[object, ...], _Kept] = field(default_factory=dict)
    loads: int = 0


_STORE = _Store()


@contextmanager
def current_graph() -> Iterator[KeyedGraph]:
    """Yield the network as the current transaction sees it; nobody changes it meanwhile, and nobody waits."""
    # Who waits for a connection of the pool must not keep those from asking who have one.
    connection.ensure_connection()
    with _STORE.lock:
        asked = _up_to_date()
        asked.readers += 1
    try:
        yield asked.graph
    finally:
        with _STORE.lock:
            asked.readers -= 1


def _up_to_date() -> _Kept:
    kept = _kept()
    changes = read_changes(kept.seen)
    if changes.is_settled and not changes.has_written:
        return _bring_forward(kept, changes)
    return _own_view(kept, changes)


def count_loads() -> int:
    """Return how often this process has loaded a whole network."""
    return _STORE.loads


def forget_graphs() -> None:
    """Drop what is kept: the next question loads. For tests that empty tables behind the triggers' back."""
    with _STORE.lock:
        _STORE.kept.clear()


def _key() -> tuple[object, ...]:
    given = connection.settings_dict
    return given["HOST"], given["PORT"], given["NAME"]


def _kept() -> _Kept:
    """Return the graph that is kept, loaded when there is none or nobody asked for a day."""
    kept = _STORE.kept.get(_key())
    if kept is None or time.monotonic() - kept.looked_at_s > FORGETS_AFTER_S:
        kept = _load()
    return kept


def _load() -> _Kept:
    """Load and keep what is committed; a transaction asks over another connection, for it may have written."""
    if not connection.in_atomic_block:
        return _load_from(connection)
    other = connection.copy()
    try:
        return _load_from(other)
    finally:
        other.close()


def _load_from(on: BaseDatabaseWrapper) -> _Kept:
    # The snapshot is the older of the two: what is committed between them is patched in a second time, to no harm.
    seen = read_snapshot(on)
    kept = _STORE.kept[_key()] = _Kept(KeyedGraph(read_rows(on)), seen, time.monotonic())
    _STORE.loads += 1
    return kept


def _bring_forward(kept: _Kept, changes: Changes) -> _Kept:
    """Patch in what was committed; a database whose clock went back (a restore) is loaded anew."""
    if changes.is_all or _next_xid(changes.snapshot) < kept.next_xid:
        return _load()
    if changes.rows and kept.readers:
        # Those who walk the old one end with what was committed when they began.
        kept = _STORE.kept[_key()] = _Kept(kept.graph.copy(), kept.seen, kept.looked_at_s)
    try:
        kept.graph.apply(changes.rows)
    except UnknownEnd:
        del _STORE.kept[_key()]
        return _load()
    kept.seen, kept.looked_at_s = changes.snapshot, time.monotonic()
    return kept


def _own_view(kept: _Kept, changes: Changes) -> _Kept:
    """Return what the current transaction alone sees; it is kept by nobody."""
    if changes.is_settled and not changes.is_all:
        if not changes.rows:
            return kept
        own = kept.graph.copy()
        try:
            own.apply(changes.rows)
        except UnknownEnd:
            del _STORE.kept[_key()]
        else:
            return _Kept(own, kept.seen, kept.looked_at_s)
    return _Kept(KeyedGraph(read_rows(connection)), changes.snapshot, time.monotonic())


def _next_xid(snapshot: str) -> int:
    return int(snapshot.split(":")[1])
