"""Shut-off valves: put onto pipes, and checked in the field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import EditKind, ValveCondition, ValveState
from network.domain.topology import line_length
from network.errors import EditRefused
from network.models import Pipe, ShutoffValve, ValveCheck
from network.services.codes import choose_code
from network.services.edit_values import columns
from network.services.edits import Draft, corners_of
from network.services.splitting import cut_pipe, new_node_at
from network.types import EditOutcome

#: Nearer than this to a node (m) a valve stands at the pipe's end; farther off it cuts the pipe.
AT_NODE_M = 1.0


@transaction.atomic
def add_shutoff(
    *, actor: User | None, pipe: Pipe, fraction: float | None = None, at_end: bool | None = None,
    offset_m: float = 0.0, code: str = "", version: int | None = None, **attributes: Any,
) -> EditOutcome:  # fmt: skip
    """Put a shut-off valve onto a pipe: at a share of its length, or at an end, so many metres from the node.

    In the middle of a pipe it cuts the pipe by a fitting and stands at the first part's end. Without a diameter
    it has the pipe's.

    Raises:
        StaleEditError: the pipe was changed since the editor saw it.
        EditRefused: neither place is given or both, or there is a valve at this end already.
    """
    if (fraction is None) == (at_end is None):
        raise EditRefused(_("Say where on the pipe the valve stands."), code="place")
    draft = Draft(actor, EditKind.ADD)
    draft.lock(pipe=[pipe.pk])
    row = draft.expect("pipe", pipe.pk, version, {"fraction": fraction, "at_end": at_end})
    values = columns("shutoff", {"diameter_mm": row["diameter_mm"], **attributes})
    if fraction is not None:
        length = line_length(corners_of(row))
        along = min(1.0, max(0.0, fraction)) * length
        if min(along, length - along) <= min(AT_NODE_M, length / 4):
            at_end = along > length / 2
            offset_m = length - along if at_end else along
        else:
            cut_pipe(draft, row, [fraction], [new_node_at(draft, row, fraction)])
            at_end, offset_m = True, 0.0
    if any(valve["at_end"] == at_end for valve in draft.on_pipe("shutoff", pipe.pk)):
        raise EditRefused(
            _("There is a shut-off valve at this end of the pipe already."), code="shutoff_one_at_an_end"
        )
    made = draft.make(
        "shutoff",
        {
            "system_id": row["system_id"], "pipe_id": pipe.pk, "at_end": at_end, "offset_m": offset_m,
            "lifecycle": row["lifecycle"], "code": choose_code("shutoff", row["system_id"], code), **values,
        },
    )  # fmt: skip
    return draft.finish(("shutoff", made["id"]), [made["code"], row["code"]])


@transaction.atomic
def check_valve(  # noqa: PLR0913  # what a crew's form holds
    *, actor: User, valve: ShutoffValve, request_key: UUID, state: ValveState, condition: ValveCondition,
    turns: Decimal | None = None, position: Point | None = None, accuracy_m: float | None = None, remarks: str = "",
) -> ValveCheck:  # fmt: skip
    """Keep what somebody found and did at a valve, and write it on the valve; the same request twice is one check.

    It counts as worked when it was turned or stands otherwise than it stood. Turns are those made now; how many
    close it is an attribute of the valve.

    Raises:
        EditRefused: the key is another check's, or turns are negative.
        ObjectGoneError: the valve has been deleted.
    """
    if turns is not None and turns < 0:
        raise EditRefused(_("Turns are not negative."), code="turns")
    draft = Draft(actor, EditKind.CHECK)
    draft.lock(shutoff=[valve.pk])
    known = ValveCheck.objects.filter(request_key=request_key).first()
    if known is not None:
        if known.valve_id != valve.pk or known.checked_by_id != actor.pk:
            raise EditRefused(_("This request has been used for another check."), code="request_key")
        return known
    row = draft.row("shutoff", valve.pk)
    was_turned = condition == ValveCondition.WORKING and (bool(turns) or row["state"] != state)
    row.update({"state": str(ValveState(state)), "condition": str(ValveCondition(condition))})
    if was_turned:
        row.update({"last_worked_on": timezone.localdate().isoformat(), "last_worked_by_id": actor.pk})
    draft.finish(("shutoff", valve.pk), [row["code"]])
    return ValveCheck.objects.create(
        valve_id=valve.pk, request_key=request_key, checked_by=actor, turns=turns, state=state,
        condition=condition, position=position, accuracy_m=accuracy_m, remarks=remarks,
    )  # fmt: skip
