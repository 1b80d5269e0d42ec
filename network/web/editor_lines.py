"""The editor's acts on what hangs on pipes: service lines drawn, valves and stations moved."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from network.errors import EditRefused
from network.models import Pipe
from network.services.moving import move_shutoff, move_station
from network.services.nodes import move_node
from network.services.service_lines import draw_service_line, redraw_service_line
from network.types import EditOutcome
from network.web.editor_body import Body
from network.web.editor_forms import DrawnServiceForm


def refuse_changed_pipes(seen: Mapping[int, int | None]) -> None:
    """Refuse a line that snapped to a pipe as it no longer is: its place along it would be another.

    Raises:
        EditRefused: a pipe has another version than the editor saw.
    """
    for pipe in Pipe.objects.filter(pk__in=seen).only("code", "version"):
        if seen[pipe.pk] not in (None, pipe.version):
            raise EditRefused(
                _("%(code)s was changed while you were drawing: point at it again.") % {"code": pipe.code},
                code="changed_under",
            )


def draw_service(body: Body) -> EditOutcome:
    """Draw a service line: its first point names the main, the others are its corners."""
    points = body.rows("points")
    found = _main_of(points)
    if found is None:
        raise EditRefused(_("Point at the main that it begins on."), code="no_pipe")
    given = body.form(DrawnServiceForm)
    pipe, fraction = found
    return draw_service_line(
        actor=body.user, pipe=pipe, fraction=fraction, corners=_places(points[1:]),
        code=given.cleaned_data["code"], **given.attributes(),
    )  # fmt: skip


def service_corners(body: Body) -> EditOutcome:
    """Draw a service line anew; it stays on its main unless its first point names one."""
    points = body.rows("points")
    found = _main_of(points)
    pipe, fraction = found if found is not None else (None, None)
    return redraw_service_line(
        actor=body.user, line=body.record("service_line"), corners=_places(points[1:]), pipe=pipe,
        fraction=fraction, version=body.version(),
    )  # fmt: skip


def _main_of(points: list[Body]) -> tuple[Pipe, float] | None:
    """Return the pipe that the first point lies on and where, None where it names none."""
    if not points or points[0].given.get("kind") != "pipe":
        return None
    pipe: Pipe = points[0].record("pipe")
    refuse_changed_pipes({pipe.pk: points[0].version()})
    return pipe, points[0].number("fraction")


def _places(points: list[Body]) -> list[tuple[float, float]]:
    return [(point.number("x"), point.number("y")) for point in points]


def move(body: Body) -> EditOutcome:
    """Move a node with all that is joined to it, a shut-off valve to a place on a pipe, or a station."""
    kind = body.text("kind") or "node"
    if kind == "shutoff":
        onto = _main_of(body.rows("points"))
        if onto is None:
            raise EditRefused(_("Point at the pipe that it stands on."), code="no_pipe")
        return move_shutoff(
            actor=body.user,
            valve=body.record("shutoff"),
            pipe=onto[0],
            fraction=onto[1],
            version=body.version(),
        )
    if kind == "station":
        return move_station(
            actor=body.user, station=body.record("station"), point=body.place(), version=body.version()
        )
    return move_node(actor=body.user, node=body.record("node"), point=body.place(), version=body.version())
