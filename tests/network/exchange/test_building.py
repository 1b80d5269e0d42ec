"""Loose lines and points become nodes and pipes: what meets what, where valves stand, what service lines hang on."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from network.domain.exchange.building import Joined, join, merge_given, place_on_pipes, place_valves

XY = tuple[float, float]
NONE = np.empty((0, 2))


def lines(*corners: list[XY]) -> Any:
    made = np.empty(len(corners), dtype=object)
    made[:] = [shapely.LineString(c) for c in corners]
    return made


def joined(
    pipes: Any, nodes: Any = NONE, *, tolerance_m: float = 0.1, reach_m: float = 5.0, middles: bool = True
) -> Joined:
    return join(
        pipes, np.array(nodes, dtype=float).reshape(-1, 2), np.arange(len(nodes)), tolerance_m=tolerance_m,
        reach_m=reach_m, splits=np.ones(len(pipes), dtype=bool), joins_middles=middles,
    )  # fmt: skip


def ends_are_on_nodes(done: Joined) -> bool:
    firsts = shapely.get_coordinates(shapely.get_point(done.lines, 0))
    lasts = shapely.get_coordinates(shapely.get_point(done.lines, -1))
    return bool(
        np.allclose(firsts, done.xy[done.start], atol=1e-9)
        and np.allclose(lasts, done.xy[done.end], atol=1e-9)
    )


def test_ends_within_the_tolerance_are_one_node_and_others_are_not() -> None:
    done = joined(lines([(0, 0), (10, 0)], [(10.05, 0), (20, 0)], [(10.3, 0.2), (10, 9)]))
    assert done.end[0] == done.start[1]
    assert done.start[2] != done.start[1]
    assert ends_are_on_nodes(done)


def test_a_pipe_that_ends_on_the_middle_of_another_cuts_it_where_that_is_wanted() -> None:
    pipes = lines([(0, 0), (10, 0)], [(4, 0.05), (4, 5)])
    done = joined(pipes)
    assert sorted(done.owner.tolist()) == [0, 0, 1]
    assert np.bincount(np.concatenate([done.start, done.end])).max() == 3
    assert ends_are_on_nodes(done)
    assert len(joined(pipes, middles=False).lines) == 2


def test_crossing_pipes_do_not_meet() -> None:
    assert len(joined(lines([(0, 0), (10, 0)], [(5, -5), (5, 5)])).lines) == 2


def test_a_hydrant_beside_a_pipe_is_taken_to_it_and_cuts_it() -> None:
    done = joined(lines([(0, 0), (10, 0)]), [(4, 1.5), (50, 50)])
    assert done.xy[0].tolist() == [4, 0]
    assert round(float(done.moved_m[0]), 3) == 1.5
    assert done.loose.tolist() == [False, True]
    assert len(done.lines) == 2


def test_a_hydrant_beside_the_end_of_a_pipe_becomes_that_end() -> None:
    done = joined(lines([(0, 0), (10, 0)]), [(11.5, 0)])
    assert len(done.lines) == 1
    assert int(done.end[0]) == 0
    assert done.xy[0].tolist() == [10, 0]


def test_plain_junctions_close_together_are_one_and_what_is_more_remains() -> None:
    xy = np.array([(0.0, 0.0), (0.05, 0.0), (0.08, 0.0), (5.0, 0.0)])
    assert merge_given(xy, np.array([True, True, False, True]), 0.1).tolist() == [2, 2, 2, 3]


def _valves(done: Joined, *xy: XY, at_end_m: float = 2.0) -> Any:
    splits = np.ones(int(done.owner.max()) + 1, dtype=bool)
    return place_valves(done, np.array(xy), tolerance_m=0.1, reach_m=5, at_end_m=at_end_m, splits=splits)


def test_a_valve_near_an_end_stands_there_and_one_in_the_middle_cuts_its_pipe() -> None:
    done = joined(lines([(0, 0), (100, 0)]))
    placed = _valves(done, (1.5, 0.3), (60, 0), (99, 0))
    assert placed.at_end.tolist() == [False, False, True]
    assert [round(x, 3) for x in placed.offset_m.tolist()] == [1.5, 0.0, 1.0]
    assert [round(line.length, 6) for line in done.lines] == [60, 40]
    # The first stays on the first piece, the last went with the second.
    assert placed.piece.tolist() == [0, 1, 1]
    assert ends_are_on_nodes(done)


def test_two_valves_at_one_end_cut_a_short_piece_and_twins_are_told() -> None:
    done = joined(lines([(0, 0), (100, 0)]))
    placed = _valves(done, (0.2, 0), (1.2, 0), (1.2, 0.01))
    assert placed.piece.tolist()[:2] == [0, 1]
    assert placed.is_taken.tolist() == [False, False, True]


def test_service_lines_begin_at_their_main() -> None:
    pipes = lines([(0, 0), (100, 0)])
    services = lines([(30, 0.5), (30, 20)], [(40, 20), (40, 1)], [(40, 30), (40, 60)])
    pipe, place, turned, _far = place_on_pipes(pipes, services, reach_m=5)
    assert pipe.tolist() == [0, 0, -1]
    assert [round(x, 6) for x in place.tolist()[:2]] == [0.3, 0.4]
    assert turned.tolist() == [False, True, False]


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_a_shaken_grid_is_the_grid(side: int, seed: int) -> None:
    """Whatever way the ends are off within the tolerance, each crossing is one node."""
    rng = np.random.default_rng(seed)
    pairs = [((i, j), (i + 1, j)) for i in range(side) for j in range(side + 1)]
    pairs += [((i, j), (i, j + 1)) for i in range(side + 1) for j in range(side)]
    made = lines(*([tuple(np.array(p) * 50 + rng.uniform(-0.03, 0.03, 2)) for p in pair] for pair in pairs))
    done = joined(made)
    assert len(done.xy) == (side + 1) ** 2
    assert len(done.lines) == len(pairs)
    assert ends_are_on_nodes(done)
    assert float(done.pulled_m.max()) <= 0.1
