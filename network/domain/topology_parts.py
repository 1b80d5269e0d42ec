"""Parts of the network that nothing comes to, or that nothing leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """A part of the network, named by its node with the smallest key."""

    node_id: int
    nodes: int


@dataclass(frozen=True)
class Parts:
    """What is joined to no source (outfall, of sewers), and what is told from its source by what is closed."""

    unjoined: list[Part]
    shut_off: list[Part]


def find_parts(
    node_ids: Integers,
    is_source: NDArray[np.bool_],
    starts: Integers,
    ends: Integers,
    is_open: NDArray[np.bool_],
) -> Parts:
    """Return the parts of a network without a source, and those that closed links keep from one.

    `starts` and `ends` are keys of nodes a link; links to nodes that are not given are left out. A node that no link
    comes to is no part. Which way a link lets water through does not matter here.
    """
    order = np.argsort(node_ids)
    keys = node_ids[order]
    sources = is_source[order]
    if len(keys) == 0:
        return Parts([], [])
    a, b = np.searchsorted(keys, starts), np.searchsorted(keys, ends)
    a, b = np.minimum(a, len(keys) - 1), np.minimum(b, len(keys) - 1)
    known = (keys[a] == starts) & (keys[b] == ends)
    a, b, is_open = a[known], b[known], is_open[known]
    joined = np.zeros(len(keys), bool)
    joined[a] = joined[b] = True
    whole = _labels(len(keys), a, b)
    has_source = _with_source(whole, sources)
    opened = _labels(len(keys), a[is_open], b[is_open])
    has_water = _with_source(opened, sources)
    unjoined = joined & ~has_source[whole]
    shut_off = joined & has_source[whole] & ~has_water[opened]
    return Parts(_parts(keys, whole, unjoined), _parts(keys, opened, shut_off))


def _labels(nodes: int, a: Integers, b: Integers) -> Integers:
    graph = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(nodes, nodes))
    _count, labels = connected_components(graph, directed=False)
    return np.asarray(labels, np.int64)


def _with_source(labels: Integers, is_source: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = np.zeros(int(labels.max()) + 1, bool)
    found[labels[is_source]] = True
    return found


def _parts(keys: Integers, labels: Integers, chosen: NDArray[np.bool_]) -> list[Part]:
    """Return the chosen parts by their nodes' smallest keys; the keys rise."""
    found, first, counts = np.unique(labels[chosen], return_index=True, return_counts=True)
    del found
    smallest = keys[chosen][first]
    return [Part(int(key), int(count)) for key, count in sorted(zip(smallest, counts, strict=True))]
