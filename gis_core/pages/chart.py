"""Bars of consumption beside the year before, drawn on the server as SVG with a table twin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_core.domain.greek import format_number

HEIGHT = 170
TOP = 22
BOTTOM = 24
CELL = 78
WIDTH = 30


@dataclass(frozen=True)
class Value:
    """One period: its name, its value, the value a year before where known, and whether it stands out."""

    name: str
    now: Decimal
    before: Decimal | None
    is_alarm: bool = False


@dataclass(frozen=True)
class Bar:
    """A pair of bars, in the drawing's units."""

    name: str
    value: str
    before: str
    x: int
    y: int
    height: int
    before_x: int
    before_y: int
    before_height: int
    label_y: int
    is_alarm: bool
    width: int = WIDTH


@dataclass(frozen=True)
class Chart:
    """The whole drawing."""

    bars: list[Bar]
    lines: list[int]
    width: int
    height: int
    name_y: int
    label: str

    @property
    def has_alarm(self) -> bool:
        """Say whether any bar stands out."""
        return any(bar.is_alarm for bar in self.bars)


def draw_chart(values: Sequence[Value]) -> Chart:
    """Return the drawing of the values, oldest first."""
    language = get_language() or "el"
    highest = max([Decimal(1), *(v.now for v in values), *(v.before or Decimal(0) for v in values)])
    room = HEIGHT - TOP - BOTTOM
    base = HEIGHT - BOTTOM
    bars = []
    for index, value in enumerate(values):
        now_height = max(1, round(room * value.now / highest))
        before_height = round(room * (value.before or Decimal(0)) / highest)
        left = index * CELL + 6
        bars.append(
            Bar(
                name=value.name,
                value=format_number(value.now, 0, language),
                before="" if value.before is None else format_number(value.before, 0, language),
                x=left + WIDTH + 2,
                y=base - now_height,
                height=now_height,
                before_x=left,
                before_y=base - before_height,
                before_height=before_height,
                label_y=base - now_height - 6,
                is_alarm=value.is_alarm,
            )
        )
    words = ", ".join(f"{bar.name} {bar.value}" for bar in bars)
    return Chart(
        bars=bars,
        lines=[base, base - room // 2, base - room],
        width=max(1, len(values)) * CELL,
        height=HEIGHT,
        name_y=HEIGHT - 6,
        label=_("Consumption in m³: %(values)s") % {"values": words},
    )
