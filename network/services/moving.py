"""What stands beside the graph, moved: shut-off valves along and between pipes, stations."""

from __future__ import annotations

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import EditKind
from network.domain.topology import line_length
from network.errors import EditRefused
from network.models import Pipe, ShutoffValve, Station
from network.services.edits import Draft, as_point, corners_of
from network.sql.edit_rows import Row
from network.types import EditOutcome

#: A valve farther from its node is told (m): a cut counts it as if it stood there.
FAR_FROM_NODE_M = 10.0


@transaction.atomic
def move_shutoff(
    *, actor: User | None, valve: ShutoffValve, pipe: Pipe, fraction: float, version: int | None = None
) -> EditOutcome:
    """Move a shut-off valve to a share of a pipe's length, its own or another: it stands at the nearer end.

    The pipe is not cut, and the valve keeps its code, state, condition and checks.

    Raises:
        StaleEditError: it was changed since the editor saw it.
        EditRefused: another valve stands at this end, or the pipe is of another system.
    """
    draft = Draft(actor, EditKind.MOVE)
    draft.lock(shutoff=[valve.pk], pipe=[pipe.pk])
    main = draft.row("pipe", pipe.pk)
    length = line_length(corners_of(main))
    along = min(1.0, max(0.0, fraction)) * length
    at_end = along > length / 2
    place = {"pipe_id": pipe.pk, "at_end": at_end, "offset_m": length - along if at_end else along}
    row = draft.expect("shutoff", valve.pk, version, place)
    if main["system_id"] != row["system_id"]:
        raise EditRefused(_("A valve stays in its own system."), code="link_in_one_system")
    _refuse_occupied(draft, row, pipe.pk, at_end=at_end)
    row.update(place)
    if place["offset_m"] > FAR_FROM_NODE_M:
        node = draft.row("node", main["end_node_id" if at_end else "start_node_id"])
        sentence = _(
            "%(code)s stands %(offset).0f m from %(node)s: a cut takes what lies between them as behind the valve."
        )
        said = {"code": row["code"], "offset": place["offset_m"], "node": node["code"]}
        draft.warn("far_from_node", sentence % said, round(float(place["offset_m"]), 2))
    return draft.finish(("shutoff", valve.pk), [row["code"], main["code"]])


def _refuse_occupied(draft: Draft, row: Row, pipe_id: int, *, at_end: bool) -> None:
    others = [each for each in draft.on_pipe("shutoff", pipe_id) if each["id"] != row["id"]]
    if any(each["at_end"] == at_end for each in others):
        raise EditRefused(
            _("There is a shut-off valve at this end of the pipe already."), code="shutoff_one_at_an_end"
        )


@transaction.atomic
def move_station(
    *, actor: User | None, station: Station, point: Point, version: int | None = None
) -> EditOutcome:
    """Move a station to a place (EPSG:2100); what is joined to the network in it stays where it is.

    Raises:
        StaleEditError: it was changed since the editor saw it.
        EditRefused: it is no place on Earth.
    """
    draft = Draft(actor, EditKind.MOVE)
    draft.lock(station=[station.pk])
    place = (point.x, point.y)
    row = draft.expect("station", station.pk, version, {"geom": place})
    row["geom"] = as_point(place)
    return draft.finish(("station", station.pk), [row["code"]])
