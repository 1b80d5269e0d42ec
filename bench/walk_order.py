"""The order of a round of stops beside its known optimum and OR-Tools with the same time; a route on real streets.

`ours`, `limit` and `peer` of a case are lengths: ours, the optimum, the peer's. Of a route, `ours` is seconds from the
question to the answer (reading streets and meters, measuring, searching, drawing), `limit` the seconds of search alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.report import Row, seconds, tell
from bench.walk_cases import Case, build_route, tsplib_cases
from bench.walk_peer import install_peer, peer_round
from meters.domain.walk_tours import search_seconds, shortest_order, way_length
from meters.models import Route
from meters.services.walk import propose_order

#: Points of the largest case.
SIZE = 1_002
MOST_OVER, MOST_SECONDS = 1.02, 10.0
#: Meters of the routes, and what the one of 400 may take.
ROUTES, JUDGED, ROUTE_SECONDS = (250, 400, 2_000), 400, 3.0
ROUNDS = 3


def measure(size: int) -> Iterator[Row]:
    """Yield a row for each case of up to so many points (lengths), then one for each route (seconds)."""
    program = install_peer()
    for case in tsplib_cases(size):
        yield _case(case, program)
    for meters in ROUTES:
        route = build_route(meters)
        if route is not None:
            yield _route(route, meters)


def _case(case: Case, program: Path | None) -> Row:
    budget = search_seconds(len(case.metres))
    began = time.perf_counter()
    ours = _length(case.metres, shortest_order(case.metres, end=0))
    taken = time.perf_counter() - began
    peer = _length(case.metres, peer_round(program, case.metres, budget)) if program else None
    beside = f", OR-Tools {100 * (peer / case.optimum - 1):.2f} %" if peer else ""
    tell(f"  {case.name}: {100 * (ours / case.optimum - 1):.2f} % over the optimum in {taken:.2f} s{beside}")
    return Row(
        f"walk-order {case.name}", len(case.metres), ours, float(case.optimum), ours / case.optimum, peer,
        ours / peer if peer else None, "length", ours <= MOST_OVER * case.optimum and taken <= MOST_SECONDS,
    )  # fmt: skip


def _length(metres: np.ndarray, order: list[int]) -> float:
    assert sorted(order) == list(range(len(metres)))
    return way_length(metres, order, is_round=True)


def _route(route: Route, meters: int) -> Row:
    found = propose_order(route=route)
    tell(
        f"  route of {meters}: {found.before.metres:.0f} m, {found.before.minutes:.0f} min before; "
        f"{found.after.metres:.0f} m, {found.after.minutes:.0f} min after; {found.warnings}"
    )
    ours = min(seconds(lambda: propose_order(route=route)) for _ in range(ROUNDS))
    limit = search_seconds(meters)
    goal = ours <= ROUTE_SECONDS if meters == JUDGED else None
    return Row("walk-order route", meters, ours, limit, ours / limit, None, None, "s", goal)
