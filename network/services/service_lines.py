"""Service lines drawn: from a place on a main to a plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import LineString
from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import EditKind
from network.domain.topology import XY, is_on_earth, line_length, place_on_line, tidy_line
from network.errors import EditRefused
from network.models import Pipe, ServiceLine
from network.services.codes import choose_code
from network.services.edit_values import columns
from network.services.edits import MINIMUM_LENGTH_M, Draft, corners_of
from network.sql.edit_rows import Row
from network.types import EditOutcome

#: A longer one is told as odd (m); the topology report looks for the same.
LONG_M = 100.0


@transaction.atomic
def draw_service_line(
    *, actor: User | None, pipe: Pipe, fraction: float, corners: Sequence[XY], version: int | None = None,
    code: str = "", **attributes: Any,
) -> EditOutcome:  # fmt: skip
    """Draw a service line from a share of a pipe's length through corners (EPSG:2100 metres) to the last of them.

    It is of the pipe's system and, where nothing else is said, of its lifecycle; without a code it gets the next.

    Raises:
        StaleEditError: the pipe was changed since the editor saw it.
        EditRefused: a corner is no place, the line has no length, or a value is none.
    """
    draft = Draft(actor, EditKind.ADD)
    draft.lock(pipe=[pipe.pk])
    main = draft.expect("pipe", pipe.pk, version, {"fraction": fraction})
    values = columns("service", attributes)
    place = _begin(main, fraction, corners)
    made = draft.make(
        "service",
        {
            "system_id": main["system_id"], "lifecycle": main["lifecycle"], **values, **place,
            "code": choose_code("service", main["system_id"], code),
        },
    )  # fmt: skip
    _warn_long(draft, made)
    return draft.finish(("service", made["id"]), [made["code"], main["code"]])


@transaction.atomic
def redraw_service_line(
    *, actor: User | None, line: ServiceLine, corners: Sequence[XY], pipe: Pipe | None = None,
    fraction: float | None = None, version: int | None = None,
) -> EditOutcome:  # fmt: skip
    """Draw a service line anew through the corners after its beginning (EPSG:2100 metres).

    It begins where it began; with a pipe and a share of its length it begins there instead.

    Raises:
        StaleEditError: it was changed since the editor saw it.
        EditRefused: a corner is no place, the line has no length, or the pipe is of another system.
    """
    draft = Draft(actor, EditKind.MOVE)
    seeds = {"service": [line.pk]} | ({"pipe": [pipe.pk]} if pipe is not None else {})
    draft.lock(**seeds)
    row = draft.expect("service", line.pk, version, {"geom": list(corners)})
    if pipe is None or fraction is None:
        row["geom"] = _as_line([corners_of(row)[0], *corners])
    else:
        main = draft.row("pipe", pipe.pk)
        if main["system_id"] != row["system_id"]:
            raise EditRefused(
                _("A service line begins on a pipe of its own system."), code="link_in_one_system"
            )
        row.update(_begin(main, fraction, corners))
    _warn_long(draft, row)
    return draft.finish(("service", line.pk), [row["code"]])


def _begin(pipe: Row, fraction: float, corners: Sequence[XY]) -> Row:
    """Return the columns of a line that begins on the pipe."""
    share = min(1.0, max(0.0, fraction))
    line = _as_line([place_on_line(corners_of(pipe), share), *corners])
    return {"pipe_id": pipe["id"], "pipe_fraction": share, "geom": line}


def _as_line(corners: Sequence[XY]) -> str:
    """Return the line as the database takes it."""
    if not is_on_earth(corners):
        raise EditRefused(_("This is no place on the map."), code="geometry")
    if len(corners) < 2 or line_length(corners) < MINIMUM_LENGTH_M:
        raise EditRefused(
            _("A service line has a length: it leads from its pipe to a plot."), code="no_length"
        )
    return LineString(tidy_line(corners), srid=2100).hexewkb.decode()


def _warn_long(draft: Draft, row: Row) -> None:
    length = line_length(corners_of(row))
    if length > LONG_M:
        sentence = _("The service line %(code)s is %(length).0f m long.")
        draft.warn("service_too_long", sentence % {"code": row["code"], "length": length}, round(length, 2))
