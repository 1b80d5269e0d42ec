"""A route as it is walked: its meters where they hang, the streets round them, and what an order costs."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import MultiPoint, Point, Polygon
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gis_core.domain.coordinates import DEGREES, move_points
from meters.domain.walk_graph import WalkLine
from meters.domain.walk_lines import draw_way
from meters.domain.walking import WalkMap, WalkPlace, WalkSettings
from meters.errors import WalkRefused
from meters.models import Connection, Installation, Route
from network.choices import Lifecycle
from network.models import Pipe, Street

#: Streets are read so far around the meters (m), or a quarter of the route's extent where that is more.
AROUND_M = 300.0
#: A pipe whose middle is farther from any street than this stands in for one (m).
PIPE_FROM_STREET_M = 20.0
#: A walk of so many stops is asked for at most.
MOST_METERS = 5_000
#: Above so many meters a walk is worked out as a job.
AT_ONCE = 300
Tell = Callable[[int, str], None]


def tell_nobody(percent: int, step: str) -> None:
    """Hear how far the work is, and say nothing."""


@dataclass(frozen=True)
class WalkQuestion:
    """What is asked: where the walk begins and ends, and what is taken for true of walking."""

    #: Where it begins, in EPSG:2100; None for the first meter of the present order.
    start: tuple[float, float] | None = None
    start_id: int | None = None  # a connection of the route that it begins at
    end_id: int | None = None  # a connection of the route that it ends at
    is_round: bool = False
    settings: WalkSettings = field(default_factory=WalkSettings)


@dataclass(frozen=True)
class Measure:
    """How long an order is: metres and minutes, the readings themselves included."""

    metres: float
    minutes: float


@dataclass(frozen=True)
class WalkProposal:
    """An order and what it is measured by; ids are of connections. Stands in jobs as JSON."""

    route_id: int
    state: str  # of the route when it was asked: see `route_state`
    order: list[int]
    before: Measure
    after: Measure
    meters: int
    way: list[tuple[float, float]]  # longitude, latitude
    way_before: list[tuple[float, float]]
    warnings: list[str]

    def as_json(self) -> dict[str, Any]:
        """Return what `read_proposal` reads."""
        return asdict(self)


def read_proposal(value: dict[str, Any]) -> WalkProposal:
    """Return a proposal that a job kept."""
    return WalkProposal(**{**value, "before": Measure(**value["before"]), "after": Measure(**value["after"])})


def list_route(route: Route, day: date) -> QuerySet[Connection]:
    """Return the route's connections in its order, with where the meter hangs and whether one hangs that day."""
    hung = Installation.objects.filter(connection=OuterRef("pk"), period__contains=day).order_by("slot")
    return (
        Connection.objects.filter(route=route)
        .annotate(
            has_meter=Exists(hung),
            serial=Subquery(hung.values("meter__serial")[:1]),
            place=Coalesce(Subquery(hung.filter(geom__isnull=False).values("geom")[:1]), F("geom")),
        )
        .order_by("route_position")
    )


def route_state(rows: Sequence[tuple[int, int]]) -> str:
    """Return a mark of the order that a route has: it changes when a connection comes, goes or is moved."""
    return hashlib.sha256(",".join(f"{pk}:{position}" for pk, position in rows).encode()).hexdigest()[:32]


def find_route_state(route: Route) -> str:
    """Return the mark of the order that the route has now."""
    rows = Connection.objects.filter(route=route).order_by("route_position")
    return route_state(list(rows.values_list("pk", "route_position")))


class RouteWalk:
    """A route's meters on the streets round them."""

    def __init__(self, route: Route, question: WalkQuestion, day: date | None = None) -> None:
        """Read the route; the streets are read when first needed.

        Raises:
            WalkRefused: `too_few`, `too_many` meters; `start_elsewhere`, `end_elsewhere`: no meter of the route.
        """
        self.route, self.question = route, question
        rows = list(list_route(route, day or timezone.localdate()))
        self.state = route_state([(row.pk, row.route_position) for row in rows])
        self.rows = [row for row in rows if getattr(row, "has_meter", False)]
        self.unhung = [row.pk for row in rows if not getattr(row, "has_meter", False)]
        self.number = {row.pk: number for number, row in enumerate(self.rows)}
        if len(self.rows) < 2:
            raise WalkRefused(_("A walk needs two meters at least."), code="too_few")
        if len(self.rows) > MOST_METERS:
            raise WalkRefused(_("The route has more than 5,000 meters: split it first."), code="too_many")
        if question.start_id is not None and question.start_id not in self.number:
            raise WalkRefused(_("The start is no meter of this route."), code="start_elsewhere")
        if question.end_id is not None and question.end_id not in self.number:
            raise WalkRefused(_("The end is no meter of this route."), code="end_elsewhere")

    @property
    def has_own_start(self) -> bool:
        """Whether the walk begins at a place that is no meter."""
        return self.question.start is not None

    @cached_property
    def map(self) -> WalkMap:
        """The meters on their streets; where the walk begins at a place of its own, that is the last place."""
        places = [WalkPlace(row.place.x, row.place.y, row.street_id) for row in self.rows]  # type: ignore[attr-defined]  # annotated
        if self.question.start is not None:
            places.append(WalkPlace(*self.question.start))
        return WalkMap(list_lines(places, self.question.settings), places, self.question.settings)

    @property
    def start(self) -> int:
        """The number of the place where the walk begins."""
        if self.has_own_start:
            return len(self.rows)
        return self.number[self.question.start_id] if self.question.start_id is not None else 0

    @property
    def end(self) -> int | None:
        """The number of the place where the walk ends."""
        if self.question.is_round:
            return self.start
        return None if self.question.end_id is None else self.number[self.question.end_id]

    def places_of(self, order: Sequence[int]) -> list[int]:
        """Return the places that connections in an order are, the start in front."""
        places = [self.number[pk] for pk in order if pk in self.number]
        return [self.start, *places] if self.has_own_start else places

    def measure(self, order: Sequence[int]) -> Measure:
        """Return how long the walk is when the connections are visited in this order."""
        metres = self.map.length_of(self.places_of(order), is_round=self.question.is_round)
        return Measure(metres, self.question.settings.minutes(metres, len(self.rows)))

    def way(self, order: Sequence[int]) -> list[tuple[float, float]]:
        """Return the way as longitudes and latitudes."""
        points = draw_way(self.map, self.places_of(order), is_round=self.question.is_round)
        return _in_degrees(points)

    @property
    def old_order(self) -> list[int]:
        """The connections with a meter in the order that the route has."""
        return [row.pk for row in self.rows]

    def shortest(self, seconds: float | None = None) -> list[int]:
        """Return the shortest order found, or the old one where none is shorter and it begins and ends as asked."""
        found = self.map.propose(start=self.start, end=self.end, seconds=seconds)
        order = [self.rows[place].pk for place in found if place < len(self.rows)]
        old = self.old_order
        fits = (self.has_own_start or old[0] == order[0]) and (
            self.question.end_id is None or self.question.is_round or old[-1] == self.question.end_id
        )
        if fits and self.measure(old).metres <= self.measure(order).metres + 0.5:
            return old
        return order

    def describe(self, order: Sequence[int]) -> WalkProposal:
        """Return the order with its measures, its way and what the walker should know."""
        known = [pk for pk in order if pk in self.number]
        return WalkProposal(
            route_id=self.route.pk, state=self.state, order=[*known, *self.unhung],
            before=self.measure(self.old_order), after=self.measure(known), meters=len(self.rows),
            way=self.way(known), way_before=self.way(self.old_order), warnings=self._warnings(),
        )  # fmt: skip

    def _warnings(self) -> list[str]:
        found = self.map.find()
        told = (
            (len(found.off_street), ngettext(
                "%(count)d meter hangs far from any street: the way to it is taken as a straight line.",
                "%(count)d meters hang far from any street: the way to them is taken as a straight line.",
                len(found.off_street),
            )),
            (len(found.no_street), ngettext(
                "There is no street or pipe near %(count)d meter: its place may be wrong.",
                "There is no street or pipe near %(count)d meters: their places may be wrong.",
                len(found.no_street),
            )),
            (len(found.on_track), ngettext(
                "%(count)d meter is reached along a pipe: no street is drawn there.",
                "%(count)d meters are reached along pipes: no street is drawn there.",
                len(found.on_track),
            )),
            (len(found.apart), ngettext(
                "%(count)d meter hangs on streets that lead nowhere to the others: straight lines join them.",
                "%(count)d meters hang on streets that lead nowhere to the others: straight lines join them.",
                len(found.apart),
            )),
            (len(self.unhung), ngettext(
                "%(count)d connection without a meter stands behind the walk.",
                "%(count)d connections without a meter stand behind the walk.",
                len(self.unhung),
            )),
        )  # fmt: skip
        return [words % {"count": count} for count, words in told if count]


def list_lines(places: Sequence[WalkPlace], settings: WalkSettings) -> list[WalkLine]:
    """Return the streets round the places, and the pipes where a place has no street near."""
    xs, ys = [place.x for place in places], [place.y for place in places]
    margin = max(AROUND_M, (max(xs) - min(xs)) / 4, (max(ys) - min(ys)) / 4)
    edges = (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)
    box = Polygon.from_bbox(edges)
    box.srid = 2100
    shapes = [
        (pk, part)
        for pk, geom in Street.objects.in_box(box).order_by("pk").values_list("pk", "geom")
        for part in shapely.get_parts(shapely.from_wkb(bytes(geom.wkb)))
    ]
    within = shapely.intersects(np.array([part for _pk, part in shapes], dtype=object), shapely.box(*edges))
    lines = [
        WalkLine(tuple(part.coords), pk) for (pk, part), is_in in zip(shapes, within, strict=True) if is_in
    ]
    return lines + _list_tracks(places, lines, settings)


def _list_tracks(
    places: Sequence[WalkPlace], lines: Sequence[WalkLine], settings: WalkSettings
) -> list[WalkLine]:
    streets = shapely.STRtree([shapely.LineString(line.points) for line in lines])
    points = shapely.points([(place.x, place.y) for place in places])
    near = (
        np.unique(streets.query(points, "dwithin", settings.reach_m)[0]) if lines else np.array([], dtype=int)
    )
    bare = [place for number, place in enumerate(places) if number not in set(near.tolist())]
    if not bare:
        return []
    around = MultiPoint([Point(place.x, place.y) for place in bare], srid=2100).buffer(AROUND_M)
    pipes = Pipe.objects.filter(lifecycle=Lifecycle.IN_SERVICE, geom__intersects=around).order_by("pk")
    shapes = [shapely.from_wkb(bytes(geom.wkb)) for geom in pipes.values_list("geom", flat=True)]
    return [
        WalkLine(tuple((x, y) for x, y, *_z in shape.coords), None, is_track=True)
        for shape in shapes
        if not lines
        or not len(streets.query(shape.interpolate(0.5, normalized=True), "dwithin", PIPE_FROM_STREET_M))
    ]


def _in_degrees(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points of EPSG:2100 as longitudes and latitudes, a decimetre apart at least."""
    if not points:
        return []
    kept = [points[0], *(b for a, b in pairwise(points) if math.dist(a, b) > 0.1)]
    moved = move_points(kept, source=2100, target=DEGREES)
    return [(round(lon, 6), round(lat, 6)) for lon, lat in moved]
