"""Codes that the product gives: the next of their kind in their system."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from itertools import count

from django.db import connection
from django.utils.translation import gettext as _

from documents.services.series import take_numbers
from network.choices import SEWER_PIPE_KINDS, NodeKind, PipeKind
from network.errors import EditRefused
from network.models import Node, Pipe, Pump, ServiceLine, ShutoffValve, Valve

#: First key of the lock under which codes are chosen; the second is the system's.
_LOCK_SPACE = 4712
_MODELS: Mapping[str, type[Node | Pipe | Pump | Valve | ShutoffValve | ServiceLine]] = {
    "node": Node, "pipe": Pipe, "pump": Pump, "valve": Valve, "shutoff": ShutoffValve, "service": ServiceLine,
}  # fmt: skip
#: Letters that every system reads, EPANET's files too.
_NODE_PREFIXES = {
    NodeKind.JUNCTION: "J", NodeKind.FITTING: "F", NodeKind.HYDRANT: "H", NodeKind.AIR_VALVE: "AV",
    NodeKind.WASH_OUT: "WO", NodeKind.FLOW_METER: "FM", NodeKind.PRESSURE_GAUGE: "PG",
    NodeKind.SAMPLING_POINT: "SP", NodeKind.RESERVOIR: "R", NodeKind.TANK: "T", NodeKind.WELL: "W",
    NodeKind.SPRING: "SR", NodeKind.TREATMENT_PLANT: "TP", NodeKind.MANHOLE: "MH", NodeKind.OUTFALL: "OF",
}  # fmt: skip
_PREFIXES = {"pump": "PU", "valve": "CV", "shutoff": "V", "service": "SL"}


def choose_code(kind: str, system_id: int, wanted: str = "", of: str = "") -> str:
    """Return the wanted code, or the next free one: H-0012 for a hydrant (`of` is the node's or pipe's kind).

    Others who want codes in the system wait until this transaction ends: choose late, after rows are held.

    Raises:
        EditRefused: the wanted code is longer than 60 characters.
    """
    if wanted:
        if len(wanted) > 60:
            raise EditRefused(_("A code has at most 60 characters."), code="code")
        return wanted
    _wait_for_turn(system_id)
    prefix = _prefix(kind, of)
    number = 0
    for ahead in count():
        # Codes that people gave may lie ahead: the steps over them grow, so that many cost few statements.
        number = take_numbers(code=f"net-{prefix}-{system_id}", year=0, count=2**ahead, title=prefix)[0]
        tried = [f"{prefix}-{number + step:04d}" for step in range(2**ahead)]
        taken = set(
            _MODELS[kind].objects.filter(system_id=system_id, code__in=tried).values_list("code", flat=True)
        )
        free = [code for code in tried if code not in taken]
        if free:
            return free[0]
    raise AssertionError("numbers do not end")


def choose_part_code(system_id: int, code: str, besides: Collection[str] = ()) -> str:
    """Return the code of another part of a pipe that is cut: P-0007.2 beside P-0007, none of those `besides`."""
    _wait_for_turn(system_id)
    stem = re.sub(r"\.\d{1,4}$", "", code)[:54]
    # By the index of what codes begin with, which has them in capitals: one or two more do no harm.
    begun = Pipe.objects.filter(system_id=system_id, code__istartswith=f"{stem}.")
    taken = {*begun.values_list("code", flat=True), *besides}
    return next(made for number in count(2) if (made := f"{stem}.{number}") not in taken)


def _wait_for_turn(system_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, system_id])


def _prefix(kind: str, of: str) -> str:
    if kind == "node":
        return _NODE_PREFIXES[NodeKind(of)]
    if kind == "pipe":
        return "SW" if PipeKind(of) in SEWER_PIPE_KINDS else "P"
    return _PREFIXES[kind]
