"""Isolations and traces as the map draws them: lines by what becomes of them, marks with a tone and an icon."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meters.models import Connection
from meters.selectors.cuts import CutAnswer
from network.choices import NodeKind
from network.domain.answers import CutValve, FoundSpot, Part
from network.selectors.places import to_lon_lat


@dataclass(frozen=True)
class Look:
    """How a mark looks: a tone of the theme, an icon, and what it means."""

    tone: str
    icon: str
    text: str | Promise


#: Of valves near the spot, by why they are closed or passed.
LOOKS: dict[str, Look] = {
    "close": Look("bad", "", gettext_lazy("Valve to close, in this order")),
    "stuck": Look("warn", "lock-fill", gettext_lazy("Stuck: passed over")),
    "said_stuck": Look("warn", "hand-thumbs-down-fill", gettext_lazy("Does not close, as you say: passed over")),
    "buried": Look("warn", "layers-fill", gettext_lazy("Buried: passed over")),
    "not_found": Look("warn", "question-lg", gettext_lazy("Not found: passed over")),
    "closed": Look("info", "x-lg", gettext_lazy("Closed already")),
    "needless": Look("", "dash-lg", gettext_lazy("Need not be closed")),
    "inside": Look("", "dash-lg", gettext_lazy("Need not be closed")),
    "one_way": Look("", "arrow-right", gettext_lazy("One way only")),
    "control": Look("", "gear-fill", gettext_lazy("Pump or control valve")),
}  # fmt: skip
SPOT = Look("bad", "droplet-fill", gettext_lazy("Here"))
HYDRANT = Look("warn", "fire", gettext_lazy("Hydrant without water"))
SOURCE = Look("info", "water", gettext_lazy("Tank or source shut off"))
OBJECT = Look("", "speedometer2", gettext_lazy("Something else without water"))
SENSITIVE = Look("bad", "heart-pulse-fill", gettext_lazy("Sensitive connection"))
SAVING = Look("good", "unlock-fill", gettext_lazy("Closed valve worth opening"))


def _mark(look: Look, lon: float, lat: float, title: str, **more: Any) -> dict[str, Any]:
    return {
        "tone": look.tone, "icon": look.icon, "lon": round(lon, 7), "lat": round(lat, 7), "title": title, **more,
    }  # fmt: skip


def _lines(part: Part | None) -> Any:
    return json.loads(part.lines) if part is not None and part.lines else None


def draw_cut(
    cut: CutAnswer, *, sensitive: Sequence[Connection], link: Callable[[CutValve], tuple[str, str]]
) -> dict[str, Any]:
    """Return an isolation for the map; `link` gives an address and its words for what can be said of a valve."""
    whole = cut.whole
    marks = [
        _mark(_lost_look(one.kind, one.is_source), one.lon, one.lat, f"{NodeKind(one.kind).label} {one.code}")
        for one in whole.lost
    ]
    for connection in sensitive:
        lon, lat = to_lon_lat(connection.geom)
        title = f"{_('Sensitive connection')} {connection.supply_number}"
        marks.append(_mark(SENSITIVE, lon, lat, title, text=connection.address))
    for valve in whole.valves:
        url, words = link(valve)
        marks.append(
            _mark(
                LOOKS[valve.why], valve.lon, valve.lat, valve.code, text=valve.sentence,
                number=valve.turn, url=url, words=words,
            )
        )  # fmt: skip
    for saved in cut.savings:
        one = saved.saving
        marks.append(_mark(SAVING, one.lon, one.lat, one.code, text=str(SAVING.text)))
    lines = [
        ("drained", _lines(whole.drained)),
        ("dry", _lines(whole.dry)),
        ("conflict", _lines(cut.conflict)),
    ]
    return {
        "lines": [{"look": look, "shape": shape} for look, shape in lines if shape],
        "marks": marks + _spots(whole.spots),
    }


def draw_trace(spots: Iterable[FoundSpot], part: Part, look: str) -> dict[str, Any]:
    """Return a trace for the map; `look` is way, reach or danger."""
    shape = _lines(part)
    return {"lines": [{"look": look, "shape": shape}] if shape else [], "marks": _spots(spots)}


def legend_of(cut: CutAnswer, *, sensitive: bool) -> list[Look]:
    """Return the marks that stand on the map, each once."""
    looks = [LOOKS[valve.why] for valve in cut.whole.valves]
    looks += [_lost_look(lost.kind, lost.is_source) for lost in cut.whole.lost]
    looks += [SENSITIVE] if sensitive else []
    looks += [SAVING] if cut.savings else []
    seen: dict[tuple[str, str], Look] = {}
    for look in [SPOT, *sorted(looks, key=lambda one: (one.tone != "bad", one.icon))]:
        seen.setdefault((look.tone, look.icon), look)
    return list(seen.values())


def _lost_look(kind: str, is_source: bool) -> Look:
    if kind == NodeKind.HYDRANT:
        return HYDRANT
    return SOURCE if is_source or kind == NodeKind.TANK else OBJECT


def _spots(spots: Iterable[FoundSpot]) -> list[dict[str, Any]]:
    return [_mark(SPOT, spot.lon, spot.lat, f"{SPOT.text}: {spot.code}", is_spot=True) for spot in spots]
