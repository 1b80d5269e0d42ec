"""Questions about the network as pages get them: from the address, from a search field, from a click on the map."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import cast

from django import forms
from django.conf import settings
from django.contrib.gis.geos import Point
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.models import User
from gis_core.pages.choosing import SearchChoiceField
from meters.domain.questions import Question, read_question
from meters.selectors.cuts import spot_at
from network.domain.answers import Spot
from network.selectors.spot_choices import PLACES, Place, spot_of

#: A click is taken for a pipe at most so far away (m).
FARTHEST_CLICK_M = 100.0


class PlaceForm(forms.Form):
    """A pipe, node or valve by its code: the way to ask without the map."""

    def __init__(self, request: HttpRequest, name: str, label: str | Promise) -> None:
        """Read the field of that name from the address, where it has it."""
        super().__init__(request.GET if name in request.GET else None)
        field: SearchChoiceField[Place] = SearchChoiceField(PLACES, label=label, required=False)
        field.user = cast(User, request.user)
        self.fields[name] = field
        self.name = name

    @property
    def place(self) -> forms.BoundField:
        """The one field."""
        return self[self.name]

    @property
    def is_wrong(self) -> bool:
        """Say whether something was typed that names nothing."""
        return bool(self.errors)

    def spot(self) -> Spot | None:
        """Return what was chosen; None when nothing was, or it cannot be told."""
        if not self.is_bound or not self.is_valid() or self.cleaned_data[self.name] is None:
            return None
        return spot_of(self.cleaned_data[self.name])


@dataclass(frozen=True)
class Asked:
    """A question, and what of it could not be read, in sentences."""

    question: Question
    errors: tuple[str, ...] = ()


def read_asked(request: HttpRequest) -> Asked:
    """Return the question of the address."""
    question, refused = read_question(request.GET.getlist)
    return Asked(question, tuple(_("“%s” is not a key.") % text[:40] for text in refused[:5]))


def read_click(request: HttpRequest) -> tuple[bool, Spot | None]:
    """Say whether the address tells of a click (`click=lon,lat,metres`), and which spot it hit."""
    text = request.GET.get("click", "")
    if not text:
        return False, None
    try:
        lon, lat, within_m = (float(part) for part in text.split(","))
    except ValueError:
        return True, None
    if not (abs(lon) <= 180 and abs(lat) <= 90 and isfinite(within_m)):
        return True, None
    x, y = move_point(lon, lat, source=DEGREES, target=settings.STORAGE_SRID)
    return True, spot_at(Point(x, y, srid=settings.STORAGE_SRID), min(max(within_m, 1.0), FARTHEST_CLICK_M))


def is_for(request: HttpRequest, target: str) -> bool:
    """Say whether the part of a page of that name is asked for, and not the page as the browser keeps it."""
    asked = request.headers.get("HX-Target") == target
    return asked and request.headers.get("HX-History-Restore-Request") != "true"
