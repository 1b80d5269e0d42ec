"""Networks as arrays for the criticality benchmark: streets in a grid, some missing, some leading nowhere."""

from __future__ import annotations

import numpy as np

from network.domain.graph import Flow, Gate
from network.domain.units import Network, Numbers

#: Of the ends that could carry a valve, so many do: two to three at a crossing of four pipes.
VALVED = 0.62
STUCK, CLOSED = 0.03, 0.005
ONE_WAY = 300


def made_network(size: int, *, missing: float, dead_ends: float) -> Network:
    """Return a network of about so many links; the shares are of the grid's links.

    It has four sources at places far apart, 300 one-way links, and the same valves each time.
    """
    draw = np.random.default_rng(17)
    side = int(np.sqrt(size / (2 * (1 - missing + dead_ends)))) + 1
    links = _grid(side)
    links = links[draw.random(len(links)) >= missing][: int(size / (1 + dead_ends / (1 - missing)))]
    ends_nowhere = size - len(links)
    begins = draw.integers(0, side * side, ends_nowhere)
    nowhere = np.stack([begins, side * side + np.arange(ends_nowhere)], axis=1)
    links = np.concatenate([links, nowhere])[draw.permutation(size)]
    gates = draw.choice(
        np.array([Gate.FREE, Gate.WORKING, Gate.STUCK, Gate.CLOSED], np.uint8), 2 * size,
        p=[1 - VALVED - STUCK - CLOSED, VALVED, STUCK, CLOSED],
    )  # fmt: skip
    flows = np.full(size, Flow.BOTH, np.uint8)
    flows[draw.choice(size, min(ONE_WAY, size // 100), replace=False)] = Flow.FORWARD
    middle = side * side // 2 + side // 2
    sources = np.array([0, side - 1, middle, side * side - 1])
    return Network(side * side + ends_nowhere, links.ravel(), flows, gates, sources)


def _grid(side: int) -> Numbers:
    nodes = np.arange(side * side).reshape(side, side)
    across = np.stack([nodes[:, :-1].ravel(), nodes[:, 1:].ravel()], axis=1)
    down = np.stack([nodes[:-1].ravel(), nodes[1:].ravel()], axis=1)
    both = np.concatenate([across, down])
    return both[np.argsort(both[:, 0], kind="stable")]
