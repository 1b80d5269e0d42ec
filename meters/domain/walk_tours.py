"""The shortest order in which to visit stops, from what it takes to get from each to each."""

from __future__ import annotations

from collections.abc import Sequence

import fast_tsp
import numpy as np

#: The solver takes whole numbers up to this.
_MOST = 65_000
#: It counts in tenths of a metre where the distances allow it.
_UNIT_M = 0.1
#: Seconds of search a stop; the shortest and the longest search.
_SECONDS_A_STOP, _LEAST_SECONDS, _MOST_SECONDS = 0.003, 0.3, 8.0
#: Up to so many stops are solved exactly.
EXACT = 19


def search_seconds(stops: int) -> float:
    """Return how long to search: 1.2 s for 400 stops, never more than 8 s."""
    return min(_MOST_SECONDS, max(_LEAST_SECONDS, stops * _SECONDS_A_STOP))


def shortest_order(
    metres: np.ndarray, *, start: int = 0, end: int | None = None, seconds: float | None = None
) -> list[int]:
    """Return every stop once, from `start`, so that the way is short; from 20 stops on it is the best one found.

    Args:
        metres: what it takes from each stop to each, the same both ways.
        start: where the way begins.
        end: where it ends: another stop; `start` itself for a round; None for wherever it is shortest.
        seconds: how long to search (see `search_seconds`).
    """
    stops = len(metres)
    if stops <= 2:
        return [start, *(stop for stop in range(stops) if stop != start)]
    whole = _in_whole_numbers(metres)
    if end != start:
        whole = _with_return(whole, start, end)
    tour = fast_tsp.find_tour(
        np.ascontiguousarray(whole),
        search_seconds(stops) if seconds is None else seconds,
        stop_when_converged=True,
    )
    return _from_start(tour, start=start, dummy=stops if end != start else None, end=end, metres=metres)


def way_length(metres: np.ndarray, order: Sequence[int], *, is_round: bool = False) -> float:
    """Return how long the way through the stops is (m), the way back to the first included in a round."""
    following = list(order[1:]) + ([order[0]] if is_round else [])
    return float(metres[list(order[: len(following)]), following].sum())


def _in_whole_numbers(metres: np.ndarray) -> np.ndarray:
    unit = max(_UNIT_M, float(metres.max()) / _MOST)
    whole = np.rint(metres / unit).astype(np.int64)
    whole = np.minimum(whole, whole.T)
    np.fill_diagonal(whole, 0)
    return whole


def _with_return(whole: np.ndarray, start: int, end: int | None) -> np.ndarray:
    """Add a stop that leads back to the start for nothing, so that an open way is a round.

    From the fixed end, too, it costs nothing; from every other stop as much as the longest distance. To leave the
    start out of it, or the fixed end, costs that once more and can save no more than that.
    """
    stops = len(whole)
    longest = max(int(whole.max()), 1)
    larger = np.full((stops + 1, stops + 1), longest, dtype=np.int64)
    larger[:stops, :stops] = whole
    larger[stops, stops] = 0
    for free in {start, start if end is None else end}:
        larger[stops, free] = larger[free, stops] = 0
    return larger


def _from_start(
    tour: list[int], *, start: int, dummy: int | None, end: int | None, metres: np.ndarray
) -> list[int]:
    """Turn the round so that it begins at the start and, where the way is open, ends before the dummy."""
    if dummy is None:
        turned = _turned(tour, start)
        # A round is as long either way: the same one is always told the same way.
        back = [turned[0], *reversed(turned[1:])]
        return min(turned, back)
    turned = _turned(tour, dummy)[1:]
    if turned[0] != start:
        turned.reverse()
    if turned[0] == start and (end is None or turned[-1] == end):
        return turned
    return _mended(turned, start, end)


def _turned(tour: list[int], first: int) -> list[int]:
    place = tour.index(first)
    return tour[place:] + tour[:place]


def _mended(order: list[int], start: int, end: int | None) -> list[int]:
    """Put start and end where they belong when the search, cut short, left them elsewhere."""
    inner = [stop for stop in order if stop not in {start, end}]
    return [start, *inner, *([] if end is None else [end])]
