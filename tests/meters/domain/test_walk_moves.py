"""An order changed by hand keeps everything once."""

from __future__ import annotations

import pytest

from meters.domain.walk_moves import move_in_order


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({}, [10, 20, 30, 40]),
        ({40: 1}, [40, 10, 20, 30]),
        ({10: 3}, [20, 30, 10, 40]),
        ({10: 99}, [20, 30, 40, 10]),
        ({40: 0}, [40, 10, 20, 30]),
        ({10: 4, 40: 1}, [40, 20, 30, 10]),
        ({10: 2, 20: 2}, [30, 20, 10, 40]),
        ({99: 1}, [10, 20, 30, 40]),
    ],
)
def test_what_is_named_goes_to_its_place(places: dict[int, int], expected: list[int]) -> None:
    assert move_in_order([10, 20, 30, 40], places) == expected
