"""What the map's editor sends, read with its refusals, and what it is answered."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.gis.geos import Point
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.models import User
from network.errors import EditRefused, ObjectGoneError
from network.models import NetworkEdit
from network.types import DrawnPoint, EditOutcome
from network.web.kinds import KINDS

LONGEST_BODY = 512 * 1024
MOST_POINTS = 5000


def _unreadable() -> EditRefused:
    return EditRefused(
        _("The map sent something that cannot be read. Load the page anew."), code="unreadable"
    )


class Body:
    """A JSON object of the editor, asked for by name and type."""

    def __init__(self, given: Any, user: User) -> None:
        """Take what was sent and by whom."""
        if not isinstance(given, dict):
            raise _unreadable()
        self.given = given
        self.user = user

    @classmethod
    def of(cls, request: HttpRequest) -> Body:
        """Read a request's body.

        Raises:
            EditRefused: it is no JSON object, or too long a one.
        """
        if len(request.body) > LONGEST_BODY:
            raise _unreadable()
        try:
            return cls(json.loads(request.body), cast(User, request.user))
        except (ValueError, RecursionError) as error:
            raise _unreadable() from error

    def whole(self, name: str) -> int:
        """Return a whole number."""
        value = self.given.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise _unreadable()
        return value

    def version(self, name: str = "version") -> int | None:
        """Return the version that the editor saw, None where it does not matter."""
        return None if self.given.get(name) is None else self.whole(name)

    def number(self, name: str) -> float:
        """Return a finite number."""
        return _finite(self.given.get(name))

    def text(self, name: str) -> str:
        """Return a text, empty where none was sent."""
        value = self.given.get(name, "")
        if not isinstance(value, str):
            raise _unreadable()
        return value.strip()

    def flag(self, name: str) -> bool:
        """Return whether something was said."""
        return self.given.get(name) is True

    def place(self) -> Point:
        """Return the sent place (`x`, `y` in EPSG:2100)."""
        return Point(self.number("x"), self.number("y"), srid=settings.STORAGE_SRID)

    def rows(self, name: str) -> list[Body]:
        """Return the objects of a list."""
        value = self.given.get(name)
        if not isinstance(value, list) or len(value) > MOST_POINTS:
            raise _unreadable()
        return [Body(each, self.user) for each in value]

    def drawn_point(self) -> DrawnPoint:
        """Return this as a corner of a line, with what it snapped to."""
        kind = self.given.get("kind")
        node = self.whole("id") if kind == "node" else None
        pipe = self.whole("id") if kind == "pipe" else None
        fraction = self.number("fraction") if pipe is not None else None
        return DrawnPoint(self.number("x"), self.number("y"), node, pipe, fraction)

    def form(self, form: type[forms.Form]) -> Any:
        """Return the form filled with `attributes`, clean.

        Raises:
            EditRefused: the form's first refusals, each behind its field's name.
        """
        given = self.given.get("attributes")
        filled = form(given if isinstance(given, dict) else {})
        if not filled.is_valid():
            said = [_refusal(filled, name, errors) for name, errors in filled.errors.items()]
            raise EditRefused(" ".join(said), code="attributes")
        return filled

    def record(self, slug: str, name: str = "id") -> Any:
        """Return the object of a kind that the editor names.

        Raises:
            ObjectGoneError: it is not there.
        """
        return self.record_of(KINDS[slug].model, name)

    def record_of(self, model: type[Model], name: str = "id") -> Any:
        """Return the row of a model that the editor names."""
        found = cast(Any, model)._default_manager.visible_to(self.user).filter(pk=self.whole(name)).first()
        if found is None:
            raise ObjectGoneError(_("What you are changing is no longer there: somebody has deleted it."))
        return found


def _refusal(form: forms.Form, name: str, errors: Any) -> str:
    sentence = " ".join(map(str, errors))
    return f"{form.fields[name].label}: {sentence}" if name in form.fields else sentence


def _finite(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise _unreadable()
    return float(value)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a place in EPSG:2100, to a centimetre's tenth."""
    lon, lat = move_point(x, y, source=settings.STORAGE_SRID, target=DEGREES)
    return round(lon, 8), round(lat, 8)


def told(outcome: EditOutcome) -> dict[str, Any]:
    """Return what the map is told of an edit: a sentence, warnings, what it was about, the box that it touched."""
    edit = NetworkEdit.objects.only("kind", "summary", "geom").get(pk=outcome.edit_id)
    box = None
    if edit.geom is not None:
        west, south, east, north = edit.geom.extent
        box = [*degrees(west, south), *degrees(east, north)]
    return {
        "edit": edit.pk,
        "said": f"{edit.get_kind_display()}: {edit.summary}",
        "warnings": [warning.sentence for warning in outcome.warnings],
        "main": list(outcome.main) if outcome.main is not None else None,
        "made": outcome.made,
        "box": box,
    }
