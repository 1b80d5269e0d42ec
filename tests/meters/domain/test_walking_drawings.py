"""The drawings of docs/algorithms/walking.md are walked as its table says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from meters.domain.walk_graph import WalkLine
from meters.domain.walk_lines import draw_way
from meters.domain.walking import WalkMap, WalkPlace, WalkSettings

DOCUMENT = Path(__file__).parents[3] / "docs/algorithms/walking.md"


@dataclass(frozen=True)
class Drawing:
    """A row of the table."""

    name: str
    walk: WalkMap
    names: list[str]
    way: str
    before_m: float
    order: list[str]
    after_m: float

    @property
    def end(self) -> int | None:
        """Where the way ends."""
        if self.way.startswith("to "):
            return self.names.index(self.way[3:])
        return 0 if self.way == "round" else None


def _points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]


def _read(row: str) -> Drawing:
    name, crossing, streets, pipes, meters, way, before, order, after = (
        cell.strip() for cell in row.strip().strip("|").split("|")
    )
    lines = [WalkLine(tuple(_points(part)), number) for number, part in enumerate(streets.split(";")) if part]
    lines += [WalkLine(tuple(_points(part)), None, is_track=True) for part in pipes.split(";") if part]
    named = [meter.split() for meter in meters.split(";")]
    places = [WalkPlace(*_points(point)[0]) for _name, point in named]
    walk = WalkMap(lines, places, WalkSettings(crossing_m=float(crossing)))
    return Drawing(name, walk, [n for n, _p in named], way, float(before), order.split(), float(after))


def _rows() -> list[Drawing]:
    text = DOCUMENT.read_text().split("## Drawings")[1]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [_read(row) for row in rows[2:]]


@pytest.mark.parametrize("drawing", _rows(), ids=lambda drawing: drawing.name)
def test_drawing_is_walked_as_the_table_says(drawing: Drawing) -> None:
    is_round = drawing.way == "round"
    meters = range(len(drawing.names))
    # An open way to a fixed end is measured as it stands: the old order may end elsewhere.
    before = drawing.walk.length_of(meters, is_round=is_round)
    order = drawing.walk.propose(end=drawing.end)

    assert before == pytest.approx(drawing.before_m, abs=0.05)
    assert [drawing.names[place] for place in order] == drawing.order
    assert drawing.walk.length_of(order, is_round=is_round) == pytest.approx(drawing.after_m, abs=0.05)


@pytest.mark.parametrize("drawing", _rows(), ids=lambda drawing: drawing.name)
def test_way_is_drawn_from_the_first_meter_to_the_last(drawing: Drawing) -> None:
    order = drawing.walk.propose(end=drawing.end)

    line = draw_way(drawing.walk, order, is_round=drawing.way == "round")

    first, last = drawing.walk.xy[order[0]], drawing.walk.xy[order[0 if drawing.way == "round" else -1]]
    assert abs(line[0][0] - first[0]) < 1
    # Drawn on the pavement, beside the meter.
    assert abs(line[-1][0] - last[0]) < 7
    assert abs(line[-1][1] - last[1]) < 7


def test_walker_is_told_what_is_off_the_streets() -> None:
    lines = [
        WalkLine(((0, 0), (200, 0))), WalkLine(((0, 500), (50, 500))),
        WalkLine(((230, 0), (430, 0)), None, is_track=True),
    ]  # fmt: skip
    places = [WalkPlace(x, y) for x, y in ((20, 5), (50, 100), (60, 5), (20, 505), (400, 3), (9000, 0))]

    found = WalkMap(lines, places).find()

    assert found.off_street == (1,)
    assert found.no_street == (5,)
    assert found.on_track == (4,)
    assert found.apart == (3,)


def test_house_at_a_corner_stays_in_the_street_of_its_address() -> None:
    lines = [WalkLine(((0, 0), (200, 0)), 1), WalkLine(((100, 0), (100, 80)), 2)]
    places = [
        WalkPlace(20, 5),
        WalkPlace(92, 12, street_id=1),
        WalkPlace(92, 12, street_id=2),
        WalkPlace(92, 12),
    ]

    walk = WalkMap(lines, places)

    assert walk.metres[0, 1:].tolist() == pytest.approx([72, 92, 92])
