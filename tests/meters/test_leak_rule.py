"""When so much water went through that it may be a leak: on the card and on the bill alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gis_core.pages.chart import Value, draw_chart
from meters.selectors.overview import is_unusual
from meters.types import PeriodConsumption


@pytest.mark.parametrize(
    ("now", "before", "may_leak"),
    [("40", "20", True), ("36", "20", False), ("19", "10", False), ("40", "0", False), ("40", None, False)],
)
def test_a_leak_is_much_more_than_a_year_before(now: str, before: str | None, may_leak: bool) -> None:
    known = Decimal(before) if before is not None else None
    period = PeriodConsumption("3ο/26", date(2026, 7, 1), date(2026, 10, 1), Decimal(now), known)
    assert is_unusual(period) == may_leak


def test_a_chart_marks_what_stands_out_and_says_so() -> None:
    before, leak = Value("3ο/25", Decimal(20), None), Value("3ο/26", Decimal(40), Decimal(20), is_alarm=True)
    assert [bar.is_alarm for bar in draw_chart([before, leak]).bars] == [False, True]
    assert (draw_chart([before]).has_alarm, draw_chart([before, leak]).has_alarm) == (False, True)
