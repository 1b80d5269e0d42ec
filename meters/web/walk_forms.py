"""What is asked of a walk, and the signed ticket by which an order that was shown is applied."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.pages.amounts import AmountField
from meters.domain.walk_moves import move_in_order
from meters.domain.walking import WalkSettings
from meters.errors import WalkRefused
from meters.models import Connection, Route
from meters.selectors.walk import MOST_METERS, Measure, WalkProposal, WalkQuestion

_SALT = "meters.walk"
#: A proposal can be applied for so long, if the route stays as it was (s).
_LASTS_S = 3 * 24 * 3600
_DEFAULTS = WalkSettings()


class WalkForm(forms.Form):
    """Where the walk begins and ends, and what is taken for true of walking."""

    start = forms.CharField(
        label=gettext_lazy("Begins at"), required=False, max_length=60,
        help_text=gettext_lazy(
            "Supply number of a meter of the route, or latitude and longitude; empty: the first meter now"
        ),
    )  # fmt: skip
    end = forms.CharField(
        label=gettext_lazy("Ends at"), required=False, max_length=40,
        help_text=gettext_lazy("Supply number of a meter of the route; empty: wherever the walk is shortest"),
    )  # fmt: skip
    is_round = forms.BooleanField(label=gettext_lazy("Comes back to its start"), required=False)
    crossing_m = AmountField(
        label=gettext_lazy("Crossing a street (m)"), min_value=0, max_value=500, max_digits=5, decimal_places=1,
        initial=_DEFAULTS.crossing_m, help_text=gettext_lazy("Changing sides is like walking so far"),
    )  # fmt: skip
    speed_km_h = AmountField(
        label=gettext_lazy("Walking speed (km/h)"), min_value=1, max_value=60, max_digits=4, decimal_places=1,
        initial=_DEFAULTS.speed_km_h,
    )  # fmt: skip
    seconds_per_meter = AmountField(
        label=gettext_lazy("Seconds at a meter"), min_value=0, max_value=3600, max_digits=5, decimal_places=1,
        initial=_DEFAULTS.seconds_per_meter,
    )  # fmt: skip

    def __init__(self, *args: Any, route: Route, **kwargs: Any) -> None:
        """Ask about the route."""
        super().__init__(*args, **kwargs)
        self.route = route

    def clean_start(self) -> tuple[float, float] | int | None:
        """Return a place (EPSG:2100) or a connection of the route."""
        text = self.cleaned_data["start"].strip()
        if not text:
            return None
        place = _place(text)
        return place if place is not None else self._meter(text)

    def clean_end(self) -> int | None:
        """Return a connection of the route."""
        text = self.cleaned_data["end"].strip()
        return self._meter(text) if text else None

    def _meter(self, text: str) -> int:
        found = (
            Connection.objects.filter(route=self.route, supply_number=text.split(" ", maxsplit=1)[0])
            .values_list("pk")
            .first()
        )
        if found is None:
            raise forms.ValidationError(_("The route has no connection of this number."), code="elsewhere")
        return int(found[0])

    def question(self) -> WalkQuestion:
        """Return what is asked."""
        given = self.cleaned_data
        start = given["start"]
        return WalkQuestion(
            start=start if isinstance(start, tuple) else None, start_id=start if isinstance(start, int) else None,
            end_id=None if given["is_round"] else given["end"], is_round=given["is_round"],
            settings=replace(
                _DEFAULTS, crossing_m=float(given["crossing_m"]), speed_km_h=float(given["speed_km_h"]),
                seconds_per_meter=float(given["seconds_per_meter"]),
            ),
        )  # fmt: skip


def _place(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude as maps write them in EPSG:2100; None for anything else."""
    parts = text.replace(";", " ").replace(", ", " ").replace(",", " ").split()
    if len(parts) != 2 or "." not in text:
        return None
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    if not (
        math.isfinite(latitude) and math.isfinite(longitude) and 34 < latitude < 42.5 and 19 < longitude < 30
    ):
        raise forms.ValidationError(_("This place is not in Greece."), code="outside")
    return move_point(longitude, latitude, source=DEGREES, target=2100)


@dataclass(frozen=True)
class Ticket:
    """An order that was shown, with its measures; nobody can make one but this program."""

    route_id: int
    state: str
    order: list[int]
    before: Measure
    after: Measure


def write_ticket(found: WalkProposal) -> str:
    """Return the ticket of what is shown."""
    value = {
        "route": found.route_id, "state": found.state, "order": found.order,
        "before": [found.before.metres, found.before.minutes], "after": [found.after.metres, found.after.minutes],
    }  # fmt: skip
    return signing.dumps(value, salt=_SALT, compress=True)


def read_ticket(text: str, route: Route) -> Ticket:
    """Return what a ticket of this route says.

    Raises:
        WalkRefused: `ticket` is another route's, too old or nobody's.
    """
    try:
        value = signing.loads(text, salt=_SALT, max_age=_LASTS_S)
    except signing.BadSignature:
        value = {"route": None}
    if value["route"] != route.pk:
        raise WalkRefused(_("This proposal is too old. Have the walk proposed again."), code="ticket")
    return Ticket(
        route.pk, value["state"], value["order"], Measure(*value["before"]), Measure(*value["after"])
    )


def read_order(posted: Any, ticket: Ticket) -> list[int]:
    """Return the order that a page sends: the ticket's, as the script has moved it, then as places were typed.

    Raises:
        WalkRefused: `other_connections` when it names others than the ticket.
    """
    text = posted.get("order", "")
    order = ticket.order
    if text:
        parts = text.split(",")
        if len(parts) > MOST_METERS * 2 or not all(part.isdecimal() and len(part) < 19 for part in parts):
            raise _other()
        order = [int(part) for part in parts]
        if sorted(order) != sorted(ticket.order):
            raise _other()
    now = {pk: place for place, pk in enumerate(order, 1)}
    typed = {
        int(name.removeprefix("place-")): int(value)
        for name, value in posted.items()
        if name.startswith("place-") and name.removeprefix("place-").isdecimal() and value.isdecimal()
    }
    return move_in_order(order, {pk: place for pk, place in typed.items() if now.get(pk, place) != place})


def _other() -> WalkRefused:
    return WalkRefused(
        _("The order does not name every connection of the route once."), code="other_connections"
    )
