"""Outlines as people write them."""

from __future__ import annotations

import pytest

from network.domain.outlines import Outline, OutlineError, read_outline

GRID = "MULTIPOLYGON (((407000.0 4501000.0, 407100.0 4501000.0, 407100.5 4501200.0, 407000.0 4501000.0)))"
DEGREES = "MULTIPOLYGON (((22.9 40.6, 22.91 40.6, 22.91 40.61, 22.9 40.6)))"


@pytest.mark.parametrize(
    "text",
    [
        "407000 4501000\n407100 4501000\n407100.5 4501200",
        "407000 4501000\r\n407100 4501000\r\n407100,5 4501200\r\n",
        "4501000;407000\n4501000;407100\n4501200;407100,5\n4501000;407000",
        "407000,4501000\n407100, 4501000\n  407100.5\t4501200 ;\n\n\n",
    ],
)
def test_metres_are_read_in_either_order_with_either_sign_for_decimals(text: str) -> None:
    assert read_outline(text) == Outline(GRID, 2100)


@pytest.mark.parametrize(
    "text", ["40.6, 22.9\n40.6, 22.91\n40.61, 22.91", "22,9 40,6\n22,91 40,6\n22,91 40,61"]
)
def test_degrees_are_read_in_either_order(text: str) -> None:
    assert read_outline(text) == Outline(DEGREES, 4326)


def test_an_empty_line_begins_another_polygon_and_wkt_stays_as_it_is() -> None:
    square = "407000 4501000\n407100 4501000\n407100 4501100"
    assert read_outline(f"{square}\n\n{square}").wkt.count("((") == 2
    wkt = "polygon((407000 4501000,407100 4501000,407100 4501100,407000 4501000))"
    assert read_outline(f"  {wkt}\n") == Outline(wkt, 2100)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 0),
        (" \n\n", "empty", 0),
        ("407000 4501000\n407100 4501000", "few_corners", 0),
        ("407000 4501000\n407000 4501000\n407000 4501000\n407100 4501000", "few_corners", 0),
        ("407000 4501000\nhere\n407100 4501000", "no_pair", 2),
        ("407000 4501000 12", "no_pair", 1),
        ("407000", "no_pair", 1),
        ("407000 450100", "outside", 1),
        ("48.85 52.5", "outside", 1),
        ("407000 4501000\n22.9 40.6", "mixed", 2),
        ("1" * 500_001, "too_long", 0),
    ],
)
def test_what_is_no_outline_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(OutlineError) as refusal:
        read_outline(text)
    assert (refusal.value.code, refusal.value.line) == (code, line)
