"""What follows a pipe that is drawn anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.gis.geos import LineString

from network.domain.topology import XY, place_on_line
from network.services.edits import Draft, corners_of
from network.sql.edit_rows import Row

#: A service line begins on its pipe where it does so to this distance (m).
_ON_PIPE_M = 0.5


def follow_pipe(draft: Draft, pipe: Row, before: Sequence[XY]) -> None:
    """Let the service lines of a pipe begin on its new line; `before` are the corners it had."""
    now = corners_of(pipe)
    for service in draft.on_pipe("service", pipe["id"]):
        corners = corners_of(service)
        old = place_on_line(before, float(service["pipe_fraction"]))
        if abs(corners[0][0] - old[0]) > _ON_PIPE_M or abs(corners[0][1] - old[1]) > _ON_PIPE_M:
            continue
        corners[0] = place_on_line(now, float(service["pipe_fraction"]))
        line = LineString(corners, srid=2100)
        if line.length > 0:
            service["geom"] = line.hexewkb.decode()
