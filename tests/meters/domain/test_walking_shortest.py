"""What is proposed is the shortest order: against every order there is, on random streets."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meters.domain.walk_graph import WalkLine
from meters.domain.walk_tours import EXACT, shortest_order, way_length
from meters.domain.walking import WalkMap, WalkPlace, WalkSettings

#: A plan of three streets by three, 100 m apart, some of which may be missing.
STREETS = [
    WalkLine(((0, y), (200, y)), 1) for y in (0.0, 100.0, 200.0)
] + [WalkLine(((x, 0), (x, 200)), 2) for x in (0.0, 100.0, 200.0)]  # fmt: skip
COORDINATE = st.integers(-20, 220).map(float)
PLACES = st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=7)
SOME_STREETS = st.sets(st.sampled_from(range(6)))
WAYS = st.sampled_from(["open", "round", "last"])


def _end(way: str, places: int) -> int | None:
    return {"open": None, "round": 0, "last": places - 1}[way]


def _shortest(metres: np.ndarray, end: int | None) -> float:
    inner = [place for place in range(1, len(metres)) if place != end]
    tail = [] if end in {None, 0} else [end]
    orders = ([0, *some, *tail] for some in permutations(inner))
    return min(way_length(metres, [int(n or 0) for n in order], is_round=end == 0) for order in orders)


@settings(max_examples=60, deadline=None)
@given(places=PLACES, streets=SOME_STREETS, way=WAYS, crossing=st.sampled_from([0.0, 15.0, 80.0]))
def test_no_order_is_shorter(
    places: list[tuple[float, float]], streets: set[int], way: str, crossing: float
) -> None:
    spots = [WalkPlace(x, y) for x, y in places]
    walk = WalkMap([STREETS[n] for n in sorted(streets)], spots, WalkSettings(crossing_m=crossing))
    end = _end(way, len(places))

    order = walk.propose(end=end)

    assert sorted(order) == list(range(len(places)))
    assert order[0] == 0
    assert way != "last" or order[-1] == len(places) - 1
    # The search counts in tenths of a metre.
    assert walk.length_of(order, is_round=end == 0) <= _shortest(walk.metres, end) + 0.1 * len(places)


@settings(max_examples=60, deadline=None)
@given(places=PLACES, crossing=st.sampled_from([0.0, 15.0, 80.0]))
def test_distances_are_such_as_one_can_walk(places: list[tuple[float, float]], crossing: float) -> None:
    walk = WalkMap(STREETS, [WalkPlace(x, y) for x, y in places], WalkSettings(crossing_m=crossing))

    metres = walk.metres

    assert np.allclose(metres, metres.T)
    assert (metres.diagonal() == 0).all()
    # By way of a third place it is never shorter.
    assert (metres[:, :, None] + metres[None] >= metres[:, None, :] - 1e-6).all()


@pytest.mark.parametrize("stops", [EXACT, EXACT + 1, 60])
def test_stops_in_a_row_are_walked_along_the_row(stops: int) -> None:
    places = np.random.default_rng(7).permutation(np.arange(stops) * 12.5)
    metres = np.abs(places[:, None] - places[None])
    start = int(places.argmin())

    order = shortest_order(metres, start=start)

    assert order == places.argsort().tolist()


def test_search_is_long_enough_for_long_distances() -> None:
    """The solver takes whole numbers to 65,535: distances beyond are counted in larger units."""
    places = np.array([0.0, 900_000.0, 300_000.0, 600_000.0])

    assert shortest_order(np.abs(places[:, None] - places[None])) == [0, 2, 3, 1]
